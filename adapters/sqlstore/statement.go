package sqlstore

import (
	"strconv"
	"strings"
)

// A text is a piece of SQL. Only constants of this package become one, so that nothing that came
// from outside can be in a statement but as an argument.
type text string

// A statement is SQL with its arguments, put together from pieces.
type statement struct {
	sql  strings.Builder
	args []any
}

// query begins a statement.
func query(t text, args ...any) *statement { return new(statement).add(t, args...) }

// add puts a piece at the end. Each ? in it stands for the next argument; they are numbered in the
// order in which they first appear, which every driver understands.
func (s *statement) add(t text, args ...any) *statement {
	pieces := strings.Split(string(t), "?")
	if len(pieces) != len(args)+1 {
		panic("sqlstore: a statement has another number of arguments than places for them: " + string(t))
	}
	for i, piece := range pieces {
		if i > 0 {
			s.args = append(s.args, args[i-1])
			s.sql.WriteString("$" + strconv.Itoa(len(s.args)))
		}
		s.sql.WriteString(piece)
	}
	return s
}

func (s *statement) String() string { return s.sql.String() }
