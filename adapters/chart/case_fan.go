package chart

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// Fan draws what a change has earned until the end of each period: its mean as a line, how it may turn out as
// bands between quantiles that mirror each other, the widest palest, and when the mean has made up for what the change
// costs, if it ever falls short before and no more after. A quantile without its mirror is a broken line.
//
// The table has a row per period, and one for that instant. It returns an error matching [relationship.ErrInvalid], an
// OpError that names the field and the rule, for what cannot be drawn.
func Fan(r businesscase.Result, in Amounts, cfg Config) (*Chart, error) {
	const op = "draw a fan"
	in, err := in.settled(op, r.Currency, farthest(r.Fan))
	if err := cmp.Or(err, cfg.check(op), checkFan(op, r, in)); err != nil {
		return nil, err
	}
	p := newPlot()
	p.X.Label.Text = r.Unit.String() + "s from now"
	p.Add(grid(true, true))
	c := &Chart{plot: p, width: cmp.Or(cfg.Width, 960), height: cmp.Or(cfg.Height, 520), title: cfg.Title}
	p.Y.Label.Text = c.up(cmp.Or(cfg.Values, "discounted earnings, in "+in.Name))
	c.addFan(r.Fan, func(minor float64) float64 { return cfg.inside(in.in(minor)) })
	even := evenAt(r.Fan)
	if even != nil {
		p.Add(posts{{*even, "expected break-even: " + r.Unit.String() + " " + tenths(*even), rgb(inkColour)}})
	}
	p.X.Tick.Marker = periods{yearOf(r.Unit)}
	fix(&p.Y, cfg)
	leaveRoom(&p.X)
	c.table = fanTable(r, in, even)
	return c, nil
}

// addFan adds bands and lines with their keys; written returns an amount as it is drawn.
func (c *Chart) addFan(bands []businesscase.Band, written func(float64) float64) {
	at, mean := make([]float64, len(bands)), make([]float64, len(bands))
	for i, b := range bands {
		at[i], mean[i] = float64(b.Period), written(b.Mean)
	}
	quantile := func(q int) []float64 {
		values := make([]float64, len(bands))
		for i, b := range bands {
			values[i] = written(b.Quantiles[q].Value)
		}
		return values
	}
	asked := bands[0].Quantiles
	pairs, alone := mirrored(asked)
	var keys []key
	for i, pair := range pairs {
		fill := shade(nth(0), i, len(pairs))
		c.plot.Add(ribbon{at, quantile(pair.low), quantile(pair.high), fill, nth(0)}.drawn())
		keys = append(keys, keyOf(percent(asked[pair.high].P-asked[pair.low].P)+" of outcomes", fill, nth(0)))
	}
	c.plot.Add(nought{})
	for i, q := range alone {
		look := draw.LineStyle{Color: nth(0), Width: vg.Points(1.2), Dashes: dashes((1 + i%2) * len(Palette()))}
		c.plot.Add(through(at, quantile(q), look))
		keys = append(keys, key{name: quantileName(asked[q].P), line: &look})
	}
	look := draw.LineStyle{Color: rgb(inkColour), Width: vg.Points(2)}
	c.plot.Add(through(at, mean, look))
	c.keys = append([]key{{name: "mean", line: &look}}, keys...)
}

// A pair is the places of two quantiles that mirror each other.
type pair struct{ low, high int }

// mirrored returns the pairs among quantiles, the widest first, and the places of those without a mirror.
func mirrored(quantiles []businesscase.Quantile) (pairs []pair, alone []int) {
	const rounding = 1e-9
	taken := make([]bool, len(quantiles))
	for i, low := range quantiles {
		j := slices.IndexFunc(quantiles, func(q businesscase.Quantile) bool { return near(q.P, 1-low.P, rounding) })
		if low.P < 0.5-rounding && j >= 0 && !taken[j] {
			pairs, taken[i], taken[j] = append(pairs, pair{i, j}), true, true
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(quantiles[a.low].P, quantiles[b.low].P) })
	for i := range quantiles {
		if !taken[i] {
			alone = append(alone, i)
		}
	}
	return pairs, alone
}

// tenths returns a number with at most one digit after the point.
func tenths(v float64) string { return number(math.Round(10*v) / 10) }

func near(a, b, by float64) bool { return a-b < by && b-a < by }

func quantileName(p float64) string {
	if p == 0.5 {
		return "median"
	}
	return percent(p) + " are not above"
}

// evenAt returns when the mean has made up for good for what was below 0; nil where that never happens or never
// had to.
func evenAt(bands []businesscase.Band) *float64 {
	flows, before := make([]float64, len(bands)), 0.0
	for i, b := range bands {
		flows[i], before = b.Mean-before, b.Mean
	}
	paid, err := businesscase.Payback(flows, 0)
	if err != nil || paid.Never || paid.Periods == 0 {
		return nil
	}
	return &paid.Periods
}

// yearOf returns how many periods make a year, by which an axis is marked.
func yearOf(u businesscase.Unit) int {
	switch u {
	case businesscase.Quarter:
		return 4
	case businesscase.Month:
		return 12
	case businesscase.Week:
		return 52
	}
	return 1
}

// farthest returns how far a fan reaches from 0.
func farthest(bands []businesscase.Band) float64 {
	var reach span
	for _, b := range bands {
		reach.take(b.Mean)
		for _, q := range b.Quantiles {
			reach.take(q.Value)
		}
	}
	return max(-reach.low, reach.high)
}

func checkFan(op string, r businesscase.Result, in Amounts) error {
	if len(r.Fan) < 2 || len(r.Fan) > 10_000 {
		return broken(op, "Fan", "must be of 2 to 10,000 periods")
	}
	if r.Unit > businesscase.Week {
		return broken(op, "Unit", "must be year, quarter, month or week")
	}
	asked := r.Fan[0].Quantiles
	if len(asked) > 20 {
		return broken(op, "Fan[0].Quantiles", "must be at most 20")
	}
	for i, b := range r.Fan {
		field := at("Fan", i)
		if b.Period != i {
			return broken(op, field+".Period", "must be 0 for the first, and one more for each")
		}
		if err := in.check(op, field+".Mean", b.Mean); err != nil {
			return err
		}
		if !slices.EqualFunc(asked, b.Quantiles, func(a, b businesscase.Quantile) bool { return a.P == b.P && a.P > 0 && a.P < 1 }) {
			return broken(op, field+".Quantiles", "must be the same above 0 and below 1 for all periods")
		}
		for j, q := range b.Quantiles {
			if err := in.check(op, field+"."+at("Quantiles", j), q.Value); err != nil {
				return err
			}
		}
	}
	return nil
}

func fanTable(r businesscase.Result, in Amounts, even *float64) Table {
	t := Table{Columns: []string{r.Unit.String(), "mean"}}
	for _, q := range r.Fan[0].Quantiles {
		t.Columns = append(t.Columns, "quantile "+number(q.P))
	}
	t.Columns = append(t.Columns, "mark", "unit")
	for i, b := range r.Fan {
		row := []string{number(float64(b.Period)), number(in.in(b.Mean))}
		for _, q := range b.Quantiles {
			row = append(row, number(in.in(q.Value)))
		}
		t.Rows = append(t.Rows, append(row, "", in.Name))
		if even != nil && *even >= float64(i) && *even < float64(i+1) {
			mark := make([]string, len(t.Columns))
			mark[0], mark[1], mark[len(mark)-2], mark[len(mark)-1] = number(*even), "0", "expected break-even", in.Name
			t.Rows = append(t.Rows, mark)
		}
	}
	return t
}
