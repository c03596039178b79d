package businesscase

import (
	"math"
	"slices"
)

// result puts together what was drawn. Columns lose their order.
func (s *simulation) result() (Result, error) {
	value := momentsOf(s.columns[ofValue], same)
	r := Result{
		Draws: s.cfg.Draws, Periods: s.model.Periods, Unit: s.model.Unit, Currency: s.model.Currency,
		Inputs: s.findings(value),
	}
	s.risk(&r, value)
	if err := s.spread(&r); err != nil {
		return Result{}, err
	}
	net, till := s.means()
	fan, err := s.paths.fan(till, s.cfg)
	if err != nil {
		return Result{}, err
	}
	r.Fan, r.Flows = fan, net
	if r.Rates, err = ReturnRates(net); err != nil {
		return Result{}, err
	}
	r.Sharing = sharingOf(r.Value.Value, r.Customers.Value)
	r.Worth = s.worth(&r)
	r.Flags = s.flags(&r)
	return r, nil
}

// tail is the share of draws that [Result.WorstMean] is of.
const tail = .05

// risk works out what can be lost, and what it would be worth to know.
func (s *simulation) risk(r *Result, value moments) {
	v := s.columns[ofValue]
	settle(v, ranksOf(nil, placeOf(tail, len(v))))
	r.Loss = s.chanceOf(count(v, func(v float64) bool { return v < 0 }))
	loss := momentsOf(v, func(v float64) float64 { return max(-v, 0) })
	r.ExpectedLoss, r.Perfect = loss.estimate(), loss.estimate()
	if value.mean <= 0 {
		r.Perfect = momentsOf(v, func(v float64) float64 { return max(v, 0) }).estimate()
	}
	r.WorstMean = worstMean(v)
}

// worstMean returns the mean of the worst twentieth: the quantile less what draws are below it on average, divided
// by a twentieth (Rockafellar and Uryasev, Journal of Risk 2:21, 2000). Its error is that of this mean, as if the
// quantile were known, which is right up to a smaller order because a small shift of it changes nothing there
// (Manistre and Hancock, North American Actuarial Journal 9:129, 2005).
func worstMean(v []float64) Mean {
	at := v[placeOf(tail, len(v))]
	short := momentsOf(v, func(v float64) float64 { return max(at-v, 0) }).estimate()
	return Mean{at - short.Value/tail + 0, short.SE / tail}
}

// spread works out how columns spread.
func (s *simulation) spread(r *Result) error {
	orders := ordersOf(s.cfg.Quantiles, s.cfg.Draws)
	out := [measures]*Spread{
		ofValue: &r.Value, ofCost: &r.Cost, ofReturn: &r.Return, ofChange: &r.Change, ofNothing: &r.Nothing,
		ofAsNow: &r.AsNow, ofWaiting: &r.Waiting, ofCustomers: &r.Customers,
	}
	if s.endless() > 0 {
		out[ofReturn] = nil
		r.Return.Quantiles = []Quantile{}
	}
	return s.cfg.each(measures, func(i int) error {
		switch column := s.columns[i]; {
		case i == ofPayback:
			r.Payback = s.paybackOf(column, orders)
		case i == ofDiscounted:
			r.DiscountedPayback = s.paybackOf(column, orders)
		case out[i] != nil:
			*out[i] = spreadOf(column, orders)
		}
		return nil
	})
}

// endless returns how many draws have no return.
func (s *simulation) endless() int {
	n := 0
	for _, w := range s.slots {
		n += w.endless
	}
	return n
}

// paybackOf returns the spread of when a change has paid back, of which never is infinite.
func (s *simulation) paybackOf(column []float64, orders []order) PaybackSpread {
	horizon := float64(s.model.Periods)
	within := func(at float64) bool { return at <= horizon }
	p := PaybackSpread{s.chanceOf(count(column, within)), quantilesOf(column, orders)}
	p.Quantiles = slices.DeleteFunc(p.Quantiles, func(q Quantile) bool { return !within(q.Value) })
	for i := range p.Quantiles {
		p.Quantiles[i].High = min(horizon, p.Quantiles[i].High)
	}
	return p
}

// means returns the expected net flows, and what is earned until the end of each period on average.
func (s *simulation) means() (net, till []float64) {
	net, till = make([]float64, s.model.Periods+1), make([]float64, s.model.Periods+1)
	n := float64(s.cfg.Draws)
	for t := range net {
		for _, w := range s.slots {
			net[t] += w.net[t] / n
			till[t] += w.till[t] / n
		}
	}
	return net, till
}

// sharingOf shares two gains.
func sharingOf(company, customers float64) Sharing {
	out := Sharing{Company: company, Customers: customers, Total: company + customers}
	if out.Known = company >= 0 && customers >= 0 && out.Total > 0; out.Known {
		out.CompanyShare = company / out.Total
		out.CustomersShare = 1 - out.CompanyShare
	}
	return out
}

func count(v []float64, is func(float64) bool) (n int) {
	for _, x := range v {
		if is(x) {
			n++
		}
	}
	return n
}

// chanceOf returns how likely is what so many of the draws are. Where no input varies all are alike, and it is known.
func (s *simulation) chanceOf(n int) Chance {
	c := chanceOf(n, s.cfg.Draws)
	if !s.inputs.vary() {
		c.Low, c.High = c.Value, c.Value
	}
	return c
}

// chanceOf returns the share k of n, with the score interval of Wilson (JASA 22:209, 1927).
func chanceOf(k, n int) Chance {
	const z = z95
	share, all := float64(k)/float64(n), float64(n)
	middle := (share + z*z/(2*all)) / (1 + z*z/all)
	half := z / (1 + z*z/all) * math.Sqrt(share*(1-share)/all+z*z/(4*all*all))
	c := Chance{share, middle - half, middle + half}
	if k == 0 {
		c.Low = 0
	}
	if k == n {
		c.High = 1
	}
	return c
}
