package relationship_test

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// drawKind draws a kind of tie named "drawn": directed or symmetric, with or without ties of a
// party with itself, and with phrases that it shares with no other draw.
func drawKind(t *rapid.T, words string) relationship.Kind {
	k := relationship.Kind{
		Name: "drawn",
		From: relationship.KindEnd{Phrase: words + " from phrase", Role: words + " from role"},
		To:   relationship.KindEnd{Phrase: words + " to phrase", Role: words + " to role"},
		Loop: rapid.SampledFrom([]relationship.Loop{relationship.LoopNever, relationship.LoopAllowed}).Draw(t, "loop"),
	}
	switch rapid.SampledFrom([]string{"directed", "symmetric", "hierarchy"}).Draw(t, "form") {
	case "symmetric":
		k.Symmetric = true
		k.To = relationship.KindEnd{}
	case "hierarchy":
		k.Loop = relationship.LoopNever
		k.Rank = rapid.SampledFrom([]relationship.Rank{relationship.FromAbove, relationship.ToAbove}).Draw(t, "rank")
	}
	return k
}

func drawEstimate(t *rapid.T) relationship.Estimate {
	v := rapid.Float64Range(0, 1).Draw(t, "value")
	return relationship.Estimate{
		Value: v, Low: v * rapid.Float64Range(0, 1).Draw(t, "low"), High: v + (1-v)*rapid.Float64Range(0, 1).Draw(t, "high"),
		N:     rapid.SampledFrom([]float64{0, 1, 2.5, 1e6}).Draw(t, "n"),
		Basis: rapid.SampledFrom([]relationship.Basis{relationship.Guessed, relationship.Stated, relationship.Observed}).Draw(t, "basis"),
	}
}

func drawReadings(t *rapid.T) relationship.Readings {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) relationship.Reading {
		return relationship.Reading{
			At:       noon(rapid.IntRange(0, 30).Draw(t, "at")),
			Estimate: drawEstimate(t),
			Source:   rapid.SampledFrom([]string{"", "survey", "visits"}).Draw(t, "source"),
		}
	}), 0, 3).Draw(t, "readings")
}

func drawEnd(t *rapid.T) relationship.End {
	return relationship.End{
		Role:       rapid.SampledFrom([]string{"", "aunt", "owner of the van"}).Draw(t, "role"),
		Importance: drawReadings(t),
		Health:     drawReadings(t),
	}
}

// mirrored returns what the other end should see.
func mirrored(v seen) seen {
	v.Side = v.Side.Other()
	v.Self, v.Other = v.Other, v.Self
	v.Mine, v.Theirs = v.Theirs, v.Mine
	v.Role, v.TheyAre = v.TheyAre, v.Role
	return v
}

func TestViewFromOneEndMirrorsTheViewFromTheOther(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kind := drawKind(t, "first")
		d := newDesk(t, kind)
		put(t, d.Book, relationship.Batch{Parties: people("a", "b", "b2")})
		between := tie("t", "drawn", "a", "b")
		if rapid.Bool().Draw(t, "turned") {
			between.From, between.To = between.To, between.From
		}
		between.Ends = relationship.Ends{From: drawEnd(t), To: drawEnd(t)}
		put(t, d.Book, relationship.Batch{Ties: []relationship.Tie{between}})
		b := relationship.PartyID("b")
		if rapid.Bool().Draw(t, "merged") {
			ok(t, d.Merge(t.Context(), "b2", "b"))
			b = "b2"
		}
		mustMirror(t, &d.Reader, kind, b)

		// The same tie in other words, and in a program that does not know its kind.
		other := kind
		other.From = relationship.KindEnd{Phrase: "second from phrase", Role: "second from role"}
		other.To = relationship.KindEnd{}
		if !kind.Symmetric {
			other.To = relationship.KindEnd{Phrase: "second to phrase", Role: "second to role"}
		}
		renamed := relationship.NewBook(d.store, config(t, d.clock, other))
		mustMirror(t, &renamed.Reader, other, b)
		unknown := relationship.KindEnd{Phrase: "drawn", Role: "drawn"}
		mustMirror(t, &relationship.NewBook(d.store, config(t, d.clock)).Reader, relationship.Kind{From: unknown, To: unknown}, b)
	})
}

// mustMirror looks at the one tie from both ends, in the words of a kind.
func mustMirror(t *rapid.T, r *relationship.Reader, kind relationship.Kind, b relationship.PartyID) {
	t.Helper()
	if kind.Symmetric {
		kind.To = kind.From
	}
	from, to := around(t, r, "a"), around(t, r, b)
	if len(from) != 1 || len(to) != 1 {
		t.Fatalf("got %d and %d ties, want one at each end", len(from), len(to))
	}
	want := mirrored(from[0])
	want.Phrase = to[0].Phrase // compared below
	same(t, "seen from b", to[0], want)
	same(t, "who is who", []relationship.PartyID{from[0].Self.ID, from[0].Other.ID}, []relationship.PartyID{"a", b})
	for _, v := range []seen{from[0], to[0]} {
		words, own := kind.From, v.Tie.Ends.From
		if v.Side == relationship.ToSide {
			words, own = kind.To, v.Tie.Ends.To
		}
		if own.Role != "" {
			words.Role = own.Role
		}
		same(t, "words", []string{v.Phrase, v.Role}, []string{words.Phrase, words.Role})
		same(t, "mine", v.Mine, own)
	}
}

func TestTieWithOneselfIsSeenOnceFromItsFromEnd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kind := drawKind(t, "first")
		kind.Loop, kind.Rank = relationship.LoopAllowed, relationship.Flat
		d := newDesk(t, kind)
		put(t, d.Book, relationship.Batch{Parties: people("a", "a2")})
		between := tie("t", "drawn", "a", "a2")
		between.Ends = relationship.Ends{From: drawEnd(t), To: drawEnd(t)}
		if rapid.Bool().Draw(t, "one record") {
			between.To = "a"
		}
		put(t, d.Book, relationship.Batch{Ties: []relationship.Tie{between}})
		ok(t, d.Merge(t.Context(), "a2", "a"))
		for _, id := range []relationship.PartyID{"a", "a2"} {
			views := around(t, &d.Reader, id)
			if len(views) != 1 || views[0].Side != relationship.FromSide {
				t.Fatalf("got %d views from %s, want one, from the From end", len(views), id)
			}
			v := views[0]
			same(t, "self and other", []relationship.PartyID{v.Self.ID, v.Other.ID}, []relationship.PartyID{"a2", "a2"})
			same(t, "mine", v.Mine, between.Ends.From)
			same(t, "theirs", v.Theirs, between.Ends.To)
		}
	})
}
