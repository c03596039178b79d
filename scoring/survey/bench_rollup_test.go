package survey_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/survey"
)

// benchAnswers returns answers about employees by a quarter as many people, in no order.
func benchAnswers(n, employees int) []rollAnswer {
	rng := rand.New(rand.NewPCG(1, 0))
	about, by := make([]relationship.Ref, employees), make([]relationship.PartyID, n/4+1)
	for i := range about {
		about[i] = rollRef("employee", i)
	}
	for i := range by {
		by[i] = rollPerson(i)
	}
	answers := make([]rollAnswer, n)
	for i := range answers {
		answers[i] = rollAnswer{about[rng.IntN(employees)], by[rng.IntN(len(by))], float64(rng.IntN(11))}
	}
	return answers
}

// benchTeams puts employees into teams of ten, and those into departments of ten.
func benchTeams(employees int) []survey.Place {
	var places []survey.Place
	for i := range employees/100 + 1 {
		places = append(places, survey.Place{About: rollRef("department", i), Level: "department"})
	}
	for i := range employees / 10 {
		places = append(places, survey.Place{About: rollRef("team", i), Within: rollRef("department", i/10), Level: "team"})
	}
	for i := range employees {
		places = append(places, survey.Place{About: rollRef("employee", i), Within: rollRef("team", i/10), Level: "employee"})
	}
	return places
}

// BenchmarkRollup rolls up a million answers over ten thousand employees, from the first answer to the standings.
func BenchmarkRollup(b *testing.B) {
	for _, c := range []struct{ answers, employees int }{{100, 10}, {10_000, 100}, {1_000_000, 10_000}} {
		answers := benchAnswers(c.answers, c.employees)
		for name, places := range map[string][]survey.Place{"flat": nil, "teams": benchTeams(c.employees)} {
			b.Run(fmt.Sprintf("answers=%d/%s", c.answers, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := rollOf(b, rollTens(), 0, answers).Standings(places...); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkRollupMerge(b *testing.B) {
	answers := benchAnswers(1_000_000, 10_000)
	whole, part := rollOf(b, rollTens(), 0, answers), rollOf(b, rollTens(), 0, answers[:500_000])
	b.ReportAllocs()
	for b.Loop() {
		if err := whole.Merge(part); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFading(b *testing.B) {
	f := fadeOf(b, fadeNow(), survey.FadeConfig{})
	b.ReportAllocs()
	for b.Loop() {
		if err := f.Add(fadeNow().Add(-time.Hour), 9); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTimeline(b *testing.B) {
	l := survey.NewTimeline(survey.Calendar{Zone: periodZone(b, "Europe/Berlin")}, func() *survey.NetPromoter { return new(survey.NetPromoter) })
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := l.At(fadeNow().Add(time.Duration(i%400) * time.Hour)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCUSUM(b *testing.B) {
	for _, shift := range []float64{.25, 1} {
		b.Run(fmt.Sprint("shift=", shift), func(b *testing.B) {
			for b.Loop() {
				if _, err := (survey.ChangeConfig{Shift: shift}).CUSUM(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
