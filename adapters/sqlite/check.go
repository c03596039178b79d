package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/kithcrm/kith/relationship"
)

// Check looks whether a host's own handle is set as [Open] would set it: write-ahead log, full
// synchronous, foreign keys, a wait for locks, and transactions that take the lock at once. It asks
// two connections where the handle may have two, since most settings belong to a connection: those
// that a statement made hold for one alone, and belong into the name that the handle was opened
// with.
//
// It returns an error matching [relationship.ErrInvalid] that names each setting that is wrong.
func Check(ctx context.Context, db *sql.DB) error {
	n := 2
	if db.Stats().MaxOpenConnections == 1 {
		n = 1
	}
	for range n {
		conn, err := db.Conn(ctx)
		if err != nil {
			return fmt.Errorf("sqlite: check: %w", err)
		}
		defer conn.Close() // only at the end, so that the next one is another
		if err := checkConn(ctx, conn); err != nil {
			return err
		}
	}
	return nil
}

func checkConn(ctx context.Context, conn *sql.Conn) error {
	atLeast := func(least int) func(string) bool {
		return func(value string) bool {
			n, err := strconv.Atoi(value)
			return err == nil && n >= least
		}
	}
	var wrong []error
	for _, setting := range []struct {
		query, name, rule string
		fine              func(string) bool
	}{
		{"pragma journal_mode", "journal_mode", "must be wal", func(v string) bool { return v == "wal" }},
		{"pragma synchronous", "synchronous", "must be full: else a crash of the machine loses what was acknowledged", atLeast(2)},
		{"pragma foreign_keys", "foreign_keys", "must be on", atLeast(1)},
		{"pragma busy_timeout", "busy_timeout", "must be 1000 or more, in milliseconds", atLeast(1000)},
	} {
		var value string
		if err := conn.QueryRowContext(ctx, setting.query).Scan(&value); err != nil {
			return fmt.Errorf("sqlite: check: %w", err)
		}
		if !setting.fine(value) {
			wrong = append(wrong, broken(setting.name, setting.rule))
		}
	}
	immediate, err := locksAtOnce(ctx, conn)
	if err != nil {
		return fmt.Errorf("sqlite: check: %w", err)
	}
	if !immediate {
		wrong = append(wrong, broken("_txlock", "must be immediate: else a transaction that reads before it writes fails beside another one"))
	}
	return errors.Join(wrong...)
}

// locksAtOnce reports whether a transaction has the lock as soon as it has begun: then the log can not
// be copied into the file, which needs no lock that an idle transaction would stand against.
func locksAtOnce(ctx context.Context, conn *sql.Conn) (bool, error) {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	_, err = tx.ExecContext(ctx, "pragma wal_checkpoint(passive)")
	if err == nil || strings.Contains(err.Error(), "locked") {
		return err != nil, nil
	}
	return false, err
}

func broken(setting, rule string) error {
	return &relationship.OpError{Room: "sqlite", Op: "check", Field: setting, Rule: rule, Err: relationship.ErrInvalid}
}
