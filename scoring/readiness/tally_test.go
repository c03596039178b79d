package readiness_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
	"pgregory.net/rapid"
)

func TestARatingThatBreaksARuleIsRefused(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*readiness.Rating)
		field  string
	}{
		"nobody":         {func(r *readiness.Rating) { r.By = "" }, "By"},
		"unknown item":   {func(r *readiness.Rating) { r.Item = "weather" }, "Item"},
		"off the scale":  {func(r *readiness.Rating) { r.Value = 6 }, "Value"},
		"off the steps":  {func(r *readiness.Rating) { r.Value = 2.5 }, "Value"},
		"NaN":            {func(r *readiness.Rating) { r.Value = math.NaN() }, "Value"},
		"infinite":       {func(r *readiness.Rating) { r.Value = math.Inf(-1) }, "Value"},
		"year 10000":     {func(r *readiness.Rating) { r.At = time.Date(10000, 1, 2, 0, 0, 0, 0, time.UTC) }, "At"},
		"blocks a party": {func(r *readiness.Rating) { r.Blocks = []relationship.Ref{{Noun: "party", ID: "x"}} }, "Blocks[0].Noun"},
		"blocks no noun": {func(r *readiness.Rating) { r.Blocks = []relationship.Ref{{ID: "x"}} }, "Blocks[0].Noun"},
		"blocks too much": {func(r *readiness.Rating) {
			r.Blocks = make([]relationship.Ref, 101)
		}, "Blocks"},
	}
	for name, c := range cases {
		tally := tallyOf(t, instrument(2, fivePoints()))
		r := readiness.Rating{By: "p", Item: "i00", Value: 3, At: day(1)}
		c.change(&r)
		err := tally.Add(r)
		broken(t, err, c.field)
		if round := roundOf(t, tally, readiness.Config{Least: 1}); round.Raters != 0 {
			t.Errorf("%s: counted", name)
		}
	}
}

func TestOnlySealedAnswersOfTheInstrumentCount(t *testing.T) {
	t.Parallel()
	answer := func(change func(*scoring.Answer)) scoring.Answer {
		a := scoring.Answer{Question: "i00", Scale: fivePoints(), Value: 4, By: "p", Sealed: true, At: day(1)}
		change(&a)
		return a
	}
	cases := map[string]struct {
		change func(*scoring.Answer)
		field  string
	}{
		"another question": {func(a *scoring.Answer) { a.Question = "nps" }, "Question"},
		"another scale":    {func(a *scoring.Answer) { a.Scale.High = 7 }, "Scale"},
		"not sealed":       {func(a *scoring.Answer) { a.Sealed = false }, "Sealed"},
		"weighted":         {func(a *scoring.Answer) { a.Weight = 2 }, "Weight"},
		"nobody":           {func(a *scoring.Answer) { a.By = "" }, "By"},
		"off the scale":    {func(a *scoring.Answer) { a.Value = 0 }, "Value"},
	}
	for _, c := range cases {
		broken(t, tallyOf(t, instrument(1, fivePoints())).AddAnswer(answer(c.change)), c.field)
	}
	tally := tallyOf(t, instrument(1, fivePoints()))
	if err := tally.AddAnswer(answer(func(a *scoring.Answer) { a.Weight = 1 })); err != nil {
		t.Fatal(err)
	}
	if got := finding(t, roundOf(t, tally, readiness.Config{Least: 1}), "i00").Severity.Value; got != .75 {
		t.Errorf("got %v, want 0.75", got)
	}
}

func TestOnlyTheLatestRatingOfAPersonCounts(t *testing.T) {
	t.Parallel()
	ratings := []readiness.Rating{
		{By: "p", Item: "i00", Value: 5, At: day(1)},
		{By: "p", Item: "i00", Value: 2, At: day(3)},
		{By: "p", Item: "i00", Value: 1, At: day(3)},
		{By: "p", Item: "i00", Value: 4},
	}
	tally := tallyOf(t, instrument(1, fivePoints()), ratings...)
	f := finding(t, roundOf(t, tally, readiness.Config{Least: 1}), "i00")
	if f.Severity.Value != .25 || f.Raters != 1 {
		t.Errorf("got %v of %d, want the more severe of day 3", f.Severity, f.Raters)
	}
}

// anyRatings draws ratings with trouble in them: the same people, the same instants, the same items again.
func anyRatings(t *rapid.T) []readiness.Rating {
	one := rapid.Custom(func(t *rapid.T) readiness.Rating {
		r := readiness.Rating{
			By:    scoring.PartyID(rapid.SampledFrom([]string{"a", "A", "a ", "ß", "9", "10", "b", "c", "d"}).Draw(t, "by")),
			Item:  rapid.SampledFrom([]string{"i00", "i01", "i02"}).Draw(t, "item"),
			Value: float64(rapid.IntRange(1, 5).Draw(t, "value")),
			At:    day(rapid.IntRange(1, 2).Draw(t, "day")).Add(time.Duration(rapid.IntRange(0, 1).Draw(t, "ns"))),
		}
		for _, id := range rapid.SliceOfN(rapid.SampledFrom([]string{"x", "y", "z"}), 0, 2).Draw(t, "blocks") {
			r.Blocks = append(r.Blocks, relationship.Ref{Noun: "theme", ID: id})
		}
		return r
	})
	return rapid.SliceOfN(one, 0, 30).Draw(t, "ratings")
}

func places() readiness.Config {
	return readiness.Config{
		Least: 2, Rounds: 100,
		Level: func(by scoring.PartyID) string { return []string{"", "one", "two"}[len(by)%3] },
		Team: func(by scoring.PartyID) []string {
			return []string{"all", map[bool]string{true: "x", false: "y"}[by < "b"]}
		},
	}
}

func TestNeitherOrderNorMergingChangesARound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ratings, ins := anyRatings(t), instrument(3, fivePoints())
		ins.Items[1].Positive = true
		want := roundOf(t, tallyOf(t, ins, ratings...), places())

		shuffled := append([]readiness.Rating(nil), ratings...)
		rng := seeded(rapid.Uint64().Draw(t, "seed"))
		rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(want, roundOf(t, tallyOf(t, ins, shuffled...), places())); diff != "" {
			t.Errorf("in another order:\n%s", diff)
		}
		parts := split(t, ins, shuffled, rng)
		merge(t, parts[0], parts[1])
		merge(t, parts[2], parts[0]) // (a + b) into c, with a rating counted twice
		merge(t, parts[2], parts[1])
		if diff := cmp.Diff(want, roundOf(t, parts[2], places())); diff != "" {
			t.Errorf("merged:\n%s", diff)
		}
	})
}

func split(tb reporter, ins readiness.Instrument, ratings []readiness.Rating, rng *rand.Rand) [3]*readiness.Tally {
	tb.Helper()
	var parts [3]*readiness.Tally
	for i := range parts {
		parts[i] = tallyOf(tb, ins)
	}
	for _, r := range ratings {
		if err := parts[rng.IntN(3)].Add(r); err != nil {
			tb.Fatal(err)
		}
	}
	return parts
}

func merge(tb reporter, into, from *readiness.Tally) {
	tb.Helper()
	if err := into.Merge(from); err != nil {
		tb.Fatal(err)
	}
}

func TestTalliesOfDifferentInstrumentsDoNotMerge(t *testing.T) {
	t.Parallel()
	other := instrument(2, fivePoints())
	other.Items[1].Positive = true
	broken(t, tallyOf(t, instrument(2, fivePoints())).Merge(tallyOf(t, other)), "Instrument")
}

func TestNobodyIsInAResult(t *testing.T) {
	t.Parallel()
	var ratings []readiness.Rating
	for _, item := range []string{"i00", "i01", "i02"} {
		ratings = append(ratings, rated(item, 1, 2, 3, 4, 5, 5, 5, 5, 1, 1, 2, 2)...)
	}
	tally := tallyOf(t, instrument(3, fivePoints()), ratings...)
	cfg := readiness.Config{Level: func(by scoring.PartyID) string { return string("mw"[by[len(by)-1]%2]) }}
	round := roundOf(t, tally, cfg)
	progress, err := readiness.Compare(tally, tally, cfg)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal([]any{round, progress, round.Scores(relationship.Ref{Noun: "party", ID: "us"}, day(1))})
	if err != nil {
		t.Fatal(err)
	}
	if len(round.Views) == 0 || strings.Contains(string(text), "secret") {
		t.Errorf("somebody is in %s", text)
	}
}

func TestBadSettingsAreRefused(t *testing.T) {
	t.Parallel()
	tally := tallyOf(t, instrument(1, fivePoints()), rated("i00", 1, 2, 3, 4, 5)...)
	for field, cfg := range map[string]readiness.Config{
		"Least":  {Least: -1},
		"Rounds": {Rounds: 99},
		"Level":  {Level: func(scoring.PartyID) string { return "\xff" }},
		"Team":   {Team: func(scoring.PartyID) []string { return []string{"x", ""} }},
	} {
		_, err := tally.Round(cfg)
		broken(t, err, field)
	}
	_, err := readiness.Compare(tally, tally, readiness.Config{Least: -1})
	broken(t, err, "Least")
	_, err = readiness.Compare(tally, tallyOf(t, instrument(1, scoring.Scale{High: 1})), readiness.Config{})
	broken(t, err, "Instrument.Scale")
}
