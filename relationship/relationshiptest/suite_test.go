package relationshiptest_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
)

func TestMemoryKeepsTheContract(t *testing.T) {
	t.Parallel()
	relationshiptest.Run(t, func(relationshiptest.TB) relationship.Store { return new(relationship.Memory) })
}

// The contract leaves stores some freedom, which the suite must not take away.
func TestCorrectStoresPass(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		open func() relationship.Store
	}{
		{"plain", func() relationship.Store { return new(plain) }},
		{"without history", func() relationship.Store { return forgetful{new(plain)} }},
		{"with pages of two at most", func() relationship.Store { return &plain{style: style{most: 2}} }},
		{"that never says Last", func() relationship.Store { return &plain{style: style{neverLast: true}} }},
		{"that returns what does not match", func() relationship.Store { return &plain{style: style{sloppy: true}} }},
		{"with gaps in its numbers", func() relationship.Store { return &plain{style: style{gaps: true}} }},
		{"with all of these", func() relationship.Store { return &plain{style: style{2, true, true, true}} }},
		{"serial", func() relationship.Store { return relationshiptest.Serial(new(plain)) }},
		{"with errors wrapped", func() relationship.Store { return wrapping{new(relationship.Memory)} }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			relationshiptest.Run(t, func(relationshiptest.TB) relationship.Store { return c.open() })
		})
	}
}

// A forgetful store keeps no history.
type forgetful struct{ s *plain }

func (f forgetful) Write(ctx context.Context, b relationship.Batch) (relationship.Seq, error) {
	return f.s.Write(ctx, b)
}

func (f forgetful) Parties(ctx context.Context, q relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	if q.Known != 0 {
		return relationship.Page[relationship.Party]{}, errors.ErrUnsupported
	}
	return f.s.Parties(ctx, q)
}

func (f forgetful) Ties(ctx context.Context, q relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	if q.Known != 0 {
		return relationship.Page[relationship.Tie]{}, errors.ErrUnsupported
	}
	return f.s.Ties(ctx, q)
}

func (f forgetful) Needs(ctx context.Context, q relationship.NeedQuery) (relationship.Page[relationship.Need], error) {
	if q.Known != 0 {
		return relationship.Page[relationship.Need]{}, errors.ErrUnsupported
	}
	return f.s.Needs(ctx, q)
}

// A wrapping store adds words of its own to errors.
type wrapping struct{ relationship.Historian }

func (w wrapping) Write(ctx context.Context, b relationship.Batch) (relationship.Seq, error) {
	seq, err := w.Historian.Write(ctx, b)
	if err != nil {
		err = errors.Join(errors.New("the database said no"), err)
	}
	return seq, err
}

func TestFailedClauseTellsItsSentence(t *testing.T) {
	for _, l := range relationshiptest.Layers() {
		if l.Clause == nil {
			continue
		}
		said := record(t.Context(), func(r *recorder) { l.Run(r, broken{new(relationship.Memory)}) })
		if !strings.Contains(said, l.Sentence) {
			t.Errorf("%s on a store that does nothing: got %q, want its sentence in it", l.Name, said)
		}
		if len(l.Sentence) < 20 || !strings.HasSuffix(l.Sentence, ".") {
			t.Errorf("%s: got sentence %q, want a whole one", l.Name, l.Sentence)
		}
	}
}

// A broken store answers everything with an error.
type broken struct{ relationship.Historian }

func (broken) Write(context.Context, relationship.Batch) (relationship.Seq, error) {
	return 0, errors.New("broken")
}

func (broken) Parties(context.Context, relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	return relationship.Page[relationship.Party]{}, errors.New("broken")
}

func (broken) Ties(context.Context, relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	return relationship.Page[relationship.Tie]{}, errors.New("broken")
}

func BenchmarkMemory(b *testing.B) {
	relationshiptest.Bench(b, func(relationshiptest.TB) relationship.Store { return new(relationship.Memory) })
}
