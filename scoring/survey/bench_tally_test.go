package survey_test

import (
	"testing"

	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

// answersToAdd are 4096 answers from 0 to 10 in no order.
func answersToAdd() []float64 {
	answers := make([]float64, 4096)
	for i := range answers {
		answers[i] = float64(i * 7919 % 4093 % 11)
	}
	return answers
}

// One operation is one answer: 20 ns are 50 million a second.
func BenchmarkNetPromoterAdd(b *testing.B) {
	answers, i := answersToAdd(), 0
	var t survey.NetPromoter
	b.ReportAllocs()
	for b.Loop() {
		if err := t.Add(answers[i&4095]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkTallyAdd(b *testing.B) {
	answers, i := answersToAdd(), 0
	t := done(survey.NewTally(scoring.Scale{Low: 0, High: 10, Step: .5}))(b)
	b.ReportAllocs()
	for b.Loop() {
		if err := t.Add(answers[i&4095]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// Merged tallies are emptied again, so that they never overflow.
func BenchmarkNetPromoterMerge(b *testing.B) {
	other := promoter(b, 22, 9, 8)
	b.ReportAllocs()
	for b.Loop() {
		t := other
		if err := t.Merge(other); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTallyMerge(b *testing.B) {
	t, other := tallied(b, 0, 0, 0, 0, 0), tallied(b, 1, 2, 3, 4, 5)
	b.ReportAllocs()
	for b.Loop() {
		if err := t.Merge(other); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIntervals(b *testing.B) {
	small, large := promoter(b, 22, 9, 8), promoter(b, 300_000_000, 350_000_000, 350_000_000)
	p, q := survey.Proportion{Yes: 56, Of: 70}, survey.Proportion{Yes: 48, Of: 80}
	score := func(t survey.NetPromoter, m survey.Method) func() error {
		return func() error { _, err := t.Interval(survey.Config{Method: m}); return err }
	}
	share := func(m survey.Method) func() error {
		return func() error { _, err := p.Interval(survey.Config{Method: m}); return err }
	}
	apart := func(m survey.Method) func() error {
		return func() error { _, err := p.Minus(q, survey.Config{Method: m}); return err }
	}
	for _, c := range []struct {
		name string
		find func() error
	}{
		{"score, n=39", score(small, survey.ScoreTest)},
		{"score, n=1e9", score(large, survey.ScoreTest)},
		{"adjusted Wald", score(small, survey.AdjustedWald)},
		{"bootstrap, n=39", score(small, survey.Bootstrap)},
		{"two scores", func() error { _, err := small.Minus(large, survey.Config{}); return err }},
		{"Wilson", share(survey.ScoreTest)},
		{"Jeffreys", share(survey.Jeffreys)},
		{"Newcombe", apart(survey.ScoreTest)},
		{"Miettinen-Nurminen", apart(survey.MiettinenNurminen)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := c.find(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
