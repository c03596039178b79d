package main

import (
	"context"

	"github.com/kithcrm/kith/relationship"
)

// A kept record is what the tables hold of one, void or not. The zero value is none.
type kept struct {
	rev  relationship.Seq
	void bool
	ends ends
}

// ends is what never changes: From, To and Kind of a tie, Party and Tie of a need.
type ends [3]string

const keptOf = `
with asked as (select substr(value, 1, instr(value, ':') - 1) as noun, substr(value, instr(value, ':') + 1) as id from json_each(?))
select 'party:' || id, rev, void, '', '', '' from asked join kith_parties using (id) where noun = 'party'
union all select 'tie:' || id, rev, void, from_party, to_party, kind from asked join kith_ties using (id) where noun = 'tie'
union all select 'need:' || id, rev, void, party, tie, '' from asked join kith_needs using (id) where noun = 'need'`

// refusal returns why a batch cannot be applied, if so.
func refusal(ctx context.Context, tx querier, b relationship.Batch) error {
	now, err := readKept(ctx, tx, b.Refs())
	if err != nil {
		return err
	}
	first := map[error]relationship.Ref{} // the record of each error
	judge := func(ref relationship.Ref, rev relationship.Seq, as ends) {
		if err := now[ref.String()].refusal(rev, as); err != nil {
			first[err] = ref
		}
	}
	for _, p := range b.Parties {
		judge(p.ID.Ref(), p.Rev, ends{})
	}
	for _, t := range b.Ties {
		judge(t.ID.Ref(), t.Rev, ends{string(t.From), string(t.To), string(t.Kind)})
	}
	for _, n := range b.Needs {
		judge(n.ID.Ref(), n.Rev, ends{string(n.Party), string(n.Tie)})
	}
	for _, v := range b.Void {
		judge(v.Ref, v.Rev, now[v.Ref.String()].ends)
	}
	for _, err := range []error{relationship.ErrNotFound, relationship.ErrExists, relationship.ErrInvalid, relationship.ErrStale} {
		if ref, found := first[err]; found {
			return &relationship.OpError{Room: "relationship", Op: "write", ID: ref.String(), Err: err}
		}
	}
	return nil
}

// refusal returns why a record cannot take the place of the one that is kept, if so.
func (k kept) refusal(rev relationship.Seq, as ends) error {
	there := k.rev > 0 && !k.void
	switch {
	case rev > 0 && !there:
		return relationship.ErrNotFound
	case rev == 0 && there:
		return relationship.ErrExists
	case k.rev > 0 && as != k.ends:
		return relationship.ErrInvalid
	case rev > 0 && rev != k.rev:
		return relationship.ErrStale
	}
	return nil
}

// readKept returns what the tables hold of records.
func readKept(ctx context.Context, tx querier, refs []relationship.Ref) (map[string]kept, error) {
	rows, err := tx.QueryContext(ctx, keptOf, jsonText{refs})
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	now := map[string]kept{}
	for rows.Next() {
		var ref string
		var k kept
		if err := rows.Scan(&ref, &k.rev, &k.void, &k.ends[0], &k.ends[1], &k.ends[2]); err != nil {
			return nil, err
		}
		now[ref] = k
	}
	return now, rows.Err()
}
