package relationshiptest

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kithcrm/kith/internal/suite"
	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

// ID generates identifiers of records: mostly some of a few that are hard to tell apart or to put in
// order, so that records meet, and now and then any other.
func ID() *rapid.Generator[string] {
	known := rapid.SampledFrom(suite.TroubleIDs())
	other := rapid.StringN(1, 20, relationship.MaxID).Filter(func(s string) bool { return s != "" && valid(s) })
	return mostly(known, other)
}

// Text generates texts that a record can hold, hard ones and the empty one among them.
func Text() *rapid.Generator[string] {
	return mostly(rapid.SampledFrom(suite.TroubleTexts()), rapid.StringN(0, 40, -1).Filter(valid))
}

func valid(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// mostly generates from a in three cases of four, from b in the others.
func mostly[T any](a, b *rapid.Generator[T]) *rapid.Generator[T] { return rapid.OneOf(a, a, a, b) }

// Instant generates instants from the year 1 to 9999, in many zones: the zero time, the ends of
// what clocks can tell, and instants a nanosecond apart among them.
func Instant() *rapid.Generator[time.Time] {
	known := rapid.SampledFrom(suite.TroubleInstants())
	other := rapid.Custom(func(t *rapid.T) time.Time {
		at := noon(0).Add(time.Duration(rapid.Int64Range(-1e18, 1e18).Draw(t, "nanoseconds")))
		return at.In(time.FixedZone("", rapid.IntRange(-14*60, 14*60).Draw(t, "minutes east")*60))
	})
	return mostly(known, other)
}

// Estimate generates estimates of something from 0 to 1, never the unknown one.
func Estimate() *rapid.Generator[relationship.Estimate] {
	share := mostly(rapid.SampledFrom(suite.TroubleShares()), rapid.Float64Range(0, 1))
	return rapid.Custom(func(t *rapid.T) relationship.Estimate {
		three := []float64{share.Draw(t, "low"), share.Draw(t, "value"), share.Draw(t, "high")}
		slices.Sort(three)
		e := relationship.Estimate{Value: three[1], Low: three[0], High: three[2], Basis: basis().Draw(t, "basis")}
		e.N = rapid.SampledFrom([]float64{0, 1, 12.5, 1e9}).Draw(t, "n")
		if e.Basis == relationship.Guessed {
			e.Guesses = share.Draw(t, "guesses")
		}
		return e
	})
}

// basis generates what a number can rest on, Unknown aside.
func basis() *rapid.Generator[relationship.Basis] {
	return rapid.SampledFrom([]relationship.Basis{relationship.Guessed, relationship.Stated, relationship.Observed})
}

// Fact generates facts with values of all types.
func Fact() *rapid.Generator[relationship.Fact] {
	name := mostly(rapid.SampledFrom([]string{"city", "City", "birthday", "größe"}), ID())
	value := rapid.OneOf(
		Text().AsAny(), mostly(rapid.SampledFrom(suite.TroubleNumbers()), rapid.Float64()).AsAny(), rapid.Bool().AsAny(), Instant().AsAny(),
	)
	source, at := Text(), Instant()
	return rapid.Custom(func(t *rapid.T) relationship.Fact {
		return relationship.Fact{
			Name: name.Draw(t, "name"), Value: value.Draw(t, "value"), Source: source.Draw(t, "source"),
			Basis: basis().Draw(t, "basis"), At: at.Draw(t, "at"),
		}
	})
}

// Party generates parties that are to be created: valid, with or without facts, merged or not.
func Party() *rapid.Generator[relationship.Party] {
	id, name, facts := ID(), Text(), rapid.SliceOfN(Fact(), 0, 2)
	kind := rapid.SampledFrom([]relationship.PartyKind{relationship.Person, relationship.Organisation, relationship.Group})
	return rapid.Custom(func(t *rapid.T) relationship.Party {
		p := relationship.Party{
			ID: relationship.PartyID(id.Draw(t, "id")), Kind: kind.Draw(t, "kind"), Name: name.Draw(t, "name"), Facts: facts.Draw(t, "facts"),
		}
		if into := relationship.PartyID(id.Draw(t, "merged into")); into != p.ID && rapid.IntRange(0, 2).Draw(t, "merged") == 0 {
			p.MergedInto = into
		}
		return p
	})
}

// Tie generates ties that are to be created: valid, of kinds that need not be known to a Book.
func Tie() *rapid.Generator[relationship.Tie] {
	id, facts, end, stints := ID(), rapid.SliceOfN(Fact(), 0, 1), ends(), Stints()
	kind := kindName()
	return rapid.Custom(func(t *rapid.T) relationship.Tie {
		return relationship.Tie{
			ID: relationship.TieID(id.Draw(t, "id")), Kind: kind.Draw(t, "kind"),
			From: relationship.PartyID(id.Draw(t, "from")), To: relationship.PartyID(id.Draw(t, "to")),
			Stints: stints.Draw(t, "stints"), Ends: relationship.Ends{From: end.Draw(t, "from end"), To: end.Draw(t, "to end")},
			Facts: facts.Draw(t, "facts"),
		}
	})
}

func kindName() *rapid.Generator[relationship.KindName] {
	return rapid.SampledFrom([]relationship.KindName{"knows", "Knows", "works-for", "straße", "strasse", "9", "10"})
}

func ends() *rapid.Generator[relationship.End] {
	role, of := Text(), readings()
	return rapid.Custom(func(t *rapid.T) relationship.End {
		return relationship.End{Role: role.Draw(t, "role"), Importance: of.Draw(t, "importance"), Health: of.Draw(t, "health")}
	})
}

func readings() *rapid.Generator[relationship.Readings] {
	at, estimate, source := Instant(), Estimate(), Text()
	one := rapid.Custom(func(t *rapid.T) relationship.Reading {
		return relationship.Reading{At: at.Draw(t, "at"), Estimate: estimate.Draw(t, "estimate"), Source: source.Draw(t, "source")}
	})
	return rapid.Map(rapid.SliceOfN(one, 0, 2), func(rs []relationship.Reading) relationship.Readings { return rs })
}

// Stints generates the stints of one tie: in order, not overlapping, at least one. They may touch,
// the last may go on, and of any the end may be unknown.
func Stints() *rapid.Generator[[]relationship.Stint] {
	instants := rapid.SliceOfN(Instant(), 1, 6)
	return rapid.Custom(func(t *rapid.T) []relationship.Stint {
		at := instants.Draw(t, "instants")
		slices.SortFunc(at, time.Time.Compare)
		at = slices.CompactFunc(at, time.Time.Equal)
		step := rapid.IntRange(1, 2).Draw(t, "step") // 1: each touches the next
		var out []relationship.Stint
		for i := 0; i+1 < len(at); i += step {
			s := relationship.Stint{From: at[i], To: at[i+1]}
			if rapid.IntRange(0, 3).Draw(t, "nobody knows when it ended") == 0 {
				s = relationship.Stint{From: at[i], Ended: true}
			}
			out = append(out, s)
		}
		if len(out) == 0 || rapid.Bool().Draw(t, "goes on") {
			out = append(out, relationship.Stint{From: at[len(at)-1]})
		}
		return out
	})
}

// Need generates needs that are to be created: valid, in a tie or in none.
func Need() *rapid.Generator[relationship.Need] {
	id, text, of, stints := ID(), Text(), readings(), Stints()
	class := rapid.SampledFrom([]relationship.Class{
		relationship.Unclassified, relationship.Basic, relationship.Promise, relationship.Delighter,
	})
	return rapid.Custom(func(t *rapid.T) relationship.Need {
		n := relationship.Need{
			ID: relationship.NeedID(id.Draw(t, "id")), Party: relationship.PartyID(id.Draw(t, "party")),
			Text: text.Draw(t, "text"), Importance: of.Draw(t, "importance"), Satisfaction: of.Draw(t, "satisfaction"),
			Voiced: rapid.Bool().Draw(t, "voiced"), Expected: rapid.Bool().Draw(t, "expected"), Class: class.Draw(t, "class"),
		}
		if n.Class != relationship.Unclassified {
			n.ClassBasis = basis().Draw(t, "class basis")
		}
		if rapid.Bool().Draw(t, "in a tie") {
			n.Tie = relationship.TieID(id.Draw(t, "tie"))
		}
		if rapid.Bool().Draw(t, "for a time") {
			n.During = stints.Draw(t, "during")[0]
		}
		return n
	})
}
