package heart_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/heart"
)

// unfading are the ready kinds without fading.
func unfading() heart.Config { return heart.Config{HalfLife: new(time.Duration(0))} }

// posterior returns what is known of trust and respect after moments that do not fade.
func posterior(t *testing.T, moments ...heart.Moment) heart.Posterior {
	t.Helper()
	return measure(t, moments, days(100), unfading()).Posterior
}

func broken(id string, day int) heart.Moment {
	return heart.Moment{ID: id, Kind: heart.PromiseBroken, At: days(day)}
}

func repaired(id string, day int) heart.Moment {
	return heart.Moment{Kind: heart.ProblemRepaired, Repairs: id, At: days(day)}
}

// By hand: Beta{1, 1} and what the table of ReadyKinds adds; a broken promise is 2 against trust.
func TestWhatRepairsDoByHand(t *testing.T) {
	t.Parallel()
	half := repaired("a", 2)
	half.Weight = .5
	for _, c := range []struct {
		name           string
		moments        []heart.Moment
		trust, respect heart.Beta
	}{
		{"nothing", nil, heart.Beta{Good: 1, Bad: 1}, heart.Beta{Good: 1, Bad: 1}},
		{"a broken promise", []heart.Moment{broken("a", 1)}, heart.Beta{Good: 1, Bad: 3}, heart.Beta{Good: 1, Bad: 1}},
		{"repaired", []heart.Moment{broken("a", 1), repaired("a", 2)}, heart.Beta{Good: 2, Bad: 1}, heart.Beta{Good: 2, Bad: 1}},
		{"repaired by half", []heart.Moment{broken("a", 1), half}, heart.Beta{Good: 1.5, Bad: 2}, heart.Beta{Good: 1.5, Bad: 1}},
		{"repaired by half twice", []heart.Moment{half, broken("a", 1), half}, heart.Beta{Good: 1.5, Bad: 2}, heart.Beta{Good: 1.5, Bad: 1}},
		{"repaired twice", []heart.Moment{broken("a", 1), repaired("a", 2), repaired("a", 3)}, heart.Beta{Good: 2, Bad: 1}, heart.Beta{Good: 2, Bad: 1}},
		{"repaired by half first", []heart.Moment{repaired("a", 3), broken("a", 1), half}, heart.Beta{Good: 1.5, Bad: 2}, heart.Beta{Good: 1.5, Bad: 1}},
		{"repaired twice, of nothing known", []heart.Moment{repaired("x", 2), repaired("x", 2)}, heart.Beta{Good: 2, Bad: 1}, heart.Beta{Good: 2, Bad: 1}},
		{"a second one", []heart.Moment{broken("a", 1), repaired("a", 2), broken("b", 3)}, heart.Beta{Good: 1, Bad: 5}, heart.Beta{Good: 1, Bad: 1}},
		{"both repaired", []heart.Moment{broken("a", 1), repaired("a", 2), broken("b", 3), repaired("b", 4)}, heart.Beta{Good: 1, Bad: 5}, heart.Beta{Good: 1, Bad: 1}},
		{"two of different sorts", []heart.Moment{broken("a", 1), repaired("a", 2), {Kind: heart.ProblemMet, At: days(3)}}, heart.Beta{Good: 2, Bad: 2}, heart.Beta{Good: 2, Bad: 1}},
		{"a repair of nothing known", []heart.Moment{broken("a", 1), repaired("x", 2)}, heart.Beta{Good: 2, Bad: 3}, heart.Beta{Good: 2, Bad: 1}},
		{"a repair that names nothing", []heart.Moment{broken("a", 1), repaired("", 2)}, heart.Beta{Good: 2, Bad: 3}, heart.Beta{Good: 2, Bad: 1}},
	} {
		p := posterior(t, c.moments...)
		near(t, c.name+": trust, good", p.Trust.Good, c.trust.Good, 1e-12)
		near(t, c.name+": trust, bad", p.Trust.Bad, c.trust.Bad, 1e-12)
		near(t, c.name+": respect, good", p.Respect.Good, c.respect.Good, 1e-12)
		near(t, c.name+": respect, bad", p.Respect.Bad, c.respect.Bad, 1e-12)
	}
}

// A kind that mends half mends half, however much a repair of it weighs, and however many there are.
func TestAHeavyRepairMendsNoMoreThanItsKind(t *testing.T) {
	t.Parallel()
	cfg := unfading()
	cfg.Kinds = heart.ReadyKinds()
	cfg.Kinds["excuse"] = heart.Meaning{Respect: .25, Mends: .5}
	excuse := heart.Moment{Kind: "excuse", At: days(2), Repairs: "a", Weight: 4}
	for _, moments := range [][]heart.Moment{{broken("a", 1), excuse}, {excuse, broken("a", 1), excuse}} {
		p := measure(t, moments, days(2), cfg).Posterior
		near(t, "against trust", p.Trust.Bad, 2, 1e-12)
	}
}

func TestARepairedFailureMayLeaveHeartHigherThanBeforeASecondOneDoesNot(t *testing.T) {
	t.Parallel()
	moments := []heart.Moment{{Kind: heart.PromiseKept, At: days(0)}}
	before := measure(t, moments, days(100), unfading()).Heart.Value
	moments = append(moments, broken("a", 1))
	failed := measure(t, moments, days(100), unfading()).Heart.Value
	moments = append(moments, repaired("a", 2))
	mended := measure(t, moments, days(100), unfading()).Heart.Value
	moments = append(moments, broken("b", 50), repaired("b", 51))
	again := measure(t, moments, days(100), unfading()).Heart.Value
	if !(failed < before && before < mended && again < failed) {
		t.Errorf("got %.3f, %.3f after a failure, %.3f repaired, %.3f after a second", before, failed, mended, again)
	}
}

// A failure of a year ago weighs half of one of today, so the repair of today's counts by half: of 2 against
// trust 1 stays, and of the older 1 all, its repair counting for nothing.
func TestAnOldFailureSpoilsRecoveryByWhatIsLeftOfIt(t *testing.T) {
	t.Parallel()
	year := 365 * 24 * time.Hour
	h := measure(t, []heart.Moment{
		{ID: "old", Kind: heart.PromiseBroken, At: start().Add(-year)}, {Kind: heart.ProblemRepaired, Repairs: "old", At: start().Add(-year)},
		broken("new", 0), repaired("new", 0),
	}, start(), heart.Config{})
	near(t, "bad", h.Posterior.Trust.Bad, 1+1+1, 1e-12)
	near(t, "good", h.Posterior.Trust.Good, 1+.5, 1e-12)
}

func TestReasonsSayWhatHeartWouldBeWithout(t *testing.T) {
	t.Parallel()
	moments := []heart.Moment{broken("a", 1), repaired("a", 2), {Kind: heart.Thanked, At: days(3)}, {Kind: heart.Thanked, At: days(4)}}
	h := measure(t, moments, days(100), unfading())
	without := map[heart.Kind]float64{
		heart.Thanked:         measure(t, moments[:2], days(100), unfading()).Heart.Value,
		heart.ProblemRepaired: measure(t, append(moments[:1:1], moments[2:]...), days(100), unfading()).Heart.Value,
		heart.PromiseBroken:   h.Heart.Value, // as it is mended
	}
	for _, r := range h.Reasons {
		near(t, string(r.Kind), r.Without, without[r.Kind], 1e-12)
	}
	if h.Reasons[0].Kind != heart.ProblemRepaired || h.Reasons[1].Moments != 2 || len(h.Reasons) != 3 {
		t.Errorf("got %v", h.Reasons)
	}
}

func TestMomentsFadeByHalves(t *testing.T) {
	t.Parallel()
	month := 30 * 24 * time.Hour
	h := measure(t, []heart.Moment{
		{Kind: heart.PromiseKept, At: start()}, {Kind: heart.PromiseKept, At: start().Add(month)},
		{Kind: heart.PromiseKept, At: start().Add(5 * month), Weight: 3}, {Kind: heart.PromiseBroken, At: start().Add(6 * month)},
	}, start().Add(6*month), heart.Config{HalfLife: &month})
	near(t, "good", h.Posterior.Trust.Good, 1+1./64+1./32+1.5, 1e-12)
	near(t, "bad", h.Posterior.Trust.Bad, 1+2, 1e-12)
	near(t, "N of heart", h.Heart.N, 1./64+1./32+1.5+1, 1e-12)
	near(t, "N of trust", h.Trust.N, 1./64+1./32+1.5+2, 1e-12)
}

// With a half-life of a minute parts of a second tell.
func TestMomentsFadeToTheNanosecond(t *testing.T) {
	t.Parallel()
	minute := time.Minute
	h := measure(t, []heart.Moment{{Kind: heart.PromiseKept, At: start().Add(500 * time.Millisecond)}}, start().Add(time.Minute), heart.Config{HalfLife: &minute})
	near(t, "N", h.Heart.N, math.Exp2(-59.5/60), 1e-12)
}

func TestEvidenceBeyondABillionCountsAsABillion(t *testing.T) {
	t.Parallel()
	cfg := unfading()
	cfg.Kinds = map[heart.Kind]heart.Meaning{"warm": {Trust: 100}, "cold": {Respect: -100}}
	moments := slices.Repeat([]heart.Moment{{Kind: "warm", At: start(), Weight: 1000}, {Kind: "cold", At: start(), Weight: 1000}}, 15_000)
	h := measure(t, moments, start(), cfg)
	sound(t, h)
	if h.Posterior.Trust != (heart.Beta{Good: 1e9, Bad: 1}) || h.Posterior.Respect != (heart.Beta{Good: 1, Bad: 1e9}) {
		t.Errorf("got %v", h.Posterior)
	}
}

func TestWhatAHeartRestsOn(t *testing.T) {
	t.Parallel()
	moment := func(k heart.Kind, b relationship.Basis) heart.Moment {
		return heart.Moment{Kind: k, Basis: b, At: start()}
	}
	for _, c := range []struct {
		name    string
		moments []heart.Moment
		trust   relationship.Basis
		heart   relationship.Basis
		guesses float64
	}{
		{"nothing", nil, relationship.Guessed, relationship.Guessed, 1},
		{"one dimension", []heart.Moment{moment(heart.PromiseKept, 0)}, relationship.Observed, relationship.Guessed, 2. / 3},
		{"all", []heart.Moment{moment(heart.PromiseKept, 0), moment(heart.Remembered, 0)}, relationship.Observed, relationship.Observed, 0},
		{"one stated", []heart.Moment{moment(heart.PromiseKept, relationship.Stated), moment(heart.Remembered, 0)}, relationship.Stated, relationship.Stated, 0},
		{"half guessed", []heart.Moment{moment(heart.PromiseKept, relationship.Guessed), moment(heart.PromiseKept, 0), moment(heart.Remembered, 0)}, relationship.Guessed, relationship.Guessed, 1. / 6},
	} {
		h := measure(t, c.moments, start(), heart.Config{})
		if h.Trust.Basis != c.trust || h.Heart.Basis != c.heart {
			t.Errorf("%s: got %v and %v", c.name, h.Trust, h.Heart)
		}
		near(t, c.name, h.Heart.Guesses, c.guesses, 1e-12)
	}
	if h := measure(t, nil, start(), heart.Config{}); h.Heart.N != 0 || h.Heart.High-h.Heart.Low < .7 || len(h.Reasons) != 0 {
		t.Errorf("of nothing: got %v, want a wide interval", h.Heart)
	}
}

// Sums of fractions depend on their order in the last digit, so all is put in one order first.
func TestRepairsInAnyOrderGiveTheSameToTheLastDigit(t *testing.T) {
	t.Parallel()
	var moments []heart.Moment
	for i, k := range []heart.Kind{heart.PromiseBroken, heart.ProblemMet, heart.Ignored, heart.Forgotten, heart.TalkedDown, heart.ProblemDenied} {
		id := string(rune('a' + i))
		moments = append(moments, heart.Moment{ID: id, Kind: k, At: days(7 * i), Weight: 1 / (1.3 + float64(i))})
		for j := range 3 {
			moments = append(moments, heart.Moment{Repairs: id, Kind: heart.ProblemRepaired, At: days(50 + 11*i + 3*j), Weight: 1 / (7.7 + float64(i+j))})
		}
	}
	want := measure(t, moments, days(300), heart.Config{})
	rng := rand.New(rand.NewPCG(2, 2))
	for range 20 {
		rng.Shuffle(len(moments), func(i, j int) { moments[i], moments[j] = moments[j], moments[i] })
		if diff := cmp.Diff(want, measure(t, moments, days(300), heart.Config{})); diff != "" {
			t.Fatalf("(-want +got)\n%s", diff)
		}
	}
}
