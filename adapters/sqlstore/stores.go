package sqlstore

import (
	"database/sql"

	"github.com/kithcrm/kith/relationship"
)

// A Config says what stores are for.
type Config struct {
	// Scope is the tenant whose records the stores see and write, and no others: not empty, at most
	// 255 bytes, valid UTF-8, no NUL.
	Scope string

	// Dialect is the engine that the handle leads to.
	Dialect Dialect

	// Reads is the handle that reads go through: a pool beside a single writer, or a replica, whose
	// answers may then be stale. nil means the handle that is written through. Inside a transaction
	// of the host it is not used.
	Reads *sql.DB
}

func (c Config) check() error {
	if rule := nameRule(c.Scope); rule != "" {
		return invalid("Scope", rule)
	}
	if !c.Dialect.known() {
		return invalid("Dialect", "must be SQLite or PostgreSQL")
	}
	return nil
}

// nameRule returns the rule that the name of a scope or a reader breaks, if any.
func nameRule(name string) string {
	switch {
	case name == "":
		return "must not be empty"
	case len(name) > relationship.MaxID:
		return "must be at most 255 bytes"
	case !isStorable(name):
		return "must be valid UTF-8 without NUL"
	}
	return ""
}

func invalid(field, rule string) error { return refused("open", field, rule) }

// refused says which rule the caller broke.
func refused(op, field, rule string) error {
	return &relationship.OpError{Room: "sqlstore", Op: op, Field: field, Rule: rule, Err: relationship.ErrInvalid}
}

// Stores are the stores of all rooms in one scope of one database. Making them is free.
type Stores struct{ session *session }

// On returns stores on a handle. They write each batch in a transaction of its own, and try again,
// a dozen times at most, where the engine asks for that. The schema must be there: see [Migrate].
//
// It returns an error matching [relationship.ErrInvalid] where cfg breaks a rule.
func On(db *sql.DB, cfg Config) (*Stores, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	s := &session{grammar: cfg.Dialect.grammar(), dialect: cfg.Dialect, scope: cfg.Scope, db: db, reads: cfg.Reads}
	if s.reads == nil {
		s.reads = db
	}
	return &Stores{s}, nil
}

// In returns stores inside a transaction of the host, which alone commits it or rolls it back: what is
// written through them and what the host writes itself then take effect together or not at all.
// Nothing is tried again. A refused batch leaves the transaction usable. After any other error but
// that of a context, the host rolls it back.
//
// The first write locks the scope until the transaction ends. So write last and commit soon, and do
// not write to the scope through the handle meanwhile: that would wait for the transaction, and the
// transaction, if it waits for that, for ever. A context that is done is noticed between statements
// and not during one, as that would spoil the transaction.
//
// Several goroutines may use the stores. They must not use tx itself at the same time.
//
// It returns an error matching [relationship.ErrInvalid] where cfg breaks a rule.
func In(tx *sql.Tx, cfg Config) (*Stores, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	return &Stores{&session{grammar: cfg.Dialect.grammar(), dialect: cfg.Dialect, scope: cfg.Scope, guest: &guest{tx: tx}}}, nil
}

// Relationship returns the store of parties, ties and needs. It is also a [relationship.Historian].
func (s *Stores) Relationship() relationship.Historian { return people{s.session} }
