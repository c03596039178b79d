package relationshiptest

import (
	"fmt"
	"math"
	"strings"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/relationship"
)

func keepClauses() []clause {
	const kept = "The records are kept with everything as it came."
	return []clause{
		{name: "keep/party", sentence: kept, check: checkKeepParty},
		{name: "keep/tie", sentence: kept, check: checkKeepTie},
		{name: "keep/need", sentence: kept, check: checkKeepNeed},
		{name: "keep/bare", sentence: kept, check: checkKeepBare},
		{name: "keep/types", sentence: "A fact's Value is a string, a float64, a bool or a time.Time, kept as it came.", check: checkKeepTypes},
		{name: "keep/text", sentence: "Text is kept byte by byte.", check: checkKeepText},
		{name: "keep/long-text", sentence: "Text is kept byte by byte.", check: checkKeepLongText},
		{name: "keep/numbers", sentence: "Numbers are kept bit by bit.", check: checkKeepNumbers},
		{name: "keep/instants", sentence: "Instants are kept to the nanosecond in whatever zone.", check: checkKeepInstants},
	}
}

func checkKeepParty(tb TB, s relationship.Store) {
	for _, kind := range []relationship.PartyKind{relationship.Person, relationship.Organisation, relationship.Group} {
		p := fullParty()
		p.ID, p.Kind = relationship.PartyID(kind), kind
		write(tb, s, p)
	}
	want := contentOf(tb, s, 0).withoutRevs().Parties
	mustEqual(tb, "the kinds of the parties", keys(want, func(p *relationship.Party) string { return string(p.Kind) }), []string{"group", "organisation", "person"})
	for _, p := range want {
		full := fullParty()
		full.ID, full.Kind = p.ID, p.Kind
		mustEqual(tb, "a party with all fields", p, full)
	}
}

func checkKeepTie(tb TB, s relationship.Store) {
	write(tb, s, fullTie())
	mustHold(tb, s, fullTie())
}

func checkKeepNeed(tb TB, s relationship.Store) {
	var want []any
	for i, class := range []relationship.Class{relationship.Basic, relationship.Delighter, relationship.Promise} {
		n := fullNeed()
		n.ID, n.Class, n.ClassBasis = relationship.NeedID(class), class, relationship.Basis(i+1)
		want = append(want, n)
	}
	ended := need("ended", "a", "")
	ended.During = relationship.Stint{From: noon(0), Ended: true}
	want = append(want, ended)
	write(tb, s, want...)
	write(tb, s, fullNeed())
	mustHold(tb, s, want[0], want[1], want[3], fullNeed(), want[2])
}

func checkKeepBare(tb TB, s relationship.Store) {
	records := []any{
		person("a"), person("b"), relationship.Tie{ID: "t", Kind: "knows", From: "a", To: "b", Stints: []relationship.Stint{{}}}, need("n", "a", ""),
	}
	write(tb, s, records...)
	mustHold(tb, s, records...)
}

// checkKeepTypes writes values that look like those of another type.
func checkKeepTypes(tb TB, s relationship.Store) {
	p := person("a")
	for i, v := range []any{"", "1", "true", "null", "2026-03-04T12:00:00Z", 0.0, 1.0, true, false, noon(0), `{"a":1}`} {
		p.Facts = append(p.Facts, relationship.Fact{Name: fmt.Sprint(i), Value: v, Basis: relationship.Stated})
	}
	t := tie("t", "a", "a")
	t.Facts = p.Facts
	write(tb, s, p, t)
	mustHold(tb, s, p, t)
}

func checkKeepText(tb TB, s relationship.Store) {
	texts := suite.TroubleTexts()
	for i, text := range texts {
		p, t, n := person(fmt.Sprintf("%03d", i)), tie(fmt.Sprintf("%03d", i), "a", "b"), need(fmt.Sprintf("%03d", i), "a", "")
		p.Name, n.Text = text, text
		t.Ends.From.Role, t.Ends.To.Role = text, "x"
		p.Facts = []relationship.Fact{{Name: "city", Value: text, Source: text, Basis: relationship.Stated}}
		n.Importance = fullReadings(0)
		n.Importance[0].Source = text
		rev := write(tb, s, p, t, n)
		got := content{[]relationship.Party{p}, []relationship.Tie{t}, []relationship.Need{n}}.byIDs(tb, s)
		want := content{[]relationship.Party{p}, []relationship.Tie{t}, []relationship.Need{n}}.at(rev)
		mustEqual(tb, fmt.Sprintf("records with the text %+q", text), got, want)
	}
}

func checkKeepLongText(tb TB, s relationship.Store) {
	long := strings.Repeat("0123456789abcdeß", 1<<16) // 17 bytes each: just above 1 MiB
	p, n := person("a"), need("n", "a", "")
	p.Name, n.Text = long, long
	p.Facts = []relationship.Fact{{Name: "x", Value: long, Basis: relationship.Stated}}
	write(tb, s, p, n)
	got := contentOf(tb, s, 0)
	if len(got.Parties) != 1 || len(got.Needs) != 1 {
		tb.Fatalf("got %d parties and %d needs, want one each", len(got.Parties), len(got.Needs))
	}
	if got.Parties[0].Name != long || got.Needs[0].Text != long || !same(got.Parties[0].Facts, p.Facts) {
		tb.Fatalf("got texts of %d and %d bytes, want the %d bytes that were written", len(got.Parties[0].Name), len(got.Needs[0].Text), len(long))
	}
}

func checkKeepNumbers(tb TB, s relationship.Store) {
	p, t, n := person("a"), tie("t", "a", "a"), need("n", "a", "t")
	for i, v := range suite.TroubleNumbers() {
		p.Facts = append(p.Facts, relationship.Fact{Name: fmt.Sprint(i), Value: v, Basis: relationship.Stated})
	}
	for _, v := range suite.TroubleShares() {
		e := relationship.Estimate{Value: v, Low: v, High: v, N: math.Abs(v) * 1e300, Basis: relationship.Guessed, Guesses: math.Abs(v)}
		n.Importance = append(n.Importance, relationship.Reading{Estimate: e})
	}
	t.Facts = p.Facts
	t.Ends.From.Importance, t.Ends.From.Health, t.Ends.To.Importance, t.Ends.To.Health = n.Importance, n.Importance, n.Importance, n.Importance
	n.Satisfaction = n.Importance
	write(tb, s, p, t, n)
	mustHold(tb, s, p, t, n)
}

func checkKeepInstants(tb TB, s relationship.Store) {
	for i, at := range suite.TroubleInstants() {
		p, t, n := person(fmt.Sprintf("%03d", i)), tie(fmt.Sprintf("%03d", i), "a", "b"), need(fmt.Sprintf("%03d", i), "a", "")
		p.Facts = []relationship.Fact{{Name: "x", Value: at, Basis: relationship.Stated, At: at}}
		t.Stints = []relationship.Stint{{From: at}}
		if !at.IsZero() { // a stint from the beginning
			t.Stints = []relationship.Stint{{To: at}}
		}
		n.During, n.Importance = t.Stints[0], fullReadings(0)
		n.Importance[0].At = at
		rev := write(tb, s, p, t, n)
		got := content{[]relationship.Party{p}, []relationship.Tie{t}, []relationship.Need{n}}.byIDs(tb, s)
		want := content{[]relationship.Party{p}, []relationship.Tie{t}, []relationship.Need{n}}.at(rev)
		mustEqual(tb, "records with the instant "+at.String(), got, want)
	}
}
