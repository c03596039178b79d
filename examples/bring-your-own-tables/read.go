package main

import (
	"context"
	"errors"

	"github.com/kithcrm/kith/relationship"
)

// Parties does what [relationship.Store] says.
func (s *store) Parties(ctx context.Context, q relationship.PartyQuery) (relationship.Page[relationship.Party], error) {
	a := asked{text: `select body from kith_party_bodies where not void and id > ?`, args: []any{q.After}}
	among(&a, q.IDs, ` and id in (select value from json_each(?))`)
	among(&a, q.MergedInto, ` and id in (select id from kith_parties where merged_into in (select value from json_each(?)))`)
	if q.Merged {
		a.text += ` and id in (select id from kith_parties where merged_into > '')`
	}
	return page[relationship.Party](ctx, s.db, a, q.Known, q.Limit)
}

// Ties does what [relationship.Store] says. Each end has its index; "or" would use neither.
func (s *store) Ties(ctx context.Context, q relationship.TieQuery) (relationship.Page[relationship.Tie], error) {
	a := asked{text: `select body from kith_ties where not void and id > ?`, args: []any{q.After}}
	among(&a, q.IDs, ` and id in (select value from json_each(?))`)
	among(&a, q.Of, ` and id in (with party as (select value from json_each(?))
		select id from kith_ties where from_party in party union select id from kith_ties where to_party in party)`)
	among(&a, q.Kinds, ` and kind in (select value from json_each(?))`)
	return page[relationship.Tie](ctx, s.db, a, q.Known, q.Limit)
}

// Needs does what [relationship.Store] says.
func (s *store) Needs(ctx context.Context, q relationship.NeedQuery) (relationship.Page[relationship.Need], error) {
	a := asked{text: `select body from kith_needs where not void and id > ?`, args: []any{q.After}}
	among(&a, q.IDs, ` and id in (select value from json_each(?))`)
	among(&a, q.Of, ` and id in (select id from kith_needs where party in (select value from json_each(?)))`)
	among(&a, q.In, ` and id in (select id from kith_needs where tie in (select value from json_each(?)))`)
	return page[relationship.Need](ctx, s.db, a, q.Known, q.Limit)
}

// An asked is a query in the making.
type asked struct {
	text string
	args []any
}

// among adds a condition on a list, which is one parameter however long it is. The empty list is no condition.
func among[K ~string](a *asked, list []K, condition string) {
	if len(list) > 0 {
		a.text += condition
		a.args = append(a.args, jsonText{list})
	}
}

// page reads one page, and leaves nothing open.
func page[R any](ctx context.Context, db querier, a asked, known relationship.Seq, limit int) (relationship.Page[R], error) {
	var out relationship.Page[R]
	if known != 0 {
		return out, errors.ErrUnsupported
	}
	if limit <= 0 {
		limit = 500
	}
	rows, err := db.QueryContext(ctx, a.text+` order by id limit ?`, append(a.args, limit)...)
	if err != nil {
		return out, err
	}
	defer rows.Close()
	for rows.Next() {
		var record R
		if err := rows.Scan(jsonText{&record}); err != nil {
			return out, err
		}
		out.Records = append(out.Records, record)
	}
	out.Last = len(out.Records) < limit
	return out, rows.Err()
}
