package suite

import (
	"context"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A bug is a flaw with its name, and with the clauses and properties that must find it: their names, or
// none where it must do no harm, because the library looks at every record again.
type bug struct {
	name string
	by   []string
	flaw flaw
	open func(*Room) Store // nil: a plain store with the flaw
}

func by(names ...string) []string { return names }

func (b bug) store(r *Room) Store {
	if b.open != nil {
		return b.open(r)
	}
	b.flaw.seeded = len(b.by) > 0
	return &Plain{room: r, flaw: b.flaw}
}

func (r *Room) bugs() []bug {
	return slices.Concat(
		r.writeBugs(), r.fixedBugs(), refusalBugs(), keepBugs(), r.fieldBugs(), accessBugs(), r.pageBugs(), r.findBugs(),
		eraseBugs(), r.bondBugs(), r.earlierBugs(), besideBugs(), eraseLogBugs(), r.knownBugs(), r.logBugs(), r.windowBugs(), r.emptyBugs(),
		r.harmlessBugs(),
	)
}

// A layer is one clause or one property.
type layer struct {
	name     string
	skip     func(Store) string
	clause   func(kit)                      // nil for a property
	property func(*rapid.T, func(TB) Store) // nil for a clause
}

func (r *Room) layers() []layer {
	var out []layer
	for _, c := range r.clauses() {
		out = append(out, layer{name: c.name, skip: c.skip, clause: c.check})
	}
	for _, p := range r.properties() {
		skip := func(s Store) string {
			if p.history && !keepsHistory(s) {
				return "the store keeps no history"
			}
			return ""
		}
		out = append(out, layer{name: p.name, skip: skip, property: p.check})
	}
	return out
}

// try runs one layer on a store and returns how it failed, or "". A property stops at the first case
// that fails: what fails here is not to be repaired, so there is nothing to shrink. A store that is
// harmless should not fail.
func (r *Room) try(ctx context.Context, l layer, harmless bool, open func() Store) string {
	s := open()
	if l.skip(s) != "" {
		return ""
	}
	if l.clause != nil {
		return record(ctx, func(rec *recorder) { l.clause(kit{rec, s, r}) })
	}
	failed := false
	check := func(t *rapid.T) {
		if failed {
			t.Fatalf("it has failed before") // rapid takes it for flaky, and gives up
		}
		defer func() { failed = t.Failed() }()
		l.property(t, func(TB) Store { return open() })
	}
	if harmless {
		check = few(check)
	}
	return record(ctx, func(rec *recorder) { rapid.Check(rec, check) })
}

// few has a property look at some cases only, which is enough where it should find nothing: that it
// finds what it should takes all that there are. Once one has failed it looks at all, to shrink it.
func few(check func(*rapid.T)) func(*rapid.T) {
	cases, failed := 0, false
	return func(t *rapid.T) {
		if cases++; cases > 25 && !failed {
			return
		}
		defer func() { failed = failed || t.Failed() }()
		check(t)
	}
}

// Faults tests the suite itself for a room: every seeded bug must be caught by what should catch it,
// and every clause and property must catch one. The files in which rapid keeps failures should be
// switched off. all has every clause and property tried on every bug, and says which catch it.
func (r *Room) Faults(t *testing.T, all bool) {
	layers := r.layers()
	t.Run("every layer catches a bug", func(t *testing.T) { checkCatches(t, layers, r.bugs()) })
	t.Run("a failed clause tells its sentence", r.testSentences)
	for _, b := range r.bugs() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			var caught []string
			for _, l := range layers {
				must := slices.Contains(b.by, l.name)
				if !must && len(b.by) > 0 && !all {
					continue
				}
				said := r.try(t.Context(), l, len(b.by) == 0, func() Store { return b.store(r) })
				if said != "" {
					caught = append(caught, l.name)
				}
				if must && said == "" {
					t.Errorf("%s has not caught it", l.name)
				}
				if len(b.by) == 0 && said != "" {
					t.Errorf("%s: got %q, want nothing: the library looks at every record again", l.name, said)
				}
			}
			if all {
				t.Logf("caught by %d: %s", len(caught), strings.Join(caught, ", "))
			}
		})
	}
}

// checkCatches sees to it that every layer has a bug that names it.
func checkCatches(t *testing.T, layers []layer, bugs []bug) {
	catches := map[string]bool{}
	for _, b := range bugs {
		for _, name := range b.by {
			catches[name] = true
		}
	}
	for _, l := range layers {
		if !catches[l.name] {
			t.Errorf("%s: no bug names it", l.name)
		}
		delete(catches, l.name)
	}
	for name := range catches {
		t.Errorf("%s: bugs name it, but there is no such layer", name)
	}
	t.Logf("%d clauses and properties, %d bugs", len(layers), len(bugs))
}

func (r *Room) testSentences(t *testing.T) {
	for _, c := range r.clauses() {
		s := Store(broken{})
		if c.of == withoutRecall {
			s = struct{ Store }{s}
		}
		said := record(t.Context(), func(rec *recorder) { c.run(kit{rec, s, r}) })
		if !strings.Contains(said, c.sentence) {
			t.Errorf("%s on a store that does nothing: got %q, want its sentence in it", c.name, said)
		}
		if len(c.sentence) < 20 || !strings.HasSuffix(c.sentence, ".") {
			t.Errorf("%s: got sentence %q, want a whole one", c.name, c.sentence)
		}
	}
}

// Correct tests that stores which use the freedom of the contract pass. as makes a store of the room of
// one that is seen without its types.
func (r *Room) Correct(t *testing.T, as func(Store) any) {
	cases := []struct {
		name  string
		style Style
	}{
		{"plain", Style{}},
		{"with pages of two, never Last, that do not match, and gaps", Style{2, true, true, true}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r.run(t, func(TB) Store { return r.Plain(c.style) }, few)
		})
	}
	t.Run("without history", func(t *testing.T) {
		t.Parallel()
		r.run(t, func(TB) Store { return forgetful{r.Plain(Style{})} }, few)
	})
	t.Run("with the types of the room", func(t *testing.T) {
		t.Parallel()
		r.run(t, func(TB) Store { return r.untyped(as(r.Plain(Style{}))) }, few)
	})
}

// Try runs one clause on a store of the room, and returns how it failed, or "".
func (r *Room) Try(ctx context.Context, clause string, open func(TB) any) string {
	for _, c := range r.clauses() {
		if c.name == clause {
			return record(ctx, func(rec *recorder) { c.run(kit{rec, r.untyped(open(rec)), r}) })
		}
	}
	return "there is no such clause"
}
