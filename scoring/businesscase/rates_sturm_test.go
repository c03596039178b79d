package businesscase_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
	"pgregory.net/rapid"
)

// sturm counts the rates above -1 at which flows are worth nothing, each once, in exact fractions: by how many
// signs change along the sequence of Sturm (1829) at 0 and far out.
func sturm(flows []float64) int {
	p := polynomial(flows)
	derived := polynomial(nil)
	for t := 1; t < len(p); t++ {
		derived = append(derived, new(big.Rat).Mul(p[t], big.NewRat(int64(t), 1)))
	}
	near, far := 0, 0
	lastNear, lastFar := p[0].Sign(), p[len(p)-1].Sign()
	for q := derived; len(q) > 0; p, q = q, rest(p, q) {
		if s := q[0].Sign(); s != 0 {
			if s == -lastNear {
				near++
			}
			lastNear = s
		}
		if s := q[len(q)-1].Sign(); s != 0 {
			if s == -lastFar {
				far++
			}
			lastFar = s
		}
	}
	return near - far
}

// polynomial returns flows as fractions, without zeros at either end.
func polynomial(flows []float64) []*big.Rat {
	for len(flows) > 0 && flows[0] == 0 {
		flows = flows[1:]
	}
	for len(flows) > 0 && flows[len(flows)-1] == 0 {
		flows = flows[:len(flows)-1]
	}
	var out []*big.Rat
	for _, v := range flows {
		out = append(out, new(big.Rat).SetFloat64(v))
	}
	return out
}

// rest returns what is left of p divided by q, with its sign turned.
func rest(p, q []*big.Rat) []*big.Rat {
	left := make([]*big.Rat, len(p))
	for i, v := range p {
		left[i] = new(big.Rat).Set(v)
	}
	for len(left) >= len(q) {
		factor := new(big.Rat).Quo(left[len(left)-1], q[len(q)-1])
		for i := range q {
			at := left[len(left)-len(q)+i]
			at.Sub(at, new(big.Rat).Mul(factor, q[i]))
		}
		left = left[:len(left)-1]
	}
	for len(left) > 0 && left[len(left)-1].Sign() == 0 {
		left = left[:len(left)-1]
	}
	for _, v := range left {
		v.Neg(v)
	}
	return left
}

func TestThereAreAsManyRatesAsSturmCounts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Map(rapid.IntRange(-9, 9), func(n int) float64 { return float64(n) })
		n := rapid.IntRange(1, 14).Draw(t, "n")
		flows := rapid.SliceOfN(whole, n, n).Draw(t, "flows")
		for _, e := range rapid.SliceOfN(rapid.IntRange(-2, 2), 0, 4).Draw(t, "exponents") {
			flows = times(flows, math.Ldexp(1, e)) // perhaps several at one place
		}
		if len(polynomial(flows)) == 0 {
			return
		}
		got := have(businesscase.ReturnRates(flows))(t)
		if want := sturm(flows); len(got.All)+got.Beyond != want {
			t.Errorf("%v: got %+v, want %d rates", flows, got, want)
		}
		for _, rate := range got.All {
			if !got.Touching {
				exactly(t, flows, rate, 1e-10)
			}
		}
	})
}

func TestRatesOfManyPeriodsAreThoseAScanFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amount := rapid.OneOf(rapid.Float64Range(-1, 1), rapid.Float64Range(-1e6, 1e6))
		n := rapid.SampledFrom([]int{2, 3, 5, 12, 40, 120}).Draw(t, "n")
		flows := rapid.SliceOfN(amount, n, n).Draw(t, "flows")
		sizes := make([]float64, n)
		for i, v := range flows {
			sizes[i] = math.Abs(v)
		}
		all := have(businesscase.ReturnRates(flows))(t).All
		next := 0
		last, lastRate := 0., 0.
		for k := -300; k <= 300; k++ {
			rate := math.Expm1(math.Sinh(float64(k)/30) / 3000) // closer where rates are usual
			worth := have(businesscase.PresentValue(rate, flows))(t)
			if math.Abs(worth) < 1e-13*have(businesscase.PresentValue(rate, sizes))(t) {
				return // whether it crosses is not for this scan to say
			}
			before := next
			for next < len(all) && all[next] < rate {
				next++
			}
			if k > -300 && (worth > 0) != (last > 0) != ((next-before)%2 == 1) {
				t.Errorf("%v: from %v to %v: %d rates", flows, lastRate, rate, next-before)
			}
			last, lastRate = worth, rate
		}
	})
}
