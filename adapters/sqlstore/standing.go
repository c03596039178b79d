package sqlstore

import (
	"context"
	"database/sql"

	"github.com/kithcrm/kith/relationship"
)

// A standing is what a batch meets: the records of its IDs.
type standing struct {
	records map[ref]state
	last    string // the instant of the batch before
}

// A state is what there is of a record.
type state struct {
	rev   int64 // 0 where it does not stand
	keys  keys
	known bool // it stands, or is void: its keys bind
}

// standing reads it in one query.
func (s *session) standing(ctx context.Context, on querier, e *entry) (standing, error) {
	now := standing{records: map[ref]state{}}
	q := query("select 0, '', '', at, '', '', '', 0 from (select at from kith_batch where scope = ? and room = ?", s.scope, e.room).
		add(" order by seq desc limit 1) as b")
	for _, g := range grouped(e.meets) {
		q.add(" union all select r.seq, r.noun, r.id, coalesce(r.k1, ''), coalesce(r.k2, ''), coalesce(r.k3, ''), coalesce(r.k4, ''), 1 from ")
		s.rows(q, half{table: "kith_record"}, g)
	}
	for _, g := range grouped(e.mayHaveBeenVoid) {
		// Such a record has ended once for each time; keys that never change were the same.
		q.add(" union all select 0, r.noun, r.id, coalesce(r.k1, ''), coalesce(r.k2, ''), coalesce(r.k3, ''), coalesce(r.k4, ''), 0 from ")
		s.rows(q, half{table: "kith_past", past: true}, g).add(" and r.void is not null")
	}
	err := each(ctx, on, q, func(rows *sql.Rows) error {
		var r ref
		var st state
		var stands bool
		if err := rows.Scan(&st.rev, &r.noun, &r.id, &st.keys[0], &st.keys[1], &st.keys[2], &st.keys[3], &stands); err != nil {
			return err
		}
		if r.noun == "" {
			now.last = st.keys[0]
			return nil
		}
		st.known = true
		if _, met := now.records[r]; stands || !met {
			now.records[r] = st
		}
		return nil
	})
	return now, err
}

// without returns what a batch meets that erases some records first: void or not, they are not there.
func (now standing) without(gone []ref) standing {
	for _, r := range gone {
		delete(now.records, r)
	}
	return now
}

// A group is IDs of one noun.
type group struct {
	noun string
	ids  []string
}

// grouped puts records together by their nouns, in order.
func grouped(refs func(yield func(ref) bool)) []group {
	var groups []group
	for r := range refs {
		i := len(groups) - 1
		for i >= 0 && groups[i].noun != r.noun {
			i--
		}
		if i < 0 {
			groups = append(groups, group{noun: r.noun})
			i = len(groups) - 1
		}
		groups[i].ids = append(groups[i].ids, r.id)
	}
	return groups
}

// meets yields the records that a batch puts or makes void.
func (e *entry) meets(yield func(ref) bool) {
	for _, p := range e.puts {
		if !yield(p.ref) {
			return
		}
	}
	for _, v := range e.voids {
		if !yield(v.ref) {
			return
		}
	}
}

// mayHaveBeenVoid yields the records that a batch creates and that are bound by what a void one of
// that ID had.
func (e *entry) mayHaveBeenVoid(yield func(ref) bool) {
	for _, p := range e.puts {
		if p.rev == 0 && p.fixed != (fields{}) && !yield(p.ref) {
			return
		}
	}
}

// rows adds where the rows of a group are found, as r.
func (s *session) rows(q *statement, h half, g group) *statement {
	if len(g.ids) == 1 { // as most often: then nothing need be taken apart
		return q.add(h.table).add(" as r where r.scope = ? and r.noun = ? and r.id = ?", s.scope, g.noun, g.ids[0])
	}
	return q.add(s.elements, jsonList(g.ids)).add(h.lookup(s.grammar), s.scope, g.noun)
}

// A verdict is what speaks against a batch: over all its records, the first that applies in this
// order.
type verdict int

const (
	fine verdict = iota
	missing
	exists
	changed
	stale
)

// refusal returns why a batch cannot be applied, if so.
func (now standing) refusal(e *entry) error {
	worst, at := fine, where{}
	note := func(v verdict, w where) {
		if v != fine && (worst == fine || v < worst) {
			worst, at = v, w
		}
	}
	for i := range e.puts {
		p := &e.puts[i]
		v, field := judge(now.records[p.ref], p.rev, p.keys, p.fixed)
		w := p.where
		w.field = field
		note(v, w)
	}
	for _, v := range e.voids {
		found, _ := judge(now.records[v.ref], v.rev, keys{}, fields{})
		note(found, v.where)
	}
	return worst.err(e.room, at)
}

// judge looks at one record: what there is of it, and the revision and keys that it is put with. It
// returns which field that never changes would, if that is what speaks against it.
func judge(there state, rev int64, now keys, fixed fields) (verdict, string) {
	field := ""
	for i, name := range fixed {
		if there.known && name != "" && there.keys[i] != now[i] {
			field = name
			break
		}
	}
	switch {
	case rev == 0 && there.rev > 0:
		return exists, ""
	case rev > 0 && there.rev == 0:
		return missing, ""
	case field != "":
		return changed, field
	case rev != there.rev:
		return stale, ""
	}
	return fine, ""
}

func (v verdict) err(room string, at where) error {
	out := &relationship.OpError{Room: room, Op: "write", Field: at.String()}
	switch v {
	case fine:
		return nil
	case missing:
		out.Err = relationship.ErrNotFound
	case exists:
		out.Err = relationship.ErrExists
	case stale:
		out.Err = relationship.ErrStale
	case changed:
		out.Err, out.Rule = relationship.ErrInvalid, "must not change"
	}
	return out
}
