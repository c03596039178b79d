package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// A session runs statements for one scope: on a handle, or inside a transaction of the host.
type session struct {
	grammar
	dialect Dialect
	scope   string
	db      *sql.DB // nil inside a transaction
	reads   *sql.DB
	guest   *guest
}

// A guest is a transaction of the host. What several goroutines do in it happens one after the
// other, a batch as a whole.
type guest struct {
	mu sync.Mutex
	tx *sql.Tx
}

// A querier is a transaction, or a handle that only reads.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// attempts is how often a transaction is tried before the last time.
const attempts = 12

// write runs do in a transaction: the host's, where nothing is tried again, or one of its own.
func (s *session) write(ctx context.Context, do func(context.Context, querier) error) error {
	if s.guest == nil {
		return s.retry(ctx, func() error { return s.inTransaction(ctx, do) })
	}
	s.guest.mu.Lock()
	defer s.guest.mu.Unlock()
	return told(ctx, do(ctx, lent{s.guest.tx}))
}

// changing returns the context for statements that change records. Inside a transaction of the host it
// ends no more: what was begun must then be done, as it cannot be taken back by itself.
func (s *session) changing(ctx context.Context) (context.Context, error) {
	if err := ctx.Err(); err != nil || s.guest == nil {
		return ctx, err
	}
	return context.WithoutCancel(ctx), nil
}

func (s *session) inTransaction(ctx context.Context, do func(context.Context, querier) error) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	begin := ctx
	if s.dialect == PostgreSQL {
		// Drivers cut the commit short with the context that began the transaction, and then nobody
		// can say whether it took effect.
		begin = context.WithoutCancel(ctx)
	}
	tx, err := conn.BeginTx(begin, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // which does nothing after a commit
	if err := do(ctx, tx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return tx.Commit()
}

// retry runs do until the engine does not ask for it to be run again, waiting a little longer each
// time, but no more than so often nor so long: an engine may itself have waited before it asked.
func (s *session) retry(ctx context.Context, do func() error) error {
	patience := time.NewTimer(10 * time.Second)
	defer patience.Stop()
	wait := time.Millisecond
	for range attempts {
		err := do()
		if !s.dialect.again(err) {
			return told(ctx, err)
		}
		pause := time.NewTimer(wait)
		select {
		case <-pause.C:
		case <-patience.C:
			pause.Stop()
			return told(ctx, err)
		case <-ctx.Done():
			pause.Stop()
			return told(ctx, err)
		}
		wait = min(2*wait, 100*time.Millisecond)
	}
	return told(ctx, do())
}

// read runs a query and returns what scan makes of its rows.
func read[T any](ctx context.Context, s *session, q *statement, scan func(*sql.Rows) (T, error)) ([]T, error) {
	var all []T
	do := func(on querier) error {
		all = nil // of an attempt before
		return each(ctx, on, q, func(rows *sql.Rows) error {
			one, err := scan(rows)
			all = append(all, one)
			return err
		})
	}
	if s.guest == nil {
		err := s.retry(ctx, func() error { return do(s.reads) })
		return all, err
	}
	s.guest.mu.Lock()
	defer s.guest.mu.Unlock()
	err := told(ctx, do(lent{s.guest.tx}))
	return all, err
}

// told makes the context's error show in one that a driver made of it.
func told(ctx context.Context, err error) error {
	if done := ctx.Err(); err != nil && done != nil && !errors.Is(err, done) {
		return fmt.Errorf("%w: %w", done, err)
	}
	return err
}

// exec runs a statement that returns nothing.
func exec(ctx context.Context, on querier, s *statement) error {
	_, err := on.ExecContext(ctx, s.String(), s.args...)
	return err
}

// each runs a query and calls scan for each of its rows.
func each(ctx context.Context, on querier, s *statement, scan func(*sql.Rows) error) error {
	rows, err := on.QueryContext(ctx, s.String(), s.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// scanText returns the only column of a row.
func scanText(rows *sql.Rows) (t string, err error) {
	err = rows.Scan(&t)
	return t, err
}

// into returns a scan of a row with these columns.
func into(columns ...any) func(*sql.Rows) error {
	return func(rows *sql.Rows) error { return rows.Scan(columns...) }
}

// A lent transaction is the host's. A context that is done is noticed between statements only: one
// that is cut short spoils the whole transaction.
type lent struct{ tx *sql.Tx }

func (l lent) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return l.tx.ExecContext(context.WithoutCancel(ctx), query, args...)
}

func (l lent) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return l.tx.QueryContext(context.WithoutCancel(ctx), query, args...)
}

func (l lent) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return l.tx.PrepareContext(context.WithoutCancel(ctx), query)
}
