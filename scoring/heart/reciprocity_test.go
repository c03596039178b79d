package heart_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"
)

func exactly(v float64) relationship.Estimate {
	return relationship.Estimate{Value: v, Low: v, High: v, Basis: relationship.Observed}
}

// periods returns those of a customer: hearts, and what was spent a period after each.
func periods(id string, hearts []float64, later []int64) []heart.Period {
	var all []heart.Period
	for i, h := range hearts {
		// Each pair stands apart from the next.
		all = append(all,
			heart.Period{Party: relationship.PartyID(id), Period: 3 * i, Heart: exactly(h)},
			heart.Period{Party: relationship.PartyID(id), Period: 3*i + 1, Spent: later[i]})
	}
	return all
}

// By hand. Ann's hearts are .1 from their mean, Bob's .05: squares .02 and .005, so that .8 of all is hers.
// Crosses are 2 and 0: a slope of 2/.025 = 80. Scores are 2 - .8*2 = .4 and -.4, so that the standard error
// is sqrt(.16/.2 + .16/.8) / .025 = 40. Of two customers one degree of freedom is left, t being 12.7062.
// Mean heart is .425 and mean spending 30: an elasticity of 80*.425/30.
func TestReciprocityByHand(t *testing.T) {
	t.Parallel()
	panel := slices.Concat(
		periods("ann", []float64{.2, .4}, []int64{10, 30}),
		periods("bob", []float64{.5, .6}, []int64{40, 40}),
		periods("who tells nothing", []float64{.7, .7}, []int64{1, 900}),
	)
	r := must[heart.Reciprocity](t)(heart.Reciprocate(panel, heart.ReciprocityConfig{}))
	near(t, "slope", r.PerHeart.Value, 80, 1e-9)
	near(t, "standard error", r.StandardError, 40, 1e-9)
	near(t, "degrees of freedom", r.DegreesOfFreedom, 1, 1e-9)
	near(t, "low", r.PerHeart.Low, 80-12.7062047362*40, 1e-6)
	near(t, "elasticity", r.Elasticity.Value, 80*.425/30, 1e-9)
	if r.Customers != 2 || r.Pairs != 4 || r.PerHeart.N != 2 || r.PerHeart.Basis != relationship.Observed {
		t.Errorf("got %+v", r)
	}
}

func TestReciprocityIsThatOfLeastSquaresWithDummyVariables(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var panel []heart.Period
		var sizes []int
		for g := range rapid.IntRange(2, 6).Draw(t, "customers") {
			n := rapid.IntRange(2, 5).Draw(t, "pairs")
			hearts := rapid.SliceOfNDistinct(rapid.IntRange(0, 100), n, n, rapid.ID).Draw(t, "hearts")
			var values []float64
			for _, h := range hearts {
				values = append(values, float64(h)/100)
			}
			panel = append(panel, periods(fmt.Sprint(g), values, rapid.SliceOfN(rapid.Int64Range(0, 9999), n, n).Draw(t, "spent"))...)
			sizes = append(sizes, n)
		}
		slope, stdErr, df := slowReciprocity(panel, sizes)
		got := must[heart.Reciprocity](t)(heart.Reciprocate(rapid.Permutation(panel).Draw(t, "order"), heart.ReciprocityConfig{}))
		near(t, "slope", got.PerHeart.Value, slope, 1e-6*(1+math.Abs(slope)))
		near(t, "standard error", got.StandardError, stdErr, 1e-6*(1+stdErr))
		near(t, "degrees of freedom", got.DegreesOfFreedom, df, 1e-5*df)
	})
}

// slowReciprocity is CR2 as in Pustejovsky and Tipton (2018) with whole matrices: a dummy variable for each
// customer, the inverse root of I - H for each cluster, and the trace of how its scores vary together.
func slowReciprocity(panel []heart.Period, sizes []int) (slope, stdErr, df float64) {
	n := len(panel) / 2
	x, y := mat.NewDense(n, 1+len(sizes), nil), mat.NewVecDense(n, nil)
	row := 0
	for g, size := range sizes {
		for range size {
			x.Set(row, 0, panel[2*row].Heart.Value)
			x.Set(row, 1+g, 1)
			y.SetVec(row, float64(panel[2*row+1].Spent))
			row++
		}
	}
	var inverse, bread, hat, left mat.Dense
	inverse.Mul(x.T(), x)
	if err := inverse.Inverse(&inverse); err != nil {
		panic(err)
	}
	bread.Mul(&inverse, x.T())
	hat.Mul(x, &bread)
	left.Sub(eye(n), &hat)
	var fit, residual mat.VecDense
	fit.MulVec(&bread, y)
	residual.MulVec(&left, y)
	square, trace, first := 0.0, 0.0, 0
	var parts []*mat.VecDense
	for _, size := range sizes {
		own := left.Slice(first, first+size, first, first+size)
		var weight, part mat.VecDense
		weight.MulVec(inverseRoot(own), bread.RowView(0).(*mat.VecDense).SliceVec(first, first+size))
		score := mat.Dot(&weight, residual.SliceVec(first, first+size))
		square += score * score
		part.MulVec(left.Slice(0, n, first, first+size), &weight)
		parts = append(parts, &part)
		first += size
	}
	squares := 0.0
	for _, p := range parts {
		trace += mat.Dot(p, p)
		for _, q := range parts {
			squares += mat.Dot(p, q) * mat.Dot(p, q)
		}
	}
	return fit.AtVec(0), math.Sqrt(square), trace * trace / squares
}

func eye(n int) *mat.DiagDense {
	d := mat.NewDiagDense(n, nil)
	for i := range n {
		d.SetDiag(i, 1)
	}
	return d
}

// inverseRoot returns the Moore-Penrose inverse of the symmetric root.
func inverseRoot(m mat.Matrix) *mat.Dense {
	n, _ := m.Dims()
	sym := mat.NewSymDense(n, nil)
	for i := range n {
		for j := range n {
			sym.SetSym(i, j, (m.At(i, j)+m.At(j, i))/2)
		}
	}
	var eig mat.EigenSym
	eig.Factorize(sym, true)
	var vectors, root mat.Dense
	eig.VectorsTo(&vectors)
	values := eig.Values(nil)
	root.CloneFrom(&vectors)
	for i, v := range values {
		scale := 0.0
		if v > 1e-9 {
			scale = 1 / math.Sqrt(v)
		}
		for j := range n {
			root.Set(j, i, root.At(j, i)*scale)
		}
	}
	root.Mul(&root, vectors.T())
	return &root
}

// Of 10,000 panels each, seed 9: 200 more is spent per heart, beside what a customer always spends and errors
// that last within a customer and grow with heart, for which a plain standard error would not allow.
//
//	customers   periods   within
//	        6         5    96.0%
//	       15         4    95.5%
func TestReciprocityHoldsTheTruthNineteenTimesOfTwenty(t *testing.T) {
	t.Parallel()
	const runs = 10_000
	for _, c := range []struct{ customers, periods int }{{6, 5}, {15, 4}} {
		rng := rand.New(rand.NewPCG(9, 9))
		within := 0
		for range runs {
			r := must[heart.Reciprocity](t)(heart.Reciprocate(madeUp(rng, c.customers, c.periods), heart.ReciprocityConfig{}))
			if r.PerHeart.Low <= 200 && 200 <= r.PerHeart.High {
				within++
			}
		}
		share := float64(within) / runs
		t.Logf("%9d   %7d   %5.1f%%", c.customers, c.periods, 100*share)
		if share < .945 || share > .965 {
			t.Errorf("%d customers: got a coverage of %.4f, want 0.945 to 0.965", c.customers, share)
		}
	}
}

func madeUp(rng *rand.Rand, customers, n int) []heart.Period {
	var panel []heart.Period
	for g := range customers {
		id := relationship.PartyID(fmt.Sprint(g))
		always, mood := 1000+500*rng.Float64(), .5*rng.Float64()
		trouble, before := 0.0, 0.0
		for i := range n {
			h := mood + .5*rng.Float64()
			spent := always + 200*before + trouble
			panel = append(panel, heart.Period{Party: id, Period: i, Heart: exactly(h), Spent: int64(math.Round(spent))})
			trouble = .5*trouble + (20+80*h)*rng.NormFloat64()
			before = h
		}
	}
	return panel
}

func TestReciprocityIsUnknownWhereNothingCanBeTold(t *testing.T) {
	t.Parallel()
	two := slices.Concat(periods("ann", []float64{.2, .4}, []int64{0, 0}), periods("bob", []float64{.5, .6}, []int64{0, 0}))
	unknown := slices.Clone(two)
	for i := range unknown {
		unknown[i].Heart = relationship.Estimate{}
	}
	for name, panel := range map[string][]heart.Period{
		"nothing": nil, "one customer": two[:4], "unknown hearts": unknown,
		"hearts all alike": periods("ann", []float64{.3, .3, .3}, []int64{1, 2, 3}),
	} {
		r := must[heart.Reciprocity](t)(heart.Reciprocate(panel, heart.ReciprocityConfig{}))
		if r.PerHeart.Known() || r.Elasticity.Known() || r.StandardError != 0 {
			t.Errorf("%s: got %+v", name, r)
		}
	}
	r := must[heart.Reciprocity](t)(heart.Reciprocate(two, heart.ReciprocityConfig{}))
	if r.PerHeart != (relationship.Estimate{N: 2, Basis: relationship.Observed}) || r.Elasticity.Known() {
		t.Errorf("nothing spent: got %+v", r)
	}
	if r := must[heart.Reciprocity](t)(heart.Reciprocate(two, heart.ReciprocityConfig{Lag: 2})); r.Pairs != 0 {
		t.Errorf("with a lag at which nothing is known: got %+v", r)
	}
}

func TestReciprocityRefusesWhatIsOutOfRange(t *testing.T) {
	t.Parallel()
	good := periods("ann", []float64{.2, .4}, []int64{10, 30})
	for _, c := range []struct {
		name, field, rule string
		change            func(*heart.Period)
	}{
		{"no party", "panel[1].Party", "must not be empty", func(p *heart.Period) { p.Party = "" }},
		{"spend below 0", "panel[1].Spent", "must not be below 0", func(p *heart.Period) { p.Spent = -1 }},
		{"NaN", "panel[1].Heart", "must be an estimate from 0 to 1", func(p *heart.Period) { p.Heart = exactly(math.NaN()) }},
		{"a heart of 2", "panel[1].Heart", "must be an estimate from 0 to 1", func(p *heart.Period) { p.Heart = exactly(2) }},
		{"the end of time", "panel[1].Period", "must be from -2^40 to 2^40", func(p *heart.Period) { p.Period = math.MaxInt }},
		{"twice", "Period", "must be there once for each customer", func(p *heart.Period) { p.Period = 0 }},
	} {
		panel := slices.Clone(good)
		c.change(&panel[1])
		before := slices.Clone(panel)
		_, err := heart.Reciprocate(panel, heart.ReciprocityConfig{})
		refused(t, c.name, err, c.field, c.rule)
		if c.name != "NaN" {
			if diff := cmp.Diff(before, panel); diff != "" {
				t.Errorf("%s: the panel was changed (-want +got)\n%s", c.name, diff)
			}
		}
	}
	for _, lag := range []int{-1, 1001} {
		_, err := heart.Reciprocate(good, heart.ReciprocityConfig{Lag: lag})
		refused(t, "a lag", err, "Lag", "must be from 1 to 1000, or 0")
	}
}
