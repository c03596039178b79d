package relationship_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
)

const (
	notUTF8 = secret + "\xff"
	withNUL = secret + "\x00"
)

func tooLong() string { return strings.Repeat(secret, relationship.MaxID/len(secret)+1) }

func TestBadPartiesAreRefused(t *testing.T) {
	t.Parallel()
	runRefused(t, []refused{
		{"an ID that is too long", putting(func(p *relationship.Party) { p.ID = relationship.PartyID(tooLong()) }), relationship.ErrInvalid, "ID"},
		{"an ID that is not UTF-8", putting(func(p *relationship.Party) { p.ID = notUTF8 }), relationship.ErrInvalid, "ID"},
		{"an ID with a NUL", putting(func(p *relationship.Party) { p.ID = withNUL }), relationship.ErrInvalid, "ID"},
		{"an empty ID of a party to be replaced", putting(func(p *relationship.Party) { p.ID, p.Rev = "", 1 }), relationship.ErrInvalid, "ID"},
		{"a negative revision", putting(func(p *relationship.Party) { p.Rev = -1 }), relationship.ErrInvalid, "Rev"},
		{"no kind", putting(func(p *relationship.Party) { p.Kind = "" }), relationship.ErrInvalid, "Kind"},
		{"an unknown kind of party", putting(func(p *relationship.Party) { p.Kind = secret }), relationship.ErrInvalid, "Kind"},
		{"a name that is not UTF-8", putting(func(p *relationship.Party) { p.Name = notUTF8 }), relationship.ErrInvalid, "Name"},
		{"a name with a NUL", putting(func(p *relationship.Party) { p.Name = withNUL }), relationship.ErrInvalid, "Name"},
		{"merged into itself", putting(func(p *relationship.Party) { p.MergedInto = p.ID }), relationship.ErrInvalid, "MergedInto"},
		{"merged into an ID that is not UTF-8", putting(func(p *relationship.Party) { p.MergedInto = notUTF8 }), relationship.ErrInvalid, "MergedInto"},
		{"merged into nobody", putting(func(p *relationship.Party) { p.MergedInto = "nobody" }), relationship.ErrNotFound, "MergedInto"},
		{"merged into another kind", putting(func(p *relationship.Party) { p.MergedInto = "acme" }), relationship.ErrInvalid, "MergedInto"},
		{"there already", putting(func(p *relationship.Party) { p.ID = "a" }), relationship.ErrExists, ""},
		{"not there", putting(func(p *relationship.Party) { p.Rev = 1 }), relationship.ErrNotFound, ""},
		{"stale", putting(func(p *relationship.Party) { p.ID, p.Rev = "a", 77 }), relationship.ErrStale, ""},
		{"another kind than its ties allow", func(t *testing.T, d desk) error {
			_, err := d.UpdateParty(t.Context(), "a", func(p *relationship.Party) error { p.Kind = relationship.Group; return nil })
			return err
		}, relationship.ErrInvalid, "Kind"},
		{"another ID in an update", func(t *testing.T, d desk) error {
			_, err := d.UpdateParty(t.Context(), "z", func(p *relationship.Party) error { p.ID = "y"; return nil })
			return err
		}, relationship.ErrInvalid, "ID"},
	})
}

func TestBadFactsAreRefused(t *testing.T) {
	t.Parallel()
	value := func(v any) func(*testing.T, desk) error { return saying(func(f *relationship.Fact) { f.Value = v }) }
	runRefused(t, []refused{
		{"no name", saying(func(f *relationship.Fact) { f.Name = "" }), relationship.ErrInvalid, "Facts[1].Name"},
		{"a name that is not UTF-8", saying(func(f *relationship.Fact) { f.Name = notUTF8 }), relationship.ErrInvalid, "Facts[1].Name"},
		{"no value", value(nil), relationship.ErrInvalid, "Facts[1].Value"},
		{"an int", value(424242), relationship.ErrInvalid, "Facts[1].Value"},
		{"a float32", value(float32(1)), relationship.ErrInvalid, "Facts[1].Value"},
		{"bytes", value([]byte(secret)), relationship.ErrInvalid, "Facts[1].Value"},
		{"a list", value([]string{secret}), relationship.ErrInvalid, "Facts[1].Value"},
		{"a named string", value(relationship.PartyID(secret)), relationship.ErrInvalid, "Facts[1].Value"},
		{"a pointer", value(&time.Time{}), relationship.ErrInvalid, "Facts[1].Value"},
		{"NaN", value(math.NaN()), relationship.ErrInvalid, "Facts[1].Value"},
		{"infinity", value(math.Inf(1)), relationship.ErrInvalid, "Facts[1].Value"},
		{"minus infinity", value(math.Inf(-1)), relationship.ErrInvalid, "Facts[1].Value"},
		{"a text that is not UTF-8", value(notUTF8), relationship.ErrInvalid, "Facts[1].Value"},
		{"a text with a NUL", value(withNUL), relationship.ErrInvalid, "Facts[1].Value"},
		{"an instant too late to be written", value(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)), relationship.ErrInvalid, "Facts[1].Value"},
		{"a source that is not UTF-8", saying(func(f *relationship.Fact) { f.Source = notUTF8 }), relationship.ErrInvalid, "Facts[1].Source"},
		{"no basis", saying(func(f *relationship.Fact) { f.Basis = relationship.Unknown }), relationship.ErrInvalid, "Facts[1].Basis"},
		{"a basis that there is not", saying(func(f *relationship.Fact) { f.Basis = 4 }), relationship.ErrInvalid, "Facts[1].Basis"},
		{"a date too early to be written", saying(func(f *relationship.Fact) { f.At = time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC) }), relationship.ErrInvalid, "Facts[1].At"},
		{"NaN about a tie", relating(func(x *relationship.Tie) { x.Facts[0].Value = math.NaN() }), relationship.ErrInvalid, "Facts[0].Value"},
	})
}

func TestBadTiesAreRefused(t *testing.T) {
	t.Parallel()
	stints := func(s ...relationship.Stint) func(*testing.T, desk) error {
		return relating(func(x *relationship.Tie) { x.Stints = s })
	}
	late := relationship.Stint{From: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}
	runRefused(t, []refused{
		{"an ID that is too long", relating(func(x *relationship.Tie) { x.ID = relationship.TieID(tooLong()) }), relationship.ErrInvalid, "ID"},
		{"an ID that is not UTF-8", relating(func(x *relationship.Tie) { x.ID = notUTF8 }), relationship.ErrInvalid, "ID"},
		{"a negative revision", relating(func(x *relationship.Tie) { x.Rev = -1 }), relationship.ErrInvalid, "Rev"},
		{"no kind", relating(func(x *relationship.Tie) { x.Kind = "" }), relationship.ErrInvalid, "Kind"},
		{"a kind with a space in its name", relating(func(x *relationship.Tie) { x.Kind = secret + " x" }), relationship.ErrInvalid, "Kind"},
		{"a kind that nobody declared", relating(func(x *relationship.Tie) { x.Kind = secret }), relationship.ErrInvalid, "Kind"},
		{"no party at From", relating(func(x *relationship.Tie) { x.From = "" }), relationship.ErrInvalid, "From"},
		{"no party at To", relating(func(x *relationship.Tie) { x.To = "" }), relationship.ErrInvalid, "To"},
		{"a party at To that is not UTF-8", relating(func(x *relationship.Tie) { x.To = notUTF8 }), relationship.ErrInvalid, "To"},
		{"nobody at From", relating(func(x *relationship.Tie) { x.From = "nobody" }), relationship.ErrNotFound, "From"},
		{"nobody at To", relating(func(x *relationship.Tie) { x.To = "nobody" }), relationship.ErrNotFound, "To"},
		{"a stint that ends before it starts", stints(spell(5, 4)), relationship.ErrInvalid, "Stints[0].To"},
		{"a stint that ends as it starts", stints(spell(5, 5)), relationship.ErrInvalid, "Stints[0].To"},
		{"a stint that ended at an unknown time and at a known one", stints(relationship.Stint{From: noon(1), To: noon(2), Ended: true}), relationship.ErrInvalid, "Stints[0].To"},
		{"stints that overlap", stints(spell(1, 5), spell(4, 9)), relationship.ErrInvalid, "Stints[1].From"},
		{"stints that overlap by a nanosecond", stints(spell(1, 5), relationship.Stint{From: noon(5).Add(-1)}), relationship.ErrInvalid, "Stints[1].From"},
		{"stints that begin together", stints(spell(1, 5), spell(1, 6)), relationship.ErrInvalid, "Stints[1].From"},
		{"stints out of order", stints(spell(6, 9), spell(1, 5)), relationship.ErrInvalid, "Stints[1].From"},
		{"a stint after an open one", stints(spell(1, 0), spell(5, 9)), relationship.ErrInvalid, "Stints[1].From"},
		{"a stint that overlaps one further ahead", stints(spell(1, 9), relationship.Stint{From: noon(2), Ended: true}, spell(3, 4)), relationship.ErrInvalid, "Stints[2].From"},
		{"a stint too late to be written", stints(late), relationship.ErrInvalid, "Stints[0].From"},
		{"no stints in a tie that is there", func(t *testing.T, d desk) error {
			_, err := d.UpdateTie(t.Context(), "ab", func(x *relationship.Tie) error { x.Stints = nil; return nil })
			return err
		}, relationship.ErrInvalid, "Stints"},
		{"a role that is not UTF-8", relating(func(x *relationship.Tie) { x.Ends.To.Role = notUTF8 }), relationship.ErrInvalid, "Ends.To.Role"},
		{"a role with a NUL", relating(func(x *relationship.Tie) { x.Ends.From.Role = withNUL }), relationship.ErrInvalid, "Ends.From.Role"},
		{"there already", relating(func(x *relationship.Tie) { x.ID = "ab" }), relationship.ErrExists, ""},
		{"not there", relating(func(x *relationship.Tie) { x.Rev = 1 }), relationship.ErrNotFound, ""},
		{"stale", func(t *testing.T, d desk) error {
			_, err := d.Relate(t.Context(), relationship.Tie{ID: "old", Rev: 77, Kind: "friend", From: "a", To: "d", Stints: []relationship.Stint{spell(1, 5)}})
			return err
		}, relationship.ErrStale, ""},
		{"another party at From", func(t *testing.T, d desk) error {
			_, err := d.UpdateTie(t.Context(), "old", func(x *relationship.Tie) error { x.From = "c"; return nil })
			return err
		}, relationship.ErrInvalid, "From"},
		{"another kind", func(t *testing.T, d desk) error {
			_, err := d.UpdateTie(t.Context(), "old", func(x *relationship.Tie) error { x.Kind = "knows"; return nil })
			return err
		}, relationship.ErrInvalid, "Kind"},
	})
}

func TestBadReadingsAreRefused(t *testing.T) {
	t.Parallel()
	estimate := func(change func(*relationship.Estimate)) func(*testing.T, desk) error {
		return reading(func(r *relationship.Reading) { change(&r.Estimate) })
	}
	const field = "Ends.To.Importance[1].Estimate."
	tests := []refused{
		{"no basis", estimate(func(e *relationship.Estimate) { e.Basis = relationship.Unknown }), relationship.ErrInvalid, field + "Basis"},
		{"a basis that there is not", estimate(func(e *relationship.Estimate) { e.Basis = 9 }), relationship.ErrInvalid, field + "Basis"},
		{"nothing read", estimate(func(e *relationship.Estimate) { *e = relationship.Estimate{} }), relationship.ErrInvalid, field + "Basis"},
		{"above 1", estimate(func(e *relationship.Estimate) { e.Value, e.High = 1.25, 1.25 }), relationship.ErrInvalid, field + "Value"},
		{"below 0", estimate(func(e *relationship.Estimate) { e.Value, e.Low = -0.25, -0.25 }), relationship.ErrInvalid, field + "Value"},
		{"a low end below 0", estimate(func(e *relationship.Estimate) { e.Low = -0.25 }), relationship.ErrInvalid, field + "Low"},
		{"a high end above 1", estimate(func(e *relationship.Estimate) { e.High = 1.25 }), relationship.ErrInvalid, field + "High"},
		{"a low end above the value", estimate(func(e *relationship.Estimate) { e.Low = 0.625 }), relationship.ErrInvalid, field + "Low"},
		{"a high end below the value", estimate(func(e *relationship.Estimate) { e.High = 0.375 }), relationship.ErrInvalid, field + "High"},
		{"negative evidence", estimate(func(e *relationship.Estimate) { e.N = -1 }), relationship.ErrInvalid, field + "N"},
		{"guesses above 1", estimate(func(e *relationship.Estimate) { e.Guesses, e.Basis = 1.5, relationship.Guessed }), relationship.ErrInvalid, field + "Guesses"},
		{"guesses in what was stated", estimate(func(e *relationship.Estimate) { e.Guesses = 0.5 }), relationship.ErrInvalid, field + "Guesses"},
		{"a source that is not UTF-8", reading(func(r *relationship.Reading) { r.Source = notUTF8 }), relationship.ErrInvalid, "Ends.To.Importance[1].Source"},
		{"an instant too late to be written", reading(func(r *relationship.Reading) { r.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }), relationship.ErrInvalid, "Ends.To.Importance[1].At"},
		{"bad health", relating(func(x *relationship.Tie) {
			x.Ends.From.Health = relationship.Readings{{Estimate: relationship.Estimate{Value: 2, Low: 2, High: 2, Basis: relationship.Stated}}}
		}), relationship.ErrInvalid, "Ends.From.Health[0].Estimate.Value"},
	}
	fields := map[string]func(*relationship.Estimate, float64){
		"Value": func(e *relationship.Estimate, v float64) { e.Value = v }, "Low": func(e *relationship.Estimate, v float64) { e.Low = v },
		"High": func(e *relationship.Estimate, v float64) { e.High = v }, "N": func(e *relationship.Estimate, v float64) { e.N = v },
		"Guesses": func(e *relationship.Estimate, v float64) { e.Guesses = v },
	}
	for name, set := range fields {
		for what, v := range map[string]float64{"NaN": math.NaN(), "infinity": math.Inf(1), "minus infinity": math.Inf(-1)} {
			tests = append(tests, refused{what + " as " + name, estimate(func(e *relationship.Estimate) { set(e, v) }), relationship.ErrInvalid, field + name})
		}
	}
	runRefused(t, tests)
}

func TestBadNeedsAreRefused(t *testing.T) {
	t.Parallel()
	runRefused(t, []refused{
		{"an ID that is too long", needing(func(n *relationship.Need) { n.ID = relationship.NeedID(tooLong()) }), relationship.ErrInvalid, "ID"},
		{"a negative revision", needing(func(n *relationship.Need) { n.Rev = -1 }), relationship.ErrInvalid, "Rev"},
		{"no party", needing(func(n *relationship.Need) { n.Party = "" }), relationship.ErrInvalid, "Party"},
		{"nobody's need", needing(func(n *relationship.Need) { n.Party = "nobody" }), relationship.ErrNotFound, "Party"},
		{"a tie whose ID is not UTF-8", needing(func(n *relationship.Need) { n.Tie = notUTF8 }), relationship.ErrInvalid, "Tie"},
		{"a tie that is not there", needing(func(n *relationship.Need) { n.Tie = "nothing" }), relationship.ErrNotFound, "Tie"},
		{"in a tie of others", needing(func(n *relationship.Need) { n.Party = "e" }), relationship.ErrInvalid, "Tie"},
		{"a text that is not UTF-8", needing(func(n *relationship.Need) { n.Text = notUTF8 }), relationship.ErrInvalid, "Text"},
		{"a text with a NUL", needing(func(n *relationship.Need) { n.Text = withNUL }), relationship.ErrInvalid, "Text"},
		{"a class that there is not", needing(func(n *relationship.Need) { n.Class, n.ClassBasis = secret, relationship.Stated }), relationship.ErrInvalid, "Class"},
		{"a class that rests on nothing", needing(func(n *relationship.Need) { n.Class = relationship.Basic }), relationship.ErrInvalid, "ClassBasis"},
		{"what no class rests on", needing(func(n *relationship.Need) { n.ClassBasis = relationship.Stated }), relationship.ErrInvalid, "ClassBasis"},
		{"over before it began", needing(func(n *relationship.Need) { n.During = spell(5, 4) }), relationship.ErrInvalid, "During.To"},
		{"importance above 1", needing(func(n *relationship.Need) {
			n.Importance = relationship.Readings{{Estimate: relationship.Estimate{Value: 2, Low: 2, High: 2, Basis: relationship.Stated}}}
		}), relationship.ErrInvalid, "Importance[0].Estimate.Value"},
		{"satisfaction that is NaN", needing(func(n *relationship.Need) {
			n.Satisfaction = relationship.Readings{{Estimate: relationship.Estimate{Value: math.NaN(), Basis: relationship.Stated}}}
		}), relationship.ErrInvalid, "Satisfaction[0].Estimate.Value"},
		{"there already", needing(func(n *relationship.Need) { n.ID = "n" }), relationship.ErrExists, ""},
		{"not there", needing(func(n *relationship.Need) { n.Rev = 1 }), relationship.ErrNotFound, ""},
		{"stale", needing(func(n *relationship.Need) { n.ID, n.Rev = "n", 77 }), relationship.ErrStale, ""},
		{"another party's now", func(t *testing.T, d desk) error {
			_, err := d.UpdateNeed(t.Context(), "n", func(n *relationship.Need) error { n.Party = "b"; return nil })
			return err
		}, relationship.ErrInvalid, "Party"},
	})
}
