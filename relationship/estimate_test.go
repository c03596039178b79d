package relationship_test

import (
	"encoding/json"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

func guess(v float64) relationship.Estimate {
	return relationship.Estimate{Value: v, Low: v, High: v, Basis: relationship.Guessed}
}

func stated(v float64) relationship.Estimate {
	return relationship.Estimate{Value: v, Low: v, High: v, Basis: relationship.Stated}
}

func observed(v float64) relationship.Estimate {
	return relationship.Estimate{Value: v, Low: v, High: v, Basis: relationship.Observed}
}

func TestDerivedEstimateHasTheWeakestBasisAndTheShareOfGuesses(t *testing.T) {
	t.Parallel()
	half := guess(0.5).Derived(guess(1), observed(1))
	tests := []struct {
		name  string
		from  []relationship.Estimate
		basis relationship.Basis
		share float64
	}{
		{"observed alone", []relationship.Estimate{observed(1), observed(0)}, relationship.Observed, 0},
		{"observed and stated", []relationship.Estimate{observed(1), stated(0)}, relationship.Stated, 0},
		{"one guess of four", []relationship.Estimate{observed(1), stated(0), guess(1), observed(0)}, relationship.Guessed, 0.25},
		{"guesses alone", []relationship.Estimate{guess(0), guess(1)}, relationship.Guessed, 1},
		{"unknown is left out", []relationship.Estimate{{}, guess(0), {}, observed(1)}, relationship.Guessed, 0.5},
		{"derived from derived", []relationship.Estimate{half, observed(1)}, relationship.Guessed, 0.25},
		{"derived from derived and a guess", []relationship.Estimate{half, guess(1)}, relationship.Guessed, 0.75},
	}
	for _, test := range tests {
		got := relationship.Estimate{Value: 0.3, Low: 0.1, High: 0.7, N: 9, Basis: relationship.Observed, Guesses: 0.9}.Derived(test.from...)
		want := relationship.Estimate{Value: 0.3, Low: 0.1, High: 0.7, N: 9, Basis: test.basis, Guesses: test.share}
		same(t, test.name, got, want)
		if got.GuessedShare() != test.share {
			t.Errorf("%s: GuessedShare() = %v, want %v", test.name, got.GuessedShare(), test.share)
		}
	}
	for name, from := range map[string][]relationship.Estimate{"nothing": nil, "nothing known": {{}, {}}} {
		if got := stated(0.3).Derived(from...); got != (relationship.Estimate{}) || got.Known() {
			t.Errorf("derived from %s: got %+v, want the unknown", name, got)
		}
	}
}

func TestGuessedShareOfWhatWasNotDerived(t *testing.T) {
	t.Parallel()
	for want, of := range map[float64]relationship.Estimate{1: guess(0.5), 0: stated(0.5)} {
		if got := of.GuessedShare(); got != want {
			t.Errorf("GuessedShare() of %v = %v, want %v", of.Basis, got, want)
		}
	}
	if got := (relationship.Estimate{}).GuessedShare(); got != 0 {
		t.Errorf("GuessedShare() of the unknown = %v, want 0", got)
	}
}

func TestDerivedEstimatesAreWellFormedInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.SliceOfN(rapid.Custom(drawEstimate), 1, 6).Draw(t, "from")
		got := drawEstimate(t).Derived(from...)
		turned := got.Derived(rapid.Permutation(from).Draw(t, "turned")...)
		if got.Basis != turned.Basis || got.Guesses < 0 || got.Guesses > 1 {
			t.Fatalf("got %+v, and in another order %+v", got, turned)
		}
		b := relationship.Batch{At: noon(0), Needs: []relationship.Need{{
			ID: "n", Party: "p", Importance: relationship.Readings{{Estimate: got}},
		}}}
		ok(t, b.Check())
	})
}

func TestReadingsGoByTheBestBasisThenTheLatest(t *testing.T) {
	t.Parallel()
	at := func(day int, e relationship.Estimate) relationship.Reading {
		return relationship.Reading{At: noon(day), Estimate: e}
	}
	readings := relationship.Readings{
		at(9, guess(0.9)), at(1, stated(0.1)), at(5, stated(0.5)), at(3, observed(0.3)), at(3, observed(0.2)), {Estimate: guess(0.8)},
	}
	tests := []struct {
		name string
		day  int
		want relationship.Estimate
	}{
		{"before all that are dated", 0, guess(0.8)},
		{"said goes before guessed", 1, stated(0.1)},
		{"observed goes before said, and of two alike the larger", 4, observed(0.3)},
		{"observed goes before what was said later", 6, observed(0.3)},
		{"and before what was guessed later", 99, observed(0.3)},
	}
	for _, test := range tests {
		same(t, test.name, readings.At(noon(test.day)), test.want)
	}
	same(t, "without readings", relationship.Readings(nil).At(noon(1)), relationship.Estimate{})
	same(t, "before the first", relationship.Readings{at(5, stated(1))}.At(noon(4)), relationship.Estimate{})
}

func TestBasisThereAndBack(t *testing.T) {
	t.Parallel()
	for want, word := range map[relationship.Basis]string{
		relationship.Unknown: "unknown", relationship.Guessed: "guessed", relationship.Stated: "stated", relationship.Observed: "observed",
	} {
		text, err := want.MarshalText()
		ok(t, err)
		var got relationship.Basis
		ok(t, got.UnmarshalText(text))
		same(t, word, []any{string(text), got.String(), got}, []any{word, word, want})
	}
	if _, err := relationship.Basis(4).MarshalText(); err == nil || relationship.Basis(4).String() != "invalid" {
		t.Errorf("Basis(4): got %v and %q, want an error and \"invalid\"", err, relationship.Basis(4))
	}
	for _, bad := range []string{"", "Stated", "invalid", secret, "stated "} {
		b := relationship.Observed
		err := b.UnmarshalText([]byte(bad))
		broken(t, err, relationship.ErrInvalid, "Basis")
		same(t, "left as it was", b, relationship.Observed)
		if err := json.Unmarshal([]byte(`{"basis":"`+bad+`"}`), &relationship.Estimate{}); err == nil {
			t.Errorf("JSON with basis %q: got no error", bad)
		}
	}
}

func TestAnEstimateIsToldInWords(t *testing.T) {
	t.Parallel()
	for want, e := range map[string]relationship.Estimate{
		"unknown":           {},
		"0.5, stated":       {Value: 0.5, Low: 0.5, High: 0.5, Basis: relationship.Stated},
		"0, guessed, n=1.5": {N: 1.5, Basis: relationship.Guessed},
		"0.5641 (0.5 to 1234), observed, n=10": {
			Value: 0.564103, Low: 0.5, High: 1234, N: 10, Basis: relationship.Observed,
		},
	} {
		if got := e.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAnEstimateIsCheckedAgainstItsRange(t *testing.T) {
	t.Parallel()
	fine := relationship.Estimate{Value: 5, Low: 4, High: 6, N: 3, Basis: relationship.Observed}
	if err := fine.Check(0, 10); err != nil {
		t.Errorf("got error %v, want none", err)
	}
	if err := (relationship.Estimate{}).Check(1, 2); err != nil {
		t.Errorf("the unknown: got error %v, want none", err)
	}
	broken(t, fine.Check(0, 5.5), relationship.ErrInvalid, "High")
	fine.Basis = relationship.Unknown
	broken(t, fine.Check(0, 10), relationship.ErrInvalid, "Basis")
}
