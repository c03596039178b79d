package sqlstore

import (
	"errors"
	"strings"
)

// A Dialect says which engine a handle leads to.
type Dialect int

// The engines whose SQL is spoken.
const (
	SQLite     Dialect = iota + 1 // SQLite 3.38 or later
	PostgreSQL                    // PostgreSQL 12 or later, and what speaks like it
)

// String returns "sqlite" or "postgresql".
func (d Dialect) String() string {
	switch d {
	case SQLite:
		return "sqlite"
	case PostgreSQL:
		return "postgresql"
	}
	return "unknown"
}

func (d Dialect) known() bool { return d == SQLite || d == PostgreSQL }

// A grammar holds the pieces of SQL that differ between engines.
type grammar struct {
	// among, behind a column, asks whether its value is in a list, given as a JSON array of texts.
	among text
	// amongRows is the same for what another query returns, which follows, with closeRows behind it.
	amongRows, closeRows text
	// elements is a JSON array of texts as a table e with a value and an increasing key.
	elements text
	// records and versions, behind a table e with IDs in the column value, are the rows of these IDs as
	// r, looked up one by one.
	records, versions text
	// openEach and closeEach stand around a table r and a condition: its rows are looked up for each row of
	// the tables before.
	openEach, closeEach text
	// leads says that values of a key are looked up one by one, as IDs are.
	leads bool
	// byID orders by the ID without a walk along the primary key, which an engine takes for a good
	// idea where a limit follows, though few records on the way match.
	byID text
	// now is the time by the clock of the database, in milliseconds since 1970.
	now text
}

func (d Dialect) grammar() grammar {
	if d == PostgreSQL {
		// Of a table that it has not analysed since it was loaded, the planner believes that it has next to
		// nothing in a scope, and takes a look at all of that for the best way to find a few. What
		// stands behind "offset 0" it must look up for each row before.
		return grammar{
			among:     " = any (array(select jsonb_array_elements_text(cast(cast(? as text) as jsonb))))",
			amongRows: " = any (array(",
			closeRows: "))",
			elements:  "jsonb_array_elements_text(cast(cast(? as text) as jsonb)) with ordinality as e (value, key)",
			records:   " cross join lateral (select * from kith_record where scope = ? and noun = ? and id = e.value offset 0) as r where true",
			versions:  " cross join lateral (select * from kith_past where scope = ? and noun = ? and id = e.value offset 0) as r where true",
			openEach:  " cross join lateral (select r.* from ",
			closeEach: " offset 0) as r where true",
			leads:     true,
			byID:      " order by r.id || ''",
			now:       "cast(extract(epoch from current_timestamp) * 1000 as bigint)",
		}
	}
	return grammar{
		among:     " in (select value from json_each(?))",
		amongRows: " in (",
		closeRows: ")",
		elements:  "json_each(?) as e",
		records:   " cross join kith_record as r where r.scope = ? and r.noun = ? and r.id = e.value",
		versions:  " cross join kith_past as r where r.scope = ? and r.noun = ? and r.id = e.value",
		openEach:  " cross join ",
		byID:      " order by +r.id",
		now:       "cast((julianday('now') - 2440587.5) * 86400000 as integer)",
	}
}

// again reports whether an engine asks for a transaction to be run once more. Drivers say so in
// their own ways, none of which is a type that could be named here.
func (d Dialect) again(err error) bool {
	if d == PostgreSQL {
		coded, ok := errors.AsType[interface {
			error
			SQLState() string
		}](err)
		return ok && (coded.SQLState() == "40001" || coded.SQLState() == "40P01")
	}
	const busy = 5 // in the lowest byte
	coded, ok := errors.AsType[interface {
		error
		Code() int
	}](err)
	return ok && coded.Code()&0xff == busy || err != nil && strings.Contains(err.Error(), "database is locked")
}
