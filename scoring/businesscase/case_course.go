package businesscase

import "math"

// flows works a case out for one draw.
func (p *plan) flows(x []float64, f *Flows) {
	d := p.read(x)
	f.Rate = math.Expm1(math.Log1p(d[atRate]) * p.perPeriod)
	periods := len(f.Change) - 1
	w := p.room(f, periods)
	p.chances(&d, w.chances)

	nothing := course{take: f.Nothing, gain: f.CustomersNothing, drifts: p.drifts}
	nothing.run(p, &d, w)
	copy(f.AsNow, f.Nothing)
	if p.drifts {
		now := course{take: f.AsNow, gain: w.gain}
		now.run(p, &d, w)
	}
	reached := course{take: w.take, gain: w.gain, cost: f.Cost, drifts: p.drifts, changes: true, begin: float64(f.Later)}
	reached.run(p, &d, w)

	// Those who are not reached go on as if nothing was done.
	for t := 1; t <= periods; t++ {
		f.Change[t] = f.Nothing[t] + d[atReach]*(w.take[t]-f.Nothing[t])
		f.CustomersChange[t] = f.CustomersNothing[t] + d[atReach]*(w.gain[t]-f.CustomersNothing[t])
		f.Cost[t] = d[atReach]*f.Cost[t] + d[atPeriod]*reached.paid(&d, t)
	}
	if f.Later <= periods {
		f.Cost[f.Later] += d[atOnce]
	}
}

// A workspace is room for working out one draw.
type workspace struct {
	chances []float64 // of leaving, by tenure
	there   []float64 // customers, by tenure
	take    []float64 // of customers reached, by period
	gain    []float64
}

// room returns a workspace, of which nothing may be read before it is written: periods begin at 1.
func (p *plan) room(f *Flows, periods int) workspace {
	ages := 1
	if p.aged {
		ages = len(p.tenures) + periods
	}
	if need := 2*ages + 2*(periods+1); len(f.work) < need {
		f.work = make([]float64, need)
	}
	cut := func(n int) (part []float64) {
		part, f.work = f.work[:n:n], f.work[n:]
		return part
	}
	whole := f.work
	w := workspace{chances: cut(ages), there: cut(ages), take: cut(periods + 1), gain: cut(periods + 1)}
	f.work = whole
	return w
}

// A course is how things go on.
type course struct {
	take, gain []float64 // of company and customers, by period
	cost       []float64 // for customers; nil where nothing is changed
	drifts     bool
	changes    bool
	begin      float64 // when the change begins
}

// run lets customers come, buy and leave, period by period.
func (c *course) run(p *plan, d *draw, w workspace) {
	for tenure, share := range p.tenures {
		w.there[tenure] = d[atCustomers] * share
	}
	oldest := len(p.tenures) // above the greatest tenure
	leaving, spending, joining := 1.0, 1.0, 1.0
	for t := 1; t < len(c.take); t++ {
		works := 0.0
		if c.changes {
			works = c.works(d, t)
		}
		if c.drifts {
			rest := 1 - d[atAverted]*works
			leaving = min(leaving*(1+d[atDriftLeaving]*rest), mostLeaving)
			spending *= 1 - d[atDriftSpend]*rest
			joining *= 1 - d[atDriftJoining]*rest
		}
		come := d[atJoining] * joining * (1 + d[atMoreJoining]*works)
		w.there[0] += come
		people := sum(w.there[:oldest])
		meant := people // for the change, if it works
		if p.early > 0 {
			meant = sum(w.there[:min(p.early, oldest)])
		}
		buys := spending * (1 + d[atMoreSpend]*works)
		pays := d[atSpend] * buys
		c.take[t] = (people-meant)*d[atSpend]*spending*d[atMargin] +
			meant*pays*(d[atMargin]+(d[atMoreMargin]+d[atPrice])*works) - come*d[atWinning]
		c.gain[t] = (people-meant)*d[atGain]*spending + meant*(d[atGain]*buys+(d[atMoreGain]-pays*d[atPrice])*works)
		if c.cost != nil {
			c.cost[t] = (meant*d[atCustomer] + come*d[atNewcomer]) * works
		}
		oldest = p.leave(w, oldest, leaving, 1-d[atCut]*works)
	}
}

// mostLeaving is up to what the drift multiplies the chance of leaving: so that it stays a number over 1200 periods.
const mostLeaving = 1e9

// leave lets customers leave at the end of a period, of those for whom the change is meant only so many times as
// often. It returns what is above the greatest tenure now.
func (p *plan) leave(w workspace, oldest int, factor, meant float64) int {
	if !p.aged {
		w.there[0] *= 1 - min(1, w.chances[0]*(factor*meant))
		return oldest
	}
	early := oldest
	if p.early > 0 {
		early = min(p.early, oldest)
	}
	for tenure := oldest; tenure > early; tenure-- {
		w.there[tenure] = w.there[tenure-1] * (1 - min(1, w.chances[tenure-1]*factor))
	}
	for tenure := early; tenure > 0; tenure-- {
		w.there[tenure] = w.there[tenure-1] * (1 - min(1, w.chances[tenure-1]*(factor*meant)))
	}
	w.there[0] = 0
	return oldest + 1
}

// works returns how fully the change works in a period, from 0 to 1.
func (c *course) works(d *draw, t int) float64 {
	starts := c.begin + d[atDelay]
	until := func(at float64) float64 { // the sum from the start until an instant
		worked := min(at-starts, d[atLasts])
		switch ramp := d[atRamp]; {
		case worked <= 0:
			return 0
		case worked < ramp:
			return worked * worked / (2 * ramp)
		default:
			return worked - ramp/2
		}
	}
	return clamped(until(float64(t)) - until(float64(t-1)))
}

// paid returns in what part of a period the change goes on, from 0 to 1.
func (c *course) paid(d *draw, t int) float64 {
	ends := c.begin + d[atDelay] + d[atLasts]
	return max(0, min(float64(t), ends)-max(float64(t-1), c.begin))
}

func sum(of []float64) (s float64) {
	for _, v := range of {
		s += v
	}
	return s
}
