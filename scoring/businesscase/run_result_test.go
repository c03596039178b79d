package businesscase

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestSharesOfCompanyAndCustomersSumToTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		gain := rapid.OneOf(rapid.Float64Range(-1e149, 1e149), rapid.SampledFrom([]float64{0, 1, -1, 1e-300, 5e-324}))
		s := sharingOf(gain.Draw(t, "company"), gain.Draw(t, "customers"))
		if s.Company+s.Customers != s.Total {
			t.Errorf("gains do not sum: %+v", s)
		}
		if s.Known != (min(s.Company, s.Customers) >= 0 && max(s.Company, s.Customers) > 0) {
			t.Errorf("wrong about what is known: %+v", s)
		}
		switch {
		case !s.Known && (s.CompanyShare != 0 || s.CustomersShare != 0):
			t.Errorf("shares that mean nothing: %+v", s)
		case s.Known && (s.CompanyShare+s.CustomersShare != 1 || s.CompanyShare < 0 || s.CustomersShare < 0):
			t.Errorf("shares do not sum: %+v", s)
		case s.Known && math.Abs(s.CompanyShare*s.Total-s.Company) > 1e-15*s.Total+1e-323:
			t.Errorf("not its share: %+v", s)
		}
	})
}

// TestAShareHasTheRangeOfWilson compares with his interval as the roots of its quadratic equation.
func TestAShareHasTheRangeOfWilson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ k, n int }{{0, 1000}, {1, 1000}, {500, 1000}, {1000, 1000}, {9, 1e7}} {
		got := chanceOf(c.k, c.n)
		if got.Value != float64(c.k)/float64(c.n) || got.Low > got.Value || got.High < got.Value || got.Low < 0 || got.High > 1 {
			t.Errorf("%d of %d: got %+v", c.k, c.n, got)
		}
		for _, end := range []float64{got.Low, got.High} {
			// At either end the share is 1.96 standard errors away, of which that end says how great they are.
			off := (got.Value - end) * (got.Value - end) * float64(c.n)
			if want := 3.8414588206941236 * end * (1 - end); math.Abs(off-want) > 1e-9*max(off, want, 1e-12) {
				t.Errorf("%d of %d: end %v is not an end", c.k, c.n, end)
			}
		}
	}
}

func TestTheWorstTwentiethIsThatOfSortedDraws(t *testing.T) {
	t.Parallel()
	v := make([]float64, 1010) // of which a twentieth is no whole number
	for i := range v {
		v[i] = float64((i*i)%997) - 300
	}
	settle(v, ranksOf(nil, placeOf(tail, len(v))))
	got := worstMean(v)
	sum := 0.
	settle(v, ranksOf(nil, 49, 50))
	for _, x := range v[:50] {
		sum += x
	}
	if want := (sum + .5*v[50]) / 50.5; math.Abs(got.Value-want) > 1e-9 {
		t.Errorf("got %v, want %v", got.Value, want)
	}
}

func TestAFanIsOfNoMoreDrawsThanFitIntoItsMemory(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ draws, periods, want int }{{1000, 20, 1000}, {1e7, 20, 65_536}, {1e7, 1200, 3492}} {
		p := newPaths(c.draws, c.periods)
		if p.draws != c.want || len(p.of(c.want-1)) != c.periods+1 || p.of(c.want) != nil {
			t.Errorf("%d draws of %d periods: got %d", c.draws, c.periods, p.draws)
		}
	}
}
