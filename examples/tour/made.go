package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// today is when the made-up case is looked at.
func today() time.Time { return date(2026, 3, 2) }

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// A world makes up Norrvik, a maker of tyres, with its tyre shops, their drivers, and the drivers'
// families. The same seed always makes the same world, and nobody in it is real.
type world struct {
	book  *relationship.Book
	words *vocabulary
	rng   *rand.Rand
	clock time.Time // of the book
	batch relationship.Batch
	made  map[string]int // IDs of each sort

	shops  []relationship.PartyID
	visits []relationship.Tie // of drivers to shops
	left   []relationship.TieID
}

const maker relationship.PartyID = "norrvik"

// newWorld returns a world in which nobody is yet.
func newWorld(seed uint64) (*world, error) {
	w := &world{
		words: readyVocabulary(),
		rng:   rand.New(rand.NewPCG(seed, 2026)),
		clock: date(2024, 2, 5),
		made:  map[string]int{},
	}
	err := w.words.add(relationship.Kind{
		Name: "drives",
		From: relationship.KindEnd{Phrase: "drives", Role: "driver", Kinds: []relationship.PartyKind{relationship.Person}},
		To:   relationship.KindEnd{Phrase: "is driven by", Role: "passenger", Kinds: []relationship.PartyKind{relationship.Person}},
	}, given)
	return w, err
}

// fill makes up a number of tyre shops, at least two, and everybody else, in an empty store.
func (w *world) fill(ctx context.Context, store relationship.Store, shops int) error {
	w.book = relationship.NewBook(store, relationship.Config{
		Kinds: w.words.kinds,
		Now:   func() time.Time { return w.clock },
		NewID: func() string { return w.id("record") },
	})
	for _, write := range []func(context.Context) error{
		func(ctx context.Context) error { return w.takeOver(ctx, shops) },
		w.meetDrivers,
		w.askFamilies,
		w.leave,
		w.idaComesBack,
		w.marekMoves,
		w.annaAndAnna,
		w.comeBack,
		w.needs,
	} {
		if err := write(ctx); err != nil {
			return err
		}
	}
	return nil
}

// id makes the next ID of a sort.
func (w *world) id(sort string) string {
	w.made[sort]++
	return fmt.Sprintf("%s-%04d", sort, w.made[sort])
}

// party adds a party to the batch.
func (w *world) party(kind relationship.PartyKind, id, name string, facts ...relationship.Fact) relationship.PartyID {
	p := relationship.Party{ID: relationship.PartyID(id), Kind: kind, Name: name, Facts: facts}
	w.batch.Parties = append(w.batch.Parties, p)
	return p.ID
}

// person adds a person to the batch.
func (w *world) person(name string, facts ...relationship.Fact) relationship.PartyID {
	return w.party(relationship.Person, w.id("person"), name, facts...)
}

// tie adds a tie to the batch and returns it. Without stints it has held for as long as anyone knows.
func (w *world) tie(kind relationship.KindName, from, to relationship.PartyID, ends relationship.Ends, stints ...relationship.Stint) relationship.Tie {
	if len(stints) == 0 {
		stints = []relationship.Stint{{}}
	}
	t := relationship.Tie{
		ID: relationship.TieID(w.id("tie")), Kind: kind, From: from, To: to, Ends: ends, Stints: stints,
	}
	w.batch.Ties = append(w.batch.Ties, t)
	return t
}

// write writes the batch on a day, for someone with a reason.
func (w *world) write(ctx context.Context, at time.Time, by relationship.PartyID, why string) error {
	w.clock = at
	_, err := w.book.As(by, why).Put(ctx, w.batch)
	w.batch = relationship.Batch{}
	return err
}

// between returns a day in a range of years.
func (w *world) between(first, last int) time.Time {
	return date(first, 1, 1).AddDate(0, 0, w.rng.IntN(365*(last-first+1)))
}

// one returns one of several names.
func (w *world) one(of []string) string { return of[w.rng.IntN(len(of))] }

// chance reports whether something happens that happens with probability p.
func (w *world) chance(p float64) bool { return w.rng.Float64() < p }

// around returns a number near v that can be an importance or a health.
func (w *world) around(v float64) float64 { return unit(v + (w.rng.Float64()-0.5)/4) }

// stated is what one person said on a day; guessed what somebody else believes of them; seen what was
// observed n times.
func stated(at time.Time, v float64) relationship.Readings {
	return reading(at, v, 0.1, 1, relationship.Stated)
}

func guessed(at time.Time, v float64) relationship.Readings {
	return reading(at, v, 0.3, 0, relationship.Guessed)
}

func seen(at time.Time, v float64, n int) relationship.Readings {
	return reading(at, v, 0.4/math.Sqrt(float64(n)), float64(n), relationship.Observed)
}

func reading(at time.Time, v, doubt, n float64, basis relationship.Basis) relationship.Readings {
	e := relationship.Estimate{Value: unit(v), Low: unit(v - doubt), High: unit(v + doubt), N: n, Basis: basis}
	return relationship.Readings{{At: at, Estimate: e}}
}

// unit returns v with two decimals, in 0..1.
func unit(v float64) float64 { return math.Round(100*min(max(v, 0), 1)) / 100 }
