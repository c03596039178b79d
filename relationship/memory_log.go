package relationship

import (
	"context"
	"slices"

	"github.com/kithcrm/kith/internal/table"
)

// Log does what [Historian] says.
func (m *Memory) Log(ctx context.Context, q LogQuery) (Page[Batch], error) {
	if err := ctx.Err(); err != nil {
		return Page[Batch]{}, err
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	var out []Batch
	for e := range m.entries(q) {
		if len(out) == limit {
			return Page[Batch]{Records: out}, nil
		}
		out = append(out, e.batch())
	}
	return Page[Batch]{out, true}, nil
}

// entries returns the batches that a query asks for, in order.
func (m *Memory) entries(q LogQuery) func(yield func(*entry) bool) {
	return func(yield func(*entry) bool) {
		if len(q.About) == 0 {
			i, found := m.find(q.After)
			if found {
				i++
			}
			for ; i < len(m.log); i++ {
				if !yield(&m.log[i]) {
					return
				}
			}
			return
		}
		for _, seq := range m.about(q.About) {
			if seq <= q.After {
				continue
			}
			if i, found := m.find(seq); found && !yield(&m.log[i]) {
				return
			}
		}
	}
}

// about returns the numbers of the batches that wrote or erased any of the records, in order.
func (m *Memory) about(refs []Ref) []Seq {
	if m.parties == nil {
		return nil
	}
	var seqs []Seq
	for _, r := range refs {
		switch r.Noun {
		case NounParty:
			for v := range m.parties.Versions(PartyID(r.ID)) {
				seqs = append(seqs, Seq(v.Seq))
			}
			seqs = append(seqs, m.erased[PartyID(r.ID)]...)
		case NounTie:
			for v := range m.ties.Versions(TieID(r.ID)) {
				seqs = append(seqs, Seq(v.Seq))
			}
		case NounNeed:
			for v := range m.needs.Versions(NeedID(r.ID)) {
				seqs = append(seqs, Seq(v.Seq))
			}
		}
	}
	slices.Sort(seqs)
	return slices.Compact(seqs)
}

// batch returns what stands in the log, as a copy.
func (e *entry) batch() Batch {
	b := Batch{Seq: e.seq, At: e.at, By: e.by, Why: e.why, Void: slices.Clone(e.void), Erase: slices.Clone(e.erase)}
	for i := range e.parties {
		b.Parties = written(b.Parties, &e.parties[i])
	}
	for i := range e.ties {
		b.Ties = written(b.Ties, &e.ties[i].Version)
	}
	for i := range e.needs {
		b.Needs = written(b.Needs, &e.needs[i])
	}
	detachParties(b.Parties)
	detachTies(b.Ties)
	detachNeeds(b.Needs)
	return b
}

// written adds the record of a version to others, unless it was erased.
func written[R any](to []R, v *table.Version[R]) []R {
	if v.Seq == 0 {
		return to
	}
	return append(to, v.Record)
}
