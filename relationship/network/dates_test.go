package network_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// datedNet returns a network with as many different instants, and some that are hard to keep.
func datedNet(instants int) plainNet {
	rng := rand.New(rand.NewPCG(3, 5))
	n := plainNet{}
	for i := range 200 {
		n.parties = append(n.parties, relationship.PartyID(fmt.Sprintf("p%03d", i)))
	}
	first := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
	hard := hardInstants()
	for i := range instants / 2 {
		s := relationship.Stint{From: first.Add(time.Duration(i) * time.Hour), To: first.Add(time.Duration(2*i+1)*time.Minute + time.Duration(i)*time.Hour)}
		switch i % 100 {
		case 0:
			s.To = time.Time{}
		case 1:
			s.From = time.Time{}
		case 2:
			s.From = hard[i/100%6]
		case 3:
			s.To = hard[len(hard)-1-i/100%3]
		}
		n.ties = append(n.ties, plainTie{relationship.Tie{
			ID: relationship.TieID(fmt.Sprintf("t%07d", i)), Kind: plainKinds()[rng.IntN(4)],
			From: n.parties[rng.IntN(200)], To: n.parties[rng.IntN(200)], Stints: []relationship.Stint{s},
		}, 1})
	}
	return n
}

// someAround compares what is around some parties, at the boundaries of their own ties too.
func someAround(t *testing.T, s *network.Snapshot, n plainNet) {
	t.Helper()
	for _, id := range []relationship.PartyID{"p000", "p042", "p199"} {
		instants := boundaries()
		for i, step := range n.around(id, time.Time{}) {
			if tie, ok := slices.BinarySearchFunc(n.ties, step.Tie, byID); ok && i%30 == 0 {
				stint := n.ties[tie].Stints[0]
				for _, end := range []time.Time{stint.From, stint.To} {
					if !end.IsZero() {
						instants = append(instants, end, end.Add(-1))
					}
				}
			}
		}
		plain := n
		plain.ties = slices.DeleteFunc(slices.Clone(n.ties), func(t plainTie) bool { return t.From != id && t.To != id })
		for _, at := range instants {
			got, err := s.Around(id, at)
			want := plain.around(id, at)
			for i := range want {
				if len(got) > i && got[i].Tie == "" {
					want[i].Tie = "" // of columns
				}
			}
			if err != nil || !slices.Equal(got, want) {
				t.Fatalf("around %s at %v: got %d ties, %v, want %d", id, at, len(got), err, len(want))
			}
		}
	}
}

func byID(t plainTie, id relationship.TieID) int {
	switch {
	case t.ID < id:
		return -1
	case t.ID > id:
		return 1
	}
	return 0
}

// Up to 65,534 different instants have 16 bits each; more are kept another way.
func TestFewAndManyInstantsAreKeptAlike(t *testing.T) {
	t.Parallel()
	for _, instants := range []int{2000, 140_000} {
		n := datedNet(instants)
		someAround(t, mustLoad(t, n.columns(), network.Config{}), n)
		someAround(t, mustBuild(t, n), n)
	}
}

func TestTheGreatestNumberOfInstantsWithSixteenBitsIsKept(t *testing.T) {
	t.Parallel()
	first := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, count := range []int{65_533, 65_534, 65_535, 65_536} {
		c := network.Columns{Parties: []relationship.PartyID{"a", "b"}, Kinds: plainKinds(), Instants: []time.Time{{}}}
		for i := range count {
			c.Instants = append(c.Instants, first.Add(time.Duration(i)))
		}
		c.From, c.To, c.Kind = []uint32{0, 0, 0, 0}, []uint32{1, 1, 1, 1}, []uint16{0, 0, 0, 0}
		last := uint32(count)
		c.Since, c.Until, c.Weight = []uint32{0, last, 1, last - 1}, []uint32{last, 0, last, last}, []float32{1, 2, 4, 8}
		s := mustLoad(t, c, network.Config{})
		end := first.Add(time.Duration(count - 1))
		for at, want := range map[time.Time]float64{
			first.Add(-1): 1, first: 5, end.Add(-2): 5, end.Add(-1): 13, end: 2, end.Add(1): 2, {}: 15,
		} {
			steps, err := s.Around("a", at)
			if got := weightOf(steps); err != nil || got != want {
				t.Errorf("of %d instants, at %v: got ties that weigh %v, %v, want %v", count, at, got, err, want)
			}
		}
		c.Since[3] = last
		if _, err := network.Load(c, network.Config{}); !errors.Is(err, relationship.ErrInvalid) {
			t.Errorf("of %d instants: got %v for an Until that is Since", count, err)
		}
	}
}

func weightOf(steps []network.Step) float64 {
	total := 0.0
	for _, s := range steps {
		total += s.Weight
	}
	return total
}

// From holds, To does not; and nobody knows when a stint that is Ended ended.
func TestATieHoldsInItsStintsAndAtNoOtherInstant(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNet(t)
		for i := range n.ties {
			n.ties[i].Stints = drawStints(t)
		}
		s := mustBuild(t, n)
		mustShow(t, s, n, boundaries()...)
	})
}

// drawStints draws stints as a book allows them: in order, not overlapping.
func drawStints(t *rapid.T) []relationship.Stint {
	instants := slices.Clone(hardInstants()[1:])
	slices.SortFunc(instants, time.Time.Compare)
	picked := instants[rapid.IntRange(0, len(instants)-1).Draw(t, "first"):]
	picked = picked[:rapid.IntRange(0, min(5, len(picked))).Draw(t, "picked")]
	var stints []relationship.Stint
	for len(picked) >= 2 {
		stints = append(stints, relationship.Stint{From: picked[0], To: picked[1]})
		picked = picked[2:]
	}
	switch {
	case len(picked) == 1:
		stints = append(stints, relationship.Stint{From: picked[0], Ended: rapid.Bool().Draw(t, "ended")})
	case len(stints) == 0:
		stints = append(stints, relationship.Stint{Ended: rapid.Bool().Draw(t, "ended some time")})
	}
	if rapid.Bool().Draw(t, "from ever") {
		stints[0].From = time.Time{}
	}
	return stints
}

func TestInstantsOfAnyZoneAreTheSame(t *testing.T) {
	t.Parallel()
	n := datedNet(400)
	s := mustBuild(t, n)
	far := time.FixedZone("far", -12*3600)
	for _, id := range n.parties {
		for _, at := range boundaries() {
			a, errA := s.Around(id, at)
			b, errB := s.Around(id, at.In(far))
			if err := errors.Join(errA, errB); err != nil || !slices.Equal(a, b) {
				t.Fatalf("around %s at %v: got %d ties there and %d here, %v", id, at, len(b), len(a), err)
			}
		}
	}
}
