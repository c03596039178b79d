package main

import (
	"context"
	"fmt"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// Those of whom the story tells. An ID never holds a name: it outlives the erasure of the person.
const (
	shopA relationship.PartyID = "shop-001"
	shopB relationship.PartyID = "shop-002"
	nina  relationship.PartyID = "staff-1"  // visits the shops for Norrvik
	marek relationship.PartyID = "fitter-1" // went from one shop to the other
	ida   relationship.PartyID = "driver-1" // left and came back
	greta relationship.PartyID = "mother-1" // Ida's
	anna1 relationship.PartyID = "driver-2" // mother and daughter of one name
	anna2 relationship.PartyID = "driver-3"
)

// takeOver writes what Norrvik's card index knew in the beginning: the shops and who works there.
func (w *world) takeOver(ctx context.Context, shops int) error {
	now := date(2024, 2, 5)
	w.party(relationship.Organisation, string(maker), "Norrvik Tyres")
	w.party(relationship.Person, string(nina), "Nina Aldous")
	w.tie("works-for", nina, maker, relationship.Ends{}, relationship.Stint{From: date(2018, 9, 1)})
	for i := range shops {
		shop := w.party(relationship.Organisation, shopID(i), shopName(i))
		w.shops = append(w.shops, shop)
		w.tie("supplies", maker, shop, relationship.Ends{
			From: relationship.End{Health: seen(now, w.around(0.8), 12+w.rng.IntN(30))},
			To:   relationship.End{Importance: guessed(now, w.around(0.6)), Health: stated(now, w.around(0.7))},
		}, relationship.Stint{From: w.between(2008, 2021)})
		for range 2 + w.rng.IntN(3) {
			fitter := w.person(w.name())
			w.tie("works-for", fitter, shop, relationship.Ends{}, relationship.Stint{From: w.between(2015, 2023)})
		}
	}
	w.party(relationship.Person, string(marek), "Marek Dolan")
	w.tie("works-for", marek, shopA, relationship.Ends{From: relationship.End{Role: "fitter"}},
		relationship.Stint{From: date(2019, 5, 6)})
	return w.write(ctx, now, nina, "taken over from the card index")
}

// meetDrivers writes who buys tyres where, as the shops told.
func (w *world) meetDrivers(ctx context.Context) error {
	now := date(2024, 3, 11)
	w.idaAndHerFamily(now)
	for _, anna := range []struct {
		id    relationship.PartyID
		shop  relationship.PartyID
		since int
	}{{anna1, shopA, 2016}, {anna2, shopB, 2022}} {
		phone := relationship.Fact{Name: "phone", Value: "555-0147", Source: "till", Basis: relationship.Stated, At: date(anna.since, 4, 1)}
		w.party(relationship.Person, string(anna.id), "Anna Reyes", phone)
		w.tie("supplies", anna.shop, anna.id, relationship.Ends{}, relationship.Stint{From: date(anna.since, 4, 1)})
	}
	for _, shop := range w.shops {
		for range 5 + w.rng.IntN(6) {
			w.family(shop, now)
		}
	}
	return w.write(ctx, now, nina, "spring visits to the shops")
}

// idaAndHerFamily adds the family that the tour looks at.
func (w *world) idaAndHerFamily(now time.Time) {
	w.party(relationship.Person, string(ida), "Ida Holt")
	w.party(relationship.Person, string(greta), "Greta Lind")
	mia := w.person("Mia Holt")
	per := w.person("Per Holt")
	home := w.party(relationship.Group, w.id("home"), "Holt household",
		relationship.Fact{Name: wordFact, Value: "household", Basis: relationship.Stated})
	for _, id := range []relationship.PartyID{ida, per, mia} {
		w.tie("member-of", id, home, relationship.Ends{})
	}
	w.tie("supplies", shopA, ida, relationship.Ends{
		From: relationship.End{Importance: guessed(now, 0.5)},
		To:   relationship.End{Importance: stated(now, 0.4), Health: seen(now, 0.7, 6)},
	}, relationship.Stint{From: date(2017, 4, 12), To: date(2022, 10, 1)})
	mine := func(importance, health relationship.Readings) relationship.Ends {
		return relationship.Ends{From: relationship.End{Importance: importance, Health: health}}
	}
	w.tie("spouse", ida, per, mine(stated(now, 0.9), nil), relationship.Stint{From: date(2014, 6, 21)})
	w.tie("parent", ida, mia, mine(stated(now, 1), stated(now, 0.8)), relationship.Stint{From: date(2016, 2, 9)})
	w.tie("drives", ida, mia, mine(stated(now, 0.95), guessed(now, 0.35)), relationship.Stint{From: date(2022, 8, 15)})
	w.tie("cares-for", ida, greta, mine(stated(now, 0.95), stated(now, 0.4)), relationship.Stint{From: date(2023, 1, 1)})
	w.tie("self", ida, ida, relationship.Ends{})
}

// family adds a driver with those at home.
func (w *world) family(shop relationship.PartyID, now time.Time) {
	surname := w.one(surnames())
	driver := w.person(w.one(firstNames()) + " " + surname)
	w.visits = append(w.visits, w.tie("supplies", shop, driver, relationship.Ends{
		To: relationship.End{Importance: guessed(now, w.around(0.35)), Health: seen(now, w.around(0.65), 1+w.rng.IntN(9))},
	}, relationship.Stint{From: w.between(2012, 2023)}))
	home := w.party(relationship.Group, w.id("home"), surname+" household",
		relationship.Fact{Name: wordFact, Value: "household", Basis: relationship.Stated})
	w.tie("member-of", driver, home, relationship.Ends{})
	if w.chance(0.6) {
		spouse := w.person(w.one(firstNames()) + " " + surname)
		w.tie("member-of", spouse, home, relationship.Ends{})
		w.tie("spouse", driver, spouse, relationship.Ends{})
	}
	for range w.rng.IntN(3) {
		child := w.person(w.one(firstNames()) + " " + surname)
		w.tie("member-of", child, home, relationship.Ends{})
		w.tie("parent", driver, child, relationship.Ends{})
		if w.chance(0.7) {
			w.tie("drives", driver, child, relationship.Ends{})
		}
	}
	if w.chance(0.15) {
		mother := w.person(w.name())
		w.tie("cares-for", driver, mother, relationship.Ends{})
	}
}

func (w *world) name() string { return w.one(firstNames()) + " " + w.one(surnames()) }

func shopID(i int) string { return fmt.Sprintf("shop-%03d", i+1) }

func shopName(i int) string {
	towns, trades := towns(), []string{"Tyres", "Wheel & Tyre", "Tyre Service", "Tyre Barn"}
	return towns[i%len(towns)] + " " + trades[(i/len(towns)+i)%len(trades)]
}
