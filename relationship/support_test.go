package relationship_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/kithcrm/kith/relationship"
)

// A tester is what testing and rapid have in common.
type tester interface {
	Helper()
	Context() context.Context
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// noon returns noon of a day, counted from the beginning of 2026.
func noon(n int) time.Time {
	return time.Date(2026, time.January, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, n)
}

// A clock is moved by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// numbered returns a maker of identifiers: made-001, made-002, ...
func numbered() func() string {
	var mu sync.Mutex
	n := 0
	return func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		return fmt.Sprintf("made-%03d", n)
	}
}

// A desk is a book on an empty memory, with a clock that stands still until it is moved.
type desk struct {
	*relationship.Book
	store *relationship.Memory
	clock *clock
}

// newDesk returns a desk whose book knows the ready kinds and those given.
func newDesk(t tester, kinds ...relationship.Kind) desk {
	t.Helper()
	d := desk{store: new(relationship.Memory), clock: &clock{at: noon(0)}}
	d.Book = relationship.NewBook(d.store, config(t, d.clock, kinds...))
	return d
}

func config(t tester, c *clock, kinds ...relationship.Kind) relationship.Config {
	t.Helper()
	all, err := relationship.ReadyKinds().With(kinds...)
	if err != nil {
		t.Fatalf("kinds: %v", err)
	}
	return relationship.Config{Kinds: all, Now: c.now, NewID: numbered()}
}

// people returns persons with these IDs.
func people(ids ...relationship.PartyID) []relationship.Party {
	var out []relationship.Party
	for _, id := range ids {
		out = append(out, relationship.Party{ID: id, Kind: relationship.Person})
	}
	return out
}

// tie returns a tie that held from day 0 on.
func tie(id relationship.TieID, kind relationship.KindName, from, to relationship.PartyID) relationship.Tie {
	return relationship.Tie{ID: id, Kind: kind, From: from, To: to, Stints: []relationship.Stint{{From: noon(0)}}}
}

// spell returns a stint from one day to another; to 0 it is open.
func spell(from, to int) relationship.Stint {
	s := relationship.Stint{From: noon(from)}
	if to != 0 {
		s.To = noon(to)
	}
	return s
}

// put writes a batch that must succeed.
func put(t tester, b *relationship.Book, batch relationship.Batch) relationship.Batch {
	t.Helper()
	out, err := b.Put(t.Context(), batch)
	if err != nil {
		t.Fatalf("put: %v", err)
	}
	return out
}

// write puts a batch into a store around the library.
func write(t tester, s relationship.Store, batch relationship.Batch) relationship.Seq {
	t.Helper()
	if batch.At.IsZero() {
		batch.At = noon(0)
	}
	seq, err := s.Write(t.Context(), batch)
	if err != nil {
		t.Fatalf("write: %v", err)
	}
	return seq
}

// ok fails the test where something that must succeed does not.
func ok(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("got error %v, want none", err)
	}
}

// all collects a sequence that must not fail.
func all[T any](t tester, seq iter.Seq2[T, error]) []T {
	t.Helper()
	out, err := relationship.Collect(seq)
	if err != nil {
		t.Fatalf("got error %v, want none", err)
	}
	return out
}

// lastError returns what ends a sequence.
func lastError[T any](seq iter.Seq2[T, error]) error {
	_, err := relationship.Collect(seq)
	return err
}

// same compares, taking nil and empty lists for alike.
func same(t tester, what string, got, want any, options ...cmp.Option) {
	t.Helper()
	options = append(options, cmpopts.EquateEmpty())
	if diff := cmp.Diff(want, got, options...); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

// noRevs leaves revisions out of a comparison.
func noRevs() cmp.Option {
	return cmp.FilterPath(func(p cmp.Path) bool {
		field, ok := p.Last().(cmp.StructField)
		return ok && field.Name() == "Rev"
	}, cmp.Ignore())
}

// A content is everything that a store holds, as it shows it itself.
type content struct {
	Parties []relationship.Party
	Ties    []relationship.Tie
	Needs   []relationship.Need
	Log     []relationship.Batch
}

func contentOf(t tester, s relationship.Store) content {
	t.Helper()
	c := recordsOf(t, s, 0)
	if h, ok := s.(relationship.Historian); ok {
		for q := (relationship.LogQuery{}); ; {
			page, err := h.Log(t.Context(), q)
			if err != nil {
				t.Fatalf("read log: %v", err)
			}
			c.Log = append(c.Log, page.Records...)
			if page.Last {
				break
			}
			q.After = c.Log[len(c.Log)-1].Seq
		}
	}
	return c
}

// recordsOf reads what a store held after a batch; the tests stay below one page.
func recordsOf(t tester, s relationship.Store, known relationship.Seq) content {
	t.Helper()
	parties, err := s.Parties(t.Context(), relationship.PartyQuery{Known: known})
	if err != nil || !parties.Last {
		t.Fatalf("read parties: %v, last page: %v", err, parties.Last)
	}
	ties, err := s.Ties(t.Context(), relationship.TieQuery{Known: known})
	if err != nil || !ties.Last {
		t.Fatalf("read ties: %v, last page: %v", err, ties.Last)
	}
	needs, err := s.Needs(t.Context(), relationship.NeedQuery{Known: known})
	if err != nil || !needs.Last {
		t.Fatalf("read needs: %v, last page: %v", err, needs.Last)
	}
	return content{Parties: parties.Records, Ties: ties.Records, Needs: needs.Records}
}

// read returns what a reader shows of everything, merged parties too.
func read(t tester, r *relationship.Reader) content {
	t.Helper()
	c := content{
		Ties:  all(t, r.Ties(t.Context(), relationship.TieQuery{})),
		Needs: all(t, r.Needs(t.Context(), relationship.NeedQuery{})),
	}
	roots := all(t, r.Parties(t.Context(), relationship.PartyQuery{}))
	merged := all(t, r.Parties(t.Context(), relationship.PartyQuery{Merged: true}))
	for len(roots)+len(merged) > 0 {
		if len(merged) == 0 || len(roots) > 0 && roots[0].ID < merged[0].ID {
			c.Parties, roots = append(c.Parties, roots[0]), roots[1:]
			continue
		}
		c.Parties, merged = append(c.Parties, merged[0]), merged[1:]
	}
	return c
}

// A seen is a view with everything that it computes.
type seen struct {
	Tie                    relationship.Tie
	Side                   relationship.Side
	Self, Other            relationship.Party
	Phrase, Role, TheyAre  string
	Mine, Theirs           relationship.End
	HoldsAtFirst, HoldsNow bool
}

func see(v relationship.View) seen {
	return seen{
		v.Tie, v.Side, v.Self, v.Other, v.Phrase(), v.Role(), v.OtherRole(), v.Mine(), v.Theirs(),
		v.Holds(v.Tie.Stints[0].From), v.Holds(noon(500)),
	}
}

// around returns how the ties of parties look from their end.
func around(t tester, r *relationship.Reader, ids ...relationship.PartyID) []seen {
	t.Helper()
	var out []seen
	for _, v := range all(t, r.Around(t.Context(), ids...)) {
		out = append(out, see(v))
	}
	return out
}

// others returns the IDs of who stands at the other ends.
func others(views []seen) []relationship.PartyID {
	var out []relationship.PartyID
	for _, v := range views {
		out = append(out, v.Other.ID)
	}
	return out
}

// secret is in every text that must not reach an error.
const secret = "Zebulon"

// discreet fails where the text of an error holds a given value.
func discreet(t tester, err error) {
	t.Helper()
	if err != nil && strings.Contains(err.Error(), secret) {
		t.Errorf("the error tells personal data: %v", err)
	}
}

// broken fails unless an error says that a rule of a field was broken.
func broken(t tester, err error, want error, field string) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got error %v, want one matching %v", err, want)
		return
	}
	discreet(t, err)
	told, ok := errors.AsType[*relationship.OpError](err)
	if !ok {
		t.Errorf("got error %v, want an OpError", err)
		return
	}
	if told.Field != field {
		t.Errorf("got field %q, want %q, in: %v", told.Field, field, err)
	}
	if field != "" && told.Rule == "" && errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("got no rule, want one, in: %v", err)
	}
}

// TestDesksAreEmpty keeps the helpers honest: what they call nothing is nothing.
func TestDesksAreEmpty(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	same(t, "content", contentOf(t, d.store), content{})
	same(t, "read", read(t, &d.Reader), content{})
}

// fieldOf returns the field that an error names.
func fieldOf(err error) string {
	if told, ok := errors.AsType[*relationship.OpError](err); ok {
		return told.Field
	}
	return ""
}

// equal compares as same does.
func equal(a, b any, options ...cmp.Option) bool {
	return cmp.Equal(a, b, append(options, cmpopts.EquateEmpty())...)
}
