package readiness_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/readiness"
)

// answered returns a tally of four items of the ready instrument, as twelve people rated them: the first six are in
// sales, the others in service. later is what changed by the second round.
func answered(later float64) *readiness.Tally {
	tally, err := readiness.NewTally(readiness.ReadyInstrument())
	if err != nil {
		panic(err)
	}
	for item, values := range map[string][]float64{
		"short-term":           {5, 4, 5, 4, 5, 4, 5, 5, 4, 5, 4, 5},
		"cost":                 {2, 1, 2, 2, 1, 2, 5, 4, 5, 5, 4, 5},
		"legacy":               {3, 2, 3, 2, 3, 3, 2, 3, 2, 3, 3, 2},
		"structure-listening":  {1, 5, 1, 5, 5, 1, 5, 1, 1, 5, 1, 5},
		"technology-listening": {2, 3, 2, 2, 3, 2, 2, 3, 2, 2, 3, 2},
	} {
		for i, v := range values {
			if item == "short-term" {
				v -= later
			}
			rating := readiness.Rating{By: scoring.PartyID(fmt.Sprint("p", i)), Item: item, Value: v}
			if err := tally.Add(rating); err != nil {
				panic(err)
			}
		}
	}
	return tally
}

func Example() {
	round, err := answered(0).Round(readiness.Config{})
	if err != nil {
		panic(err)
	}
	for _, f := range round.Items[:3] {
		fmt.Printf("%-19s %.2f (%.2f to %.2f)  r_wg %.2f  %s\n",
			f.Item, f.Severity.Value, f.Severity.Low, f.Severity.High, f.Agreement.RWG, f.Root)
	}
	fmt.Println("root:", round.Roots[0].Text)
	fmt.Println("first:", round.Remedies[0].Text)
	// Output:
	// short-term          0.90 (0.68 to 0.97)  r_wg 0.87  short-term
	// cost                0.54 (0.30 to 0.77)  r_wg 0.00  only-cost
	// structure-listening 0.50 (0.24 to 0.76)  r_wg 0.00  no-reason
	// root: Short-term levers are easier.
	// first: Tie goals and pay to customers who stay for years.
}

func ExampleTally_AddAnswer() {
	tally, err := readiness.NewTally(readiness.ReadyInstrument())
	if err != nil {
		panic(err)
	}
	answer := scoring.Answer{
		Question: "vision", Scale: scoring.Scale{Low: 1, High: 5, Step: 1}, Value: 4,
		By: "p1", About: scoring.Ref{Noun: "party", ID: "us"}, Sealed: true,
	}
	fmt.Println(tally.AddAnswer(answer))
	answer.Sealed = false
	fmt.Println(tally.AddAnswer(answer))
	// Output:
	// <nil>
	// readiness: add answer: Sealed must be true of an answer about the organisation
}

func ExampleTally_Round() {
	team := func(by scoring.PartyID) []string {
		if by < "p6" && len(by) == 2 {
			return []string{"sales"}
		}
		return []string{"service"}
	}
	round, err := answered(0).Round(readiness.Config{Team: team})
	if err != nil {
		panic(err)
	}
	for _, v := range round.Views {
		if v.Differs {
			fmt.Printf("%s sees %s %+.2f (%+.2f to %+.2f)\n", v.Group[0], v.Item, v.Difference, v.Low, v.High)
		}
	}
	// Output:
	// sales sees cost -0.75 (-1.00 to -0.47)
	// service sees cost +0.75 (+0.47 to +1.00)
}

func ExampleCompare() {
	progress, err := readiness.Compare(answered(0), answered(1), readiness.Config{})
	if err != nil {
		panic(err)
	}
	for _, c := range progress.Items {
		fmt.Printf("%-20s %+.2f (%+.2f to %+.2f) better: %t\n", c.ID, c.Difference, c.Low, c.High, c.Better)
	}
	// Output:
	// short-term           -0.25 (-0.31 to -0.19) better: true
	// legacy               +0.00 (-0.06 to +0.06) better: false
	// cost                 +0.00 (-0.06 to +0.06) better: false
	// structure-listening  +0.00 (-0.06 to +0.06) better: false
	// technology-listening +0.00 (-0.06 to +0.06) better: false
}

func ExampleRound_Scores() {
	round, err := answered(0).Round(readiness.Config{})
	if err != nil {
		panic(err)
	}
	us := scoring.Ref{Noun: "party", ID: "us"}
	for _, s := range round.Scores(us, time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC))[:2] {
		fmt.Printf("%s %.2f sealed: %t, of %d people\n", s.Name, s.Value.Value, s.Sealed, s.People)
	}
	// Output:
	// readiness item short-term 0.90 sealed: true, of 12 people
	// readiness item cost 0.54 sealed: true, of 12 people
}

func ExampleReadyInstrument() {
	ins := readiness.ReadyInstrument()
	ins.Items = append(ins.Items, readiness.Item{
		ID: "franchise", Text: "Our shops are not ours to change.", Group: readiness.Obstacle,
		Roots:    map[string]float64{readiness.NoReason: 1},
		Remedies: []string{"owner"},
		Blocks:   []relationship.Ref{{Noun: "change", ID: "one-price"}},
	})
	fmt.Println(len(ins.Items), ins.Check())
	ins.Items[0].Roots = map[string]float64{"bad luck": 1}
	fmt.Println(ins.Check())
	// Output:
	// 41 <nil>
	// readiness: check instrument: Items[0].Roots must name roots of the instrument
}

func ExampleParseInstrument() {
	ins, err := readiness.ParseInstrument([]byte(`{
		"name": "ours", "scale": {"low": 0, "high": 10, "step": 1},
		"roots": [{"id": "only-cost", "text": "It is seen as a cost."}],
		"remedies": [],
		"items": [{"id": "till", "text": "Our till knows no customer.", "group": "obstacle", "roots": {"only-cost": 1}}]
	}`))
	fmt.Println(ins.Items[0].Text, err)
	_, err = readiness.ParseInstrument([]byte(`{"name": "ours", "colour": "red"}`))
	fmt.Println(strings.Contains(err.Error(), "no other fields"))
	// Output:
	// Our till knows no customer. <nil>
	// true
}
