package scoring_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// A badCase is a batch with one thing wrong, and what Check must say of it.
type badCase struct {
	field, rule string
	batch       scoring.Batch
}

// noon returns an ordinary instant, n days after noon of an ordinary Wednesday.
func noon(n int) time.Time { return time.Date(2026, time.March, 4+n, 12, 0, 0, 0, time.UTC) }

func tooLate() time.Time { return time.Date(10000, time.January, 2, 0, 0, 0, 0, time.UTC) }

const secretName = "Secret Person" // in every text of a record that is refused

// tenPoints is the scale of "how likely is it that you would recommend us?".
func tenPoints() scoring.Scale { return scoring.Scale{High: 10, Step: 1} }

func shop() scoring.Ref { return scoring.Ref{Noun: "shop", ID: "7"} }

// Each of these breaks one field of a valid record.

func badAnswer(field, rule string, change func(*scoring.Answer)) badCase {
	a := scoring.Answer{ID: "a", Question: secretName, Scale: tenPoints(), Value: 9, By: secretName, About: shop(), At: noon(0), Text: secretName}
	change(&a)
	return badCase{"Answers[0]." + field, rule, scoring.Batch{At: noon(0), Answers: []scoring.Answer{a}}}
}

func badScore(field, rule string, change func(*scoring.Score)) badCase {
	s := scoring.Score{
		ID: "s", Name: secretName, Of: shop(), At: noon(0), From: noon(-90), Value: known(.5), Method: secretName,
		Inputs: []scoring.Ref{scoring.AnswerID("a").Ref()}, Selection: secretName,
	}
	change(&s)
	return badCase{"Scores[0]." + field, rule, scoring.Batch{At: noon(0), Scores: []scoring.Score{s}}}
}

func badAssumption(field, rule string, change func(*scoring.Assumption)) badCase {
	a := scoring.Assumption{
		ID: "a", Statement: secretName, About: shop(), By: secretName, Owner: secretName, Since: noon(0), Evidence: secretName,
		Reviews: []scoring.Review{{At: noon(1), By: secretName, Question: secretName, Answer: secretName, Next: secretName, Due: noon(1)}},
	}
	change(&a)
	return badCase{"Assumptions[0]." + field, rule, scoring.Batch{At: noon(0), Assumptions: []scoring.Assumption{a}}}
}

func badReview(field, rule string, change func(*scoring.Review)) badCase {
	return badAssumption("Reviews[0]."+field, rule, func(a *scoring.Assumption) { change(&a.Reviews[0]) })
}

func badBatch(field, rule string, change func(*scoring.Batch)) badCase {
	b := badScore("", "", func(s *scoring.Score) {}).batch
	b.Why = secretName
	change(&b)
	return badCase{field, rule, b}
}

// known returns an estimate that is observed.
func known(v float64) scoring.Estimate {
	return scoring.Estimate{Value: v, Low: v - .1, High: v + .1, N: 20, Basis: relationship.Observed}
}

const (
	ruleEmpty  = "must not be empty"
	ruleLong   = "must be at most"
	ruleUTF8   = "must be valid UTF-8"
	ruleNUL    = "must not hold a NUL byte"
	ruleZero   = "must not be zero"
	ruleYears  = "must be in the years 1 to 9999"
	ruleBelow  = "not be below 0" // alone, or beside another
	ruleFinite = "must be a finite number"
	ruleChoice = "must be one of: "
	ruleTwice  = "must not be in the batch twice"
)

func brokenAnswers() []badCase {
	words, label := strings.Repeat("x", scoring.MaxText+1), strings.Repeat("x", 2049)
	return []badCase{
		badAnswer("ID", ruleEmpty, func(a *scoring.Answer) { a.ID = "" }),
		badAnswer("ID", ruleLong, func(a *scoring.Answer) { a.ID = scoring.AnswerID(strings.Repeat("x", 256)) }),
		badAnswer("Rev", ruleBelow, func(a *scoring.Answer) { a.Rev = -1 }),
		badAnswer("Question", ruleEmpty, func(a *scoring.Answer) { a.Question = "" }),
		badAnswer("Question", ruleLong, func(a *scoring.Answer) { a.Question = label }),
		badAnswer("Question", ruleNUL, func(a *scoring.Answer) { a.Question = secretName + "\x00" }),
		badAnswer("Scale.High", "must be above Low", func(a *scoring.Answer) { a.Scale = scoring.Scale{} }),
		badAnswer("Scale.Low", ruleFinite, func(a *scoring.Answer) { a.Scale.Low = math.Inf(-1) }),
		badAnswer("Scale.Step", "must divide", func(a *scoring.Answer) { a.Scale.Step = 3 }),
		badAnswer("Value", "must be on the scale", func(a *scoring.Answer) { a.Value = 11 }),
		badAnswer("Value", "must be on the scale", func(a *scoring.Answer) { a.Value = -1 }),
		badAnswer("Value", "must be on the scale", func(a *scoring.Answer) { a.Value = math.NaN() }),
		badAnswer("Value", "must be on the scale", func(a *scoring.Answer) { a.Value = math.Inf(1) }),
		badAnswer("Value", "must be one of the steps", func(a *scoring.Answer) { a.Value = 6.5 }),
		badAnswer("By", ruleUTF8, func(a *scoring.Answer) { a.By = secretName + "\xff" }),
		badAnswer("About.Noun", ruleEmpty, func(a *scoring.Answer) { a.About = scoring.Ref{} }),
		badAnswer("About.Noun", "colon", func(a *scoring.Answer) { a.About.Noun = "a:b" }),
		badAnswer("About.ID", ruleEmpty, func(a *scoring.Answer) { a.About.ID = "" }),
		badAnswer("At", ruleZero, func(a *scoring.Answer) { a.At = time.Time{} }),
		badAnswer("At", ruleYears, func(a *scoring.Answer) { a.At = tooLate() }),
		badAnswer("Text", ruleLong, func(a *scoring.Answer) { a.Text = words }),
		badAnswer("Text", ruleNUL, func(a *scoring.Answer) { a.Text = secretName + "\x00" }),
		badAnswer("Weight", ruleBelow, func(a *scoring.Answer) { a.Weight = -.5 }),
		badAnswer("Weight", ruleFinite, func(a *scoring.Answer) { a.Weight = math.NaN() }),
		badAnswer("Weight", ruleFinite, func(a *scoring.Answer) { a.Weight = math.Inf(1) }),
	}
}

func brokenScores() []badCase {
	label := strings.Repeat("x", 2049)
	return []badCase{
		badScore("ID", ruleEmpty, func(s *scoring.Score) { s.ID = "" }),
		badScore("Rev", ruleBelow, func(s *scoring.Score) { s.Rev = -1 }),
		badScore("Name", ruleEmpty, func(s *scoring.Score) { s.Name = "" }),
		badScore("Of.ID", ruleNUL, func(s *scoring.Score) { s.Of.ID = "\x00" }),
		badScore("At", ruleZero, func(s *scoring.Score) { s.At = time.Time{} }),
		badScore("From", ruleYears, func(s *scoring.Score) { s.From = tooLate() }),
		badScore("From", "must not be after At", func(s *scoring.Score) { s.From = s.At.Add(1) }),
		badScore("Value.Value", ruleFinite, func(s *scoring.Score) { s.Value.Value = math.NaN() }),
		badScore("Value.Low", "must not be above Value", func(s *scoring.Score) { s.Value.Low = 1 }),
		badScore("Value.Basis", "", func(s *scoring.Score) { s.Value.Basis = relationship.Unknown }),
		badScore("Method", ruleLong, func(s *scoring.Score) { s.Method = label }),
		badScore("Version", ruleNUL, func(s *scoring.Score) { s.Version = secretName + "\x00" }),
		badScore("Inputs", ruleLong, func(s *scoring.Score) { s.Inputs = make([]scoring.Ref, scoring.MaxInputs+1) }),
		badScore("Inputs[1].ID", ruleEmpty, func(s *scoring.Score) { s.Inputs = []scoring.Ref{shop(), {Noun: secretName}} }),
		badScore("Inputs[0].Noun", "must not be party", func(s *scoring.Score) { s.Inputs = []scoring.Ref{scoring.PartyID(secretName).Ref()} }),
		badScore("Selection", ruleUTF8, func(s *scoring.Score) { s.Selection = secretName + "\xff" }),
		badScore("People", ruleBelow, func(s *scoring.Score) { s.People = -1 }),
	}
}

func brokenAssumptions() []badCase {
	return []badCase{
		badAssumption("ID", ruleEmpty, func(a *scoring.Assumption) { a.ID = "" }),
		badAssumption("Rev", ruleBelow, func(a *scoring.Assumption) { a.Rev = -1 }),
		badAssumption("Statement", ruleEmpty, func(a *scoring.Assumption) { a.Statement = "" }),
		badAssumption("About.Noun", ruleEmpty, func(a *scoring.Assumption) { a.About.Noun = "" }),
		badAssumption("Attribute", ruleNUL, func(a *scoring.Assumption) { a.Attribute = secretName + "\x00" }),
		badAssumption("Believed.High", "must not be below Value", func(a *scoring.Assumption) {
			a.Believed = scoring.Estimate{Value: 1, Low: 1, Basis: relationship.Guessed}
		}),
		badAssumption("Funded.N", ruleFinite, func(a *scoring.Assumption) { a.Funded = scoring.Estimate{N: math.Inf(1), Basis: relationship.Guessed} }),
		badAssumption("By", ruleUTF8, func(a *scoring.Assumption) { a.By = "\xff" }),
		badAssumption("Owner", ruleNUL, func(a *scoring.Assumption) { a.Owner = "\x00" }),
		badAssumption("Since", ruleZero, func(a *scoring.Assumption) { a.Since = time.Time{} }),
		badAssumption("Evidence", ruleLong, func(a *scoring.Assumption) { a.Evidence = strings.Repeat(secretName, scoring.MaxText/4) }),
		badAssumption("ReviewBy", ruleYears, func(a *scoring.Assumption) { a.ReviewBy = tooLate() }),
		badAssumption("ReviewBy", "must not be before Since", func(a *scoring.Assumption) { a.ReviewBy = a.Since.Add(-1) }),
		badAssumption("State", ruleChoice, func(a *scoring.Assumption) { a.State = secretName }),
		badReview("At", ruleZero, func(r *scoring.Review) { r.At = time.Time{} }),
		badReview("At", "must not be before Since", func(r *scoring.Review) { r.At = noon(0).Add(-1) }),
		badReview("By", ruleNUL, func(r *scoring.Review) { r.By = secretName + "\x00" }),
		badReview("Question", ruleEmpty, func(r *scoring.Review) { r.Question = "" }),
		badReview("Answer", ruleUTF8, func(r *scoring.Review) { r.Answer = secretName + "\xff" }),
		badReview("Next", ruleNUL, func(r *scoring.Review) { r.Next = secretName + "\x00" }),
		badReview("Due", ruleYears, func(r *scoring.Review) { r.Due = tooLate() }),
		badReview("Due", "must not be before At", func(r *scoring.Review) { r.Due = r.At.Add(-1) }),
	}
}

func brokenBatches() []badCase {
	score := scoring.ScoreID("s").Ref()
	void := func(ref scoring.Ref, rev scoring.Seq) func(*scoring.Batch) {
		return func(b *scoring.Batch) { b.Void = []scoring.Voided{{Ref: ref, Rev: rev}} }
	}
	return []badCase{
		badBatch("Batch", ruleEmpty, func(b *scoring.Batch) { *b = scoring.Batch{At: noon(0)} }),
		badBatch("Seq", "must be 0", func(b *scoring.Batch) { b.Seq = 1 }),
		badBatch("At", ruleZero, func(b *scoring.Batch) { b.At = time.Time{} }),
		badBatch("By", ruleNUL, func(b *scoring.Batch) { b.By = secretName + "\x00" }),
		badBatch("Why", ruleNUL, func(b *scoring.Batch) { b.Why = secretName + "\x00" }),
		badBatch("Scores[1].ID", ruleTwice, func(b *scoring.Batch) { b.Scores = append(b.Scores, b.Scores...) }),
		badBatch("Void", ruleTwice, void(score, 1)),
		badBatch("Void[0].Ref.Noun", ruleChoice, void(scoring.Ref{Noun: secretName, ID: "s"}, 1)),
		badBatch("Void[0].Ref.ID", ruleEmpty, void(scoring.AnswerID("").Ref(), 1)),
		badBatch("Void[0].Rev", "must be above 0", void(scoring.AnswerID("x").Ref(), 0)),
		badBatch("Erase[0]", ruleEmpty, func(b *scoring.Batch) { b.Erase = []scoring.PartyID{""} }),
		badBatch("Erase[1]", ruleTwice, func(b *scoring.Batch) { b.Erase = []scoring.PartyID{secretName, secretName} }),
		badBatch("Scores[0].Rev", "must be 0 beside an erasure", func(b *scoring.Batch) { b.Erase, b.Scores[0].Rev = []scoring.PartyID{"x"}, 1 }),
		badBatch("Scores[0]", "must not name who is erased", func(b *scoring.Batch) { b.Erase, b.Scores[0].Of = []scoring.PartyID{"x"}, scoring.PartyID("x").Ref() }),
		badBatch("Void", "must be empty beside an erasure", func(b *scoring.Batch) {
			*b = scoring.Batch{At: noon(0), Erase: []scoring.PartyID{"x"}, Void: []scoring.Voided{{Ref: score, Rev: 1}}}
		}),
	}
}

func allBad() (all []badCase) {
	for _, some := range [][]badCase{brokenAnswers(), brokenScores(), brokenAssumptions(), brokenBatches()} {
		all = append(all, some...)
	}
	return all
}

func TestCheckTellsTheFieldAndTheRule(t *testing.T) {
	t.Parallel()
	for _, c := range allBad() {
		err := c.batch.Check()
		got, ok := errors.AsType[*relationship.OpError](err)
		if !ok || !errors.Is(err, scoring.ErrInvalid) {
			t.Errorf("%s, which %s: got error %v, want an OpError that matches ErrInvalid", c.field, c.rule, err)
			continue
		}
		if got.Room != "scoring" || got.Field != c.field || !strings.Contains(got.Rule, c.rule) || got.Rule == "" {
			t.Errorf("got %s, which %s, of %s; want %s, which %s", got.Field, got.Rule, got.Room, c.field, c.rule)
		}
	}
}

func TestNoErrorTellsWhatARecordSays(t *testing.T) {
	t.Parallel()
	for _, c := range allBad() {
		if said := c.batch.Check().Error(); strings.Contains(said, "Secret") {
			t.Errorf("%s: the error tells a value: %q", c.field, said)
		}
		_, err := new(scoring.Memory).Write(t.Context(), c.batch)
		if err == nil || strings.Contains(err.Error(), "Secret") {
			t.Errorf("%s: a store says %v", c.field, err)
		}
	}
}

// A rule that refuses too much would pass the tests above.
func TestWhatIsAtTheEdgeOfARuleIsFine(t *testing.T) {
	t.Parallel()
	for _, c := range []badCase{
		badAnswer("", "", func(a *scoring.Answer) { a.By, a.Text, a.Weight = "", strings.Repeat("x", scoring.MaxText), 0 }),
		badAnswer("", "", func(a *scoring.Answer) { a.Value, a.Question = 0, strings.Repeat("x", 2048) }),
		badAnswer("", "", func(a *scoring.Answer) { a.Value, a.About = 10, scoring.PartyID("bob").Ref() }),
		badAnswer("", "", func(a *scoring.Answer) { a.Scale, a.Value = scoring.Scale{Low: -1, High: 1}, .1234 }),
		badScore("", "", func(s *scoring.Score) { s.From, s.Value = s.At, scoring.Estimate{} }),
		badScore("", "", func(s *scoring.Score) { s.From, s.Of = time.Time{}, scoring.PartyID("bob").Ref() }),
		badScore("", "", func(s *scoring.Score) {
			s.Inputs = slicesOf(shop(), scoring.MaxInputs)
			s.Value = scoring.Estimate{Value: -1e300, Low: -1e308, High: 1e308, Basis: relationship.Stated}
		}),
		badAssumption("", "", func(a *scoring.Assumption) { a.ReviewBy, a.Reviews[0].At = a.Since, a.Since }),
		badAssumption("", "", func(a *scoring.Assumption) { a.By, a.Owner, a.Reviews = "", "", nil }),
		badBatch("", "", func(b *scoring.Batch) { b.Erase = []scoring.PartyID{"x"} }),
		badBatch("", "", func(b *scoring.Batch) { b.Void = []scoring.Voided{{Ref: scoring.AnswerID("s").Ref(), Rev: 1}} }),
	} {
		if err := c.batch.Check(); err != nil {
			t.Errorf("got error %v, want none", err)
		}
	}
}

func slicesOf[T any](v T, n int) []T {
	out := make([]T, n)
	for i := range out {
		out[i] = v
	}
	return out
}
