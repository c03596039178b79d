package survey_test

import (
	"fmt"
	"log"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/survey"
)

// Who serves customers well? Five praised Ann, twenty praised Bob: five are soon lucky.
func ExampleRollup() {
	r, err := survey.NewRollup(scoring.Scale{Low: 0, High: 10, Step: 1}, survey.RollupConfig{})
	if err != nil {
		log.Fatal(err)
	}
	employee := func(name string) relationship.Ref { return relationship.PartyID(name).Ref() }
	for name, answers := range map[string][]float64{
		"ann":  {10, 10, 10, 9, 10},
		"bob":  {9, 10, 8, 10, 10, 10, 6, 9, 10, 10, 9, 8, 10, 4, 10, 10, 9, 10, 10, 9},
		"cyd":  {7, 10, 9, 6, 8, 7, 10, 8, 3, 9, 10, 8},
		"dan":  {8, 9, 5, 10, 10, 9, 8, 9},
		"eve":  {5, 9, 10, 7, 6, 9, 10, 7, 8, 10},
		"finn": {10, 9},
		"gus":  {9, 4, 10},
	} {
		for i, v := range answers {
			if err := r.Add(employee(name), relationship.PartyID(fmt.Sprint(name, "-customer-", i)), v); err != nil {
				log.Fatal(err)
			}
		}
	}
	s, err := r.Standings()
	if err != nil {
		log.Fatal(err)
	}
	for _, g := range s.Groups {
		fmt.Printf("%s: %.1f, shrunk to %v\n", g.About.ID, g.Own.Value, g.Shrunk)
	}
	fmt.Println("withheld:", s.Withheld)

	// Hal works in the storeroom: two thirds of what he does is for Bob.
	inferred, err := s.Infer([]relationship.Ref{employee("hal")}, func(relationship.Ref) []survey.Serves {
		return []survey.Serves{{To: employee("bob"), Share: 2}, {To: employee("eve"), Share: 1}}
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %v, inferred\n", inferred[0].About.ID, inferred[0].Shrunk)
	// Output:
	// ann: 9.8, shrunk to 9.376 (7.981 to 10), stated, n=5
	// bob: 9.1, shrunk to 8.976 (8.254 to 9.699), stated, n=20
	// cyd: 7.9, shrunk to 8.074 (7.147 to 9.002), stated, n=12
	// dan: 8.5, shrunk to 8.531 (7.49 to 9.572), stated, n=8
	// eve: 8.1, shrunk to 8.228 (7.253 to 9.204), stated, n=10
	// withheld: [party:finn party:gus]
	// hal: 8.727 (7.92 to 9.534), stated, n=30, inferred
}

// Net promoter by month: did something change, when, and by how much?
func ExampleCUSUM_Find() {
	zone := time.UTC
	months := survey.NewTimeline(survey.Calendar{Every: survey.Month, Zone: zone}, func() *survey.NetPromoter { return new(survey.NetPromoter) })
	for month, promoters := range []int64{41, 39, 42, 38, 40, 41, 39, 52, 50, 54, 53} {
		tally, err := months.At(time.Date(2025, time.Month(month+1), 15, 12, 0, 0, 0, zone))
		if err != nil {
			log.Fatal(err)
		}
		for answer, n := range map[float64]int64{10: promoters, 7: 70 - promoters, 3: 30} {
			if err := tally.AddMany(answer, n); err != nil {
				log.Fatal(err)
			}
		}
	}
	var figures []survey.Figure
	var names []string
	var calm survey.NetPromoter // the first half of the year
	for p, tally := range months.All() {
		if len(figures) < 6 {
			if err := calm.Merge(*tally); err != nil {
				log.Fatal(err)
			}
		}
		e := tally.Estimate()
		figures = append(figures, survey.Figure{Mean: e.Value, N: e.N})
		names = append(names, p.From.Format("January"))
	}
	chart, err := survey.ChangeConfig{Every: 100}.CUSUM()
	if err != nil {
		log.Fatal(err)
	}
	change, found, err := chart.Find(figures, calm.Usual())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found, "began in", names[change.Began]+", found in", names[change.Found]+", by", change.By)
	// Output:
	// true began in August, found in November, by 12.08 (3.928 to 20.24), stated, n=400
}

// Business travellers answer more often than they fly: the shares of all passengers put that right.
func ExamplePoststratify() {
	var answers []survey.Placed
	for i := range 60 {
		answers = append(answers, survey.Placed{Answer: float64(3 + i%3), Stratum: "business"})
	}
	for i := range 40 {
		answers = append(answers, survey.Placed{Answer: float64(2 + i%2), Stratum: "leisure"})
	}
	got, err := survey.Poststratify(scoring.Scale{Low: 1, High: 5, Step: 1}, answers, map[string]float64{"business": 2000, "leisure": 8000})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(got.Mean)
	// Output:
	// 2.8 (2.664 to 2.936), stated, n=60
}
