package chart

import (
	"cmp"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// Tornado draws how far each input alone moves the value of a case, in the order given, with the low and the high end of
// the input written where it takes the value, amounts of money in the unit of the value. Inputs that are guessed say so. There are from 1 to 200 bars.
//
// The table has a row per input, with the place where the value is 0. It returns an error matching
// [relationship.ErrInvalid], an OpError that names the field and the rule, for what cannot be drawn.
func Tornado(t businesscase.Tornado, in Amounts, cfg Config) (*Chart, error) {
	const op = "draw a tornado"
	var reach span
	reach.take(t.Base)
	for _, b := range t.Bars {
		reach.take(b.AtLow)
		reach.take(b.AtHigh)
	}
	in, err := in.settled(op, "", max(-reach.low, reach.high))
	if err := cmp.Or(err, cfg.check(op), checkTornado(op, t, in)); err != nil {
		return nil, err
	}
	p := newPlot()
	p.Add(grid(false, true), nought{standing: true})
	c := &Chart{plot: p, width: cmp.Or(cfg.Width, 960), height: cmp.Or(cfg.Height, 130+34*len(t.Bars)), title: cfg.Title}
	written := func(minor float64) float64 { return cfg.inside(in.in(minor)) }
	w := swings{looks: [2]draw.GlyphStyle{look(0), look(1)}}
	names := make(plot.ConstantTicks, len(t.Bars))
	for i, b := range t.Bars {
		place := float64(len(t.Bars) - i)
		names[i] = plot.Tick{Value: place, Label: barName(b)}
		w.all = append(w.all, swing{place, written(t.Base), [2]tip{{written(b.AtLow), short(in.end(b, b.Low))}, {written(b.AtHigh), short(in.end(b, b.High))}}})
	}
	w.fit(c.beside(names))
	p.X.Label.Text = c.across(cmp.Or(cfg.Values, "value of the change, in "+in.Name), names)
	base := level{written(t.Base), rgb(inkColour)}
	p.Add(w, base)
	dashed := draw.LineStyle{Color: base.colour, Width: vg.Points(0.8), Dashes: []vg.Length{vg.Points(4), vg.Points(3)}}
	c.keys = []key{
		{name: "low end of the input", glyph: w.looks[0]}, {name: "high end of the input", glyph: w.looks[1]},
		{name: "all as most likely: " + short(in.in(t.Base)), line: &dashed},
	}
	p.Y.Tick.Marker = names
	p.Y.Min, p.Y.Max = 0.3, float64(len(t.Bars))+0.7
	p.Y.LineStyle.Width, p.Y.Tick.Length = 0, 0
	fix(&p.X, cfg)
	c.table = tornadoTable(t, in)
	return c, nil
}

// end returns an end of an input as it is written: amounts of money are in the unit of all amounts.
func (a Amounts) end(b businesscase.Bar, v float64) float64 {
	if b.Currency == "" {
		return v
	}
	return a.in(v)
}

// basisOf returns what an input rests on: unknown counts as guessed.
func basisOf(b relationship.Basis) relationship.Basis { return max(b, relationship.Guessed) }

func barName(b businesscase.Bar) string {
	if basisOf(b.Basis) == relationship.Guessed {
		return shortened(b.Input, 26) + " (guessed)"
	}
	return shortened(b.Input, 36)
}

func checkTornado(op string, t businesscase.Tornado, in Amounts) error {
	if len(t.Bars) == 0 || len(t.Bars) > 200 {
		return broken(op, "Bars", "must be from 1 to 200")
	}
	if err := in.check(op, "Base", t.Base); err != nil {
		return err
	}
	for i, b := range t.Bars {
		field := at("Bars", i)
		if err := cmp.Or(
			checkName(op, field+".Input", b.Input),
			checkNumber(op, field+".Low", b.Low),
			checkNumber(op, field+".Base", b.Base),
			checkNumber(op, field+".High", b.High),
			in.check(op, field+".AtLow", b.AtLow),
			in.check(op, field+".AtHigh", b.AtHigh),
			in.check(op, field+".Swing", b.Swing),
		); err != nil {
			return err
		}
		if b.BreakEven != nil {
			if err := checkNumber(op, field+".BreakEven", *b.BreakEven); err != nil {
				return err
			}
		}
	}
	return nil
}

func tornadoTable(t businesscase.Tornado, in Amounts) Table {
	table := Table{Columns: []string{
		"input", "basis", "low", "most likely", "high",
		"value at low", "value at most likely", "value at high", "swing", "break-even", "unit",
	}}
	for _, b := range t.Bars {
		even := ""
		if b.BreakEven != nil {
			even = number(in.end(b, *b.BreakEven))
		}
		table.Rows = append(table.Rows, []string{
			b.Input, basisOf(b.Basis).String(), number(in.end(b, b.Low)), number(in.end(b, b.Base)), number(in.end(b, b.High)),
			number(in.in(b.AtLow)), number(in.in(t.Base)), number(in.in(b.AtHigh)), number(in.in(b.Swing)), even, in.Name,
		})
	}
	return table
}
