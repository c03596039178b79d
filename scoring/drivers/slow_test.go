package drivers_test

import (
	"math"
	"slices"
	"testing"

	"github.com/kithcrm/kith/scoring/drivers"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

// A plain is rows as centred columns of equal weight.
type plain struct {
	columns [][]float64
	outcome []float64
}

// plainly centres rows, each times the root of its weight.
func plainly(rows []drivers.Row) plain {
	var p plain
	centred := func(value func(drivers.Row) float64) []float64 {
		total, weight := 0.0, 0.0
		for _, r := range rows {
			total += *r.Weight * value(r)
			weight += *r.Weight
		}
		var column []float64
		for _, r := range rows {
			column = append(column, math.Sqrt(*r.Weight)*(value(r)-total/weight))
		}
		return column
	}
	for i := range rows[0].Drivers {
		p.columns = append(p.columns, centred(func(r drivers.Row) float64 { return r.Drivers[i] }))
	}
	p.outcome = centred(func(r drivers.Row) float64 { return r.Outcome })
	return p
}

func dot(a, b []float64) (total float64) {
	for i := range a {
		total += a[i] * b[i]
	}
	return total
}

// takeOff takes from a column its projection on another, twice for the sake of rounding.
func takeOff(column, on []float64) {
	for range 2 {
		by := dot(column, on) / dot(on, on)
		for i := range column {
			column[i] -= by * on[i]
		}
	}
}

// gains adds to each driver what it adds to R² in an order: how much of the outcome goes away with the column
// less its projections on earlier ones (Gram and Schmidt).
func (p plain) gains(order []int, gains []float64) {
	var before [][]float64
	for _, i := range order {
		column := slices.Clone(p.columns[i])
		for _, b := range before {
			takeOff(column, b)
		}
		if left := dot(column, column); left > 1e-10*dot(p.columns[i], p.columns[i]) {
			with := dot(column, p.outcome)
			gains[i] += with * with / left / dot(p.outcome, p.outcome)
			before = append(before, column)
		}
	}
}

// shapley goes through all orders.
func (p plain) shapley() []float64 {
	gains, orders := make([]float64, len(p.columns)), 0
	order := make([]int, len(p.columns))
	for i := range order {
		order[i] = i
	}
	var permute func(k int)
	permute = func(k int) {
		if k == len(order) {
			p.gains(order, gains)
			orders++
			return
		}
		for i := k; i < len(order); i++ {
			order[k], order[i] = order[i], order[k]
			permute(k + 1)
			order[k], order[i] = order[i], order[k]
		}
	}
	permute(0)
	for i := range gains {
		gains[i] /= float64(orders)
	}
	return gains
}

// relative follows Johnson (2000) from the singular values of the answers, not from correlations.
func (p plain) relative() []float64 {
	n, drivers := len(p.outcome), len(p.columns)
	x := mat.NewDense(n, drivers, nil)
	for i, c := range p.columns {
		for at, v := range c {
			x.Set(at, i, v/math.Sqrt(dot(c, c)))
		}
	}
	var svd mat.SVD
	if !svd.Factorize(x, mat.SVDThin) {
		panic("no singular values")
	}
	var left, right mat.Dense
	svd.UTo(&left)
	svd.VTo(&right)
	values := svd.Values(nil)
	weights := make([]float64, drivers)
	for k := range drivers {
		beta := 0.0
		for s, v := range values {
			if v*v > 1e-10 {
				beta += right.At(k, s) * dot(mat.Col(nil, s, &left), p.outcome) / math.Sqrt(dot(p.outcome, p.outcome))
			}
		}
		for i := range drivers {
			loading := 0.0
			for s, v := range values {
				loading += right.At(i, s) * v * right.At(k, s)
			}
			weights[i] += loading * loading * beta * beta
		}
	}
	return weights
}

// drawRows draws rows with trouble in them: few, weighted, of answers that are often alike, with drivers that
// are the sum of others. None is constant or a copy.
func drawRows(t *rapid.T) []drivers.Row {
	n := rapid.IntRange(1, 5).Draw(t, "drivers")
	rows := make([]drivers.Row, rapid.IntRange(2, 12).Draw(t, "rows"))
	answers := rapid.SampledFrom([]*rapid.Generator[float64]{
		rapid.Map(rapid.IntRange(1, 5), func(i int) float64 { return float64(i) }),
		rapid.Map(rapid.IntRange(-50, 50), func(i int) float64 { return 1e6 + float64(i)/8 }),
	}).Draw(t, "scale")
	summed := n > 2 && rapid.Bool().Draw(t, "the last is the sum of others")
	for i := range rows {
		row := drivers.Row{Outcome: answers.Draw(t, "outcome"), Weight: new(rapid.SampledFrom([]float64{1, 2, .25}).Draw(t, "weight"))}
		for range n {
			row.Drivers = append(row.Drivers, answers.Draw(t, "answer"))
		}
		if summed {
			row.Drivers[n-1] = row.Drivers[0] - 2*row.Drivers[1]
		}
		rows[i] = row
	}
	return rows
}

// usual reports whether there is something to explain, and no driver is constant or a copy.
func usual(a drivers.Analysis) bool {
	_, flat := warned(a, drivers.FlatOutcome)
	_, constant := warned(a, drivers.Constant)
	_, copies := warned(a, drivers.Copies)
	return !flat && !constant && !copies
}

func TestSharesAreThoseOfAllOrdersByLeastSquaresAndOfSingularValues(t *testing.T) {
	t.Parallel()
	seen := 0
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		a := analysed(t, named(len(rows[0].Drivers)), rows, exact())
		if !usual(a) {
			return
		}
		seen++
		shapley, relative := explained(a)
		nearAll(t, "Shapley", shapley, plainly(rows).shapley(), 1e-8)
		nearAll(t, "relative", relative, plainly(rows).relative(), 1e-8)
	})
	t.Logf("%d cases were compared", seen)
}

func TestOwnShareIsWhatOthersDoNotExplain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		names := named(len(rows[0].Drivers))
		a := analysed(t, names, rows, exact())
		if !usual(a) || len(names) < 2 {
			return
		}
		for i, d := range a.Drivers {
			others := make([]drivers.Row, len(rows))
			for k, r := range rows {
				others[k] = drivers.Row{Outcome: r.Drivers[i], Drivers: slices.Delete(slices.Clone(r.Drivers), i, i+1), Weight: r.Weight}
			}
			near(t, d.Name, d.Own, 1-analysed(t, names[1:], others, exact()).R2.Value, 1e-8)
		}
	})
}
