package sqlstore

import (
	"context"
	"database/sql"
	"time"
)

// A reader has one row. The token in it counts its claims, and a claim knows its own: whoever confirms
// by an older one was overtaken. Only Claim asks for the time, and only the database's.

// waiting reports whether there is a batch that the reader has not confirmed. Of a new reader it makes
// the row.
func (f *Feed) waiting(ctx context.Context) (bool, error) {
	q := query("select false")
	for _, r := range rooms() {
		q.add(" or exists (select seq from kith_batch where scope = ? and room = ? and seq > r.seq)", f.session.scope, r.name)
	}
	q.add(" from kith_reader as r where scope = ? and reader = ?", f.session.scope, f.reader)
	rows, err := read(ctx, f.session, q, func(rows *sql.Rows) (some bool, err error) {
		err = rows.Scan(&some)
		return some, err
	})
	if err != nil || len(rows) > 0 {
		return len(rows) > 0 && rows[0], err
	}
	return true, f.begin(ctx)
}

// begin makes the row of a new reader.
func (f *Feed) begin(ctx context.Context) error {
	q := query("insert into kith_reader (scope, reader, seq, token, until) values (?, ?", f.session.scope, f.reader)
	if f.present {
		q.add(", coalesce((select seq from kith_scope where scope = ?), 0)", f.session.scope)
	} else {
		q.add(", 0")
	}
	q.add(", 0, 0) on conflict (scope, reader) do nothing")
	return f.session.write(ctx, func(ctx context.Context, on querier) error { return exec(ctx, on, q) })
}

// A taking is the answer to who wants the lease.
type taking struct {
	taken        bool
	after, token int64
}

// take takes the lease, unless somebody has it.
func (f *Feed) take(ctx context.Context, lease time.Duration) (taking, error) {
	now := f.session.now
	q := query("update kith_reader set token = token + 1, until = ").add(now).add(" + cast(? as bigint)", lease.Milliseconds()).
		add(" where scope = ? and reader = ? and until <= ", f.session.scope, f.reader).add(now).add(" returning seq, token")
	var t taking
	err := f.session.write(ctx, func(ctx context.Context, on querier) error {
		t = taking{} // of an attempt before
		return each(ctx, on, q, func(rows *sql.Rows) error {
			t.taken = true
			return rows.Scan(&t.after, &t.token)
		})
	})
	return t, err
}

// confirm moves the reader on, and never back.
func (f *Feed) confirm(ctx context.Context, c Claim) error {
	seq := int64(min(c.Events[len(c.Events)-1].Seq, c.last))
	q := query("update kith_reader set seq = case when seq < ? then ? else seq end", seq, seq)
	if seq == int64(c.last) {
		q.add(", until = 0") // the next one need not wait
	}
	return f.change(ctx, c, q)
}

// release takes the token from the claim.
func (f *Feed) release(ctx context.Context, c Claim) error {
	return f.change(ctx, c, query("update kith_reader set token = token + 1, until = 0"))
}

// change changes the row of the reader if the claim is its last.
func (f *Feed) change(ctx context.Context, c Claim, q *statement) error {
	q.add(" where scope = ? and reader = ? and token = ? returning token", f.session.scope, f.reader, c.token)
	var token int64
	err := f.session.write(ctx, func(ctx context.Context, on querier) error {
		token = 0
		return each(ctx, on, q, into(&token))
	})
	if err == nil && token == 0 {
		return ErrLeaseLost
	}
	return err
}
