package heart

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
	"gonum.org/v1/gonum/stat/distuv"
)

// A Period is what is known of a customer in one period.
type Period struct {
	// Party is the customer.
	Party relationship.PartyID `json:"party"`

	// Period is which one it is, counted in any unit that goes on by one: months, quarters.
	Period int `json:"period"`

	// Heart is the heart at the end of it, from 0 to 1. It may be unknown.
	Heart relationship.Estimate `json:"heart"`

	// Spent is what was spent in it, in minor units of one currency, 0 or more.
	Spent int64 `json:"spent"`
}

// A Reciprocity is how what customers spend goes with how their heart was before. It is an association, not
// a cause: what raised a heart may have raised the spending too.
type Reciprocity struct {
	// PerHeart is how much more is spent in a period, in minor units, per 1 of heart: by the whole way from 0
	// to 1, so that a tenth of it belongs to a rise of 0.1. It is unknown where it cannot be told.
	PerHeart relationship.Estimate `json:"per_heart"`

	// Elasticity is the same in percent of spending per percent of heart, at the means of both, which are taken
	// as known. It is unknown where nothing was spent.
	Elasticity relationship.Estimate `json:"elasticity"`

	// Customers is how many have hearts that differ, which alone tell anything, and Pairs how many pairs of a
	// heart and later spending those have.
	Customers int `json:"customers"`
	Pairs     int `json:"pairs"`

	// StandardError is that of PerHeart, and DegreesOfFreedom those of the t distribution that its interval
	// is taken from.
	StandardError    float64 `json:"standard_error"`
	DegreesOfFreedom float64 `json:"degrees_of_freedom"`
}

// A ReciprocityConfig adjusts [Reciprocate]. Its zero value is ready to use.
type ReciprocityConfig struct {
	// Lag is how many periods after a heart the spending is, from 1 to 1000. 0 means 1.
	Lag int
}

// Reciprocate returns how spending goes with earlier heart within the same customers: each is compared only
// with himself, so that customers who always spend much and always were fond of us tell nothing. It is the
// regression of spending on heart a lag before, with a constant for each customer (fixed effects, the
// within estimator; Wooldridge 2010, 10.5), whose standard error allows for anything among the
// periods of one customer: clustered by customer, with the small-sample correction CR2 and the degrees of
// freedom of Bell and McCaffrey (2002; Pustejovsky and Tipton 2018). With few customers it is a little too
// wide: with six, whose errors grow with heart, 96 % of intervals held the truth in 10,000 runs. The order
// of periods does not matter. N is the number of customers that tell something.
//
// Special cases are:
//   - hearts that are unknown, and periods without the later one, are left out
//   - fewer than two customers with hearts that differ: all is unknown
//
// Not allowed for: what moves all customers at once, such as a season; spending that changes later hearts,
// which biases it where there are few periods; and that hearts are themselves estimates, which draws
// it towards 0.
//
// It returns an error matching [relationship.ErrInvalid] for a field that breaks its rule and for two
// periods of a customer with one number. It takes O(n log n) time.
func Reciprocate(panel []Period, cfg ReciprocityConfig) (Reciprocity, error) {
	if err := rules.First(rules.Break("Lag", when(cfg.Lag < 0 || cfg.Lag > 1000, "must be from 1 to 1000, or 0")), checkPanel(panel)); err != nil {
		return Reciprocity{}, opError("reciprocate", err)
	}
	sorted := slices.Clone(panel)
	slices.SortFunc(sorted, Period.compare)
	for i := range sorted[:max(0, len(sorted)-1)] {
		if sorted[i].compare(sorted[i+1]) == 0 {
			return Reciprocity{}, opError("reciprocate", rules.Break("Period", "must be there once for each customer"))
		}
	}
	return regress(customers(sorted, max(1, cfg.Lag))), nil
}

func (p Period) compare(q Period) int {
	return cmp.Or(cmp.Compare(p.Party, q.Party), cmp.Compare(p.Period, q.Period))
}

func checkPanel(panel []Period) error {
	const most = 1 << 40
	for i, p := range panel {
		err := rules.First(
			rules.Break("Party", rules.ID(string(p.Party))),
			rules.Break("Period", when(p.Period < -most || p.Period > most, "must be from -2^40 to 2^40")),
			rules.Break("Heart", when(p.Heart.Check(0, 1) != nil, "must be an estimate from 0 to 1")),
			rules.Break("Spent", when(p.Spent < 0, "must not be below 0")),
		)
		if err != nil {
			return rules.Within(rules.Index("panel", i), err)
		}
	}
	return nil
}

// A customer is one cluster: hearts and later spending.
type customer struct {
	heart, spent []float64
	from         []relationship.Estimate
}

// customers pairs hearts with later spending. Who has fewer than two different hearts is left out.
func customers(sorted []Period, lag int) []customer {
	var all []customer
	for len(sorted) > 0 {
		n := 1
		for n < len(sorted) && sorted[n].Party == sorted[0].Party {
			n++
		}
		if c := pair(sorted[:n], lag); len(c.heart) > 1 && slices.Min(c.heart) < slices.Max(c.heart) {
			all = append(all, c)
		}
		sorted = sorted[n:]
	}
	return all
}

func pair(periods []Period, lag int) customer {
	var c customer
	i := 0
	for _, p := range periods {
		for i < len(periods) && periods[i].Period < p.Period+lag {
			i++
		}
		if i < len(periods) && periods[i].Period == p.Period+lag && p.Heart.Known() {
			c.heart = append(c.heart, p.Heart.Value)
			c.spent = append(c.spent, float64(periods[i].Spent))
			c.from = append(c.from, p.Heart)
		}
	}
	return c
}

// mean returns the mean of values, of which there are some.
func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v / float64(len(values))
	}
	return sum
}

// within takes its mean from each value.
func (c customer) within() (heart, spent []float64) {
	heart, spent = slices.Clone(c.heart), slices.Clone(c.spent)
	for _, values := range [][]float64{heart, spent} {
		m := mean(values)
		for i := range values {
			values[i] -= m
		}
	}
	return heart, spent
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// regress fits one slope to customers who all have hearts that differ.
func regress(all []customer) Reciprocity {
	r := Reciprocity{Customers: len(all)}
	var square, cross float64
	squares, crosses := make([]float64, len(all)), make([]float64, len(all))
	for i, c := range all {
		heart, spent := c.within()
		squares[i], crosses[i] = dot(heart, heart), dot(heart, spent)
		square, cross = square+squares[i], cross+crosses[i]
		r.Pairs += len(heart)
	}
	if len(all) < 2 || !(square > 0) {
		return r
	}
	slope := cross / square
	parts := squares // what each has of all
	for i := range parts {
		parts[i] /= square
	}
	r.StandardError = clustered(parts, crosses, cross) / square
	r.DegreesOfFreedom = freedom(parts)
	half := r.StandardError * distuv.StudentsT{Sigma: 1, Nu: r.DegreesOfFreedom}.Quantile(.975)
	r.PerHeart = ranged(slope, half, all)
	if hearts, spent := means(all); spent > 0 {
		r.Elasticity = ranged(slope*hearts/spent, half*hearts/spent, all)
	}
	return r
}

// clustered returns the root of the sum over customers of their squared scores, each divided by one minus
// the customer's leverage, which is the customer's part of the squares. With one slope that is all there
// is to CR2.
func clustered(parts, crosses []float64, cross float64) float64 {
	sum := 0.0
	for i, part := range parts {
		score := crosses[i] - part*cross
		sum += score * score / max(1-part, 1e-12)
	}
	return math.Sqrt(sum)
}

// freedom returns the degrees of freedom of Bell and McCaffrey for one slope: 1 / tr(B²), where B is how the
// scores of customers vary together when errors are alike and independent; B has h on its diagonal and
// -hk / sqrt((1-h)(1-k)) elsewhere, with leverages h and k. They are from 1 to one less than customers.
func freedom(parts []float64) float64 {
	var square, sum, sumSquare float64
	for _, h := range parts {
		ratio := h * h / max(1-h, 1e-12)
		square += h * h
		sum += ratio
		sumSquare += ratio * ratio
	}
	return max(1, 1/(square+max(0, sum*sum-sumSquare)))
}

// means returns the mean heart and the mean spending of all pairs.
func means(all []customer) (heart, spent float64) {
	var hearts, spends []float64
	for _, c := range all {
		hearts, spends = append(hearts, c.heart...), append(spends, c.spent...)
	}
	return mean(hearts), mean(spends)
}

// ranged returns an estimate that is derived from all hearts.
func ranged(value, half float64, all []customer) relationship.Estimate {
	var from []relationship.Estimate
	for _, c := range all {
		from = append(from, c.from...)
	}
	return relationship.Estimate{Value: value, Low: value - half, High: value + half, N: float64(len(all))}.Derived(from...)
}
