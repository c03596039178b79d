package businesscase_test

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// distOf draws a distribution that is possible, times scale and then moved by so much where it can be.
func distOf(t *rapid.T) func(scale, by float64) businesscase.Dist {
	number := rapid.Float64Range(-10, 10)
	low, width := number.Draw(t, "low"), rapid.Float64Range(.01, 10).Draw(t, "width")
	inside := rapid.SampledFrom([]float64{.002, .1, .5, .77, .998}).Draw(t, "inside")
	values := append(rapid.SliceOfN(number, 1, 20).Draw(t, "values"), 11)
	kind := rapid.IntRange(0, 5).Draw(t, "kind")
	return func(scale, by float64) businesscase.Dist {
		at := func(share float64) float64 { return scale*(low+share*width) + by }
		moved := make([]float64, len(values))
		for i, v := range values {
			moved[i] = scale*v + by
		}
		return []businesscase.Dist{
			businesscase.Between(at(0), at(inside), at(1)),
			businesscase.Uniform(at(0), at(1)),
			businesscase.Triangular(at(0), at(inside), at(1)),
			businesscase.PERT(at(0), at(inside), at(1)),
			businesscase.Normal(at(inside), scale*width),
			businesscase.Sample(moved),
		}[kind]
	}
}

func TestScaleAndShiftOfNumbersAreThoseOfQuantiles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		of := distOf(t)
		scale, by := rapid.Float64Range(.001, 1000).Draw(t, "scale"), rapid.Float64Range(-1000, 1000).Draw(t, "by")
		p := rapid.Float64Range(.001, .999).Draw(t, "p")
		one, other := of(1, 0), of(scale, by)
		within := 1e-9 * (scale*(math.Abs(one.Mean())+one.SD()) + math.Abs(by))
		agree(t, "mean", other.Mean(), scale*one.Mean()+by, within)
		agree(t, "sd", other.SD(), scale*one.SD(), within)
		agree(t, "quantile", have(other.Quantile(p))(t), scale*have(one.Quantile(p))(t)+by, within)
	})
}

func TestQuantilesNeverFall(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.OneOf(rapid.SampledFrom(kinds()), rapid.Custom(func(t *rapid.T) businesscase.Dist { return distOf(t)(1, 0) })).Draw(t, "dist")
		chance := rapid.OneOf(rapid.Float64Range(1e-15, 1-1e-15), rapid.Float64Range(1e-15, 1e-9), rapid.Float64Range(.4999, .5001))
		p, q := chance.Draw(t, "p"), chance.Draw(t, "q")
		low, high := have(d.Quantile(min(p, q)))(t), have(d.Quantile(max(p, q)))(t)
		// Neighbours may differ by rounding.
		if low > high+4e-14*math.Abs(high) || math.Abs(low) > math.MaxFloat64 || math.Abs(high) > math.MaxFloat64 {
			t.Fatalf("%v: got %v at %v and %v at %v", d, low, min(p, q), high, max(p, q))
		}
	})
}

func TestWhatIsReadIsWhatWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.OneOf(rapid.SampledFrom(append(kinds(), businesscase.Exactly(0), businesscase.Exactly(-1e-300))),
			rapid.Custom(func(t *rapid.T) businesscase.Dist { return distOf(t)(1, 0) })).Draw(t, "dist")
		text := have(json.Marshal(d))(t)
		var back businesscase.Dist
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back, d) {
			t.Fatalf("got %v, want %v", back, d)
		}
	})
}
