package lifetime

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// ReadLog returns the log in a CSV text: a header that names its columns, in any order and case, and a row
// for each purchase. The columns are customer, date and, where amounts are known, amount; others are left
// out. A date is a day such as 2026-05-31, alone or with a time of day such as 2026-05-31T17:04 or 2026-05-31
// 17:04:59, in the zone of cfg unless it ends in one of its own, as RFC 3339 writes it. Empty lines are
// left out.
//
// A single row with an amount below 0 refuses the text: whether a refund is taken off its purchase or left out changes what
// customers are worth, and is not for ReadLog to decide. Do either before, as [Log.Add] says.
//
// It returns an error matching [relationship.ErrInvalid] for a setting out of its range, for a header without
// customer or date and for the first row that breaks a rule of [Log.Add], with its line and field; and
// the error of r as it is. Nothing of a refused text is kept.
//
// It takes memory for the log alone.
func ReadLog(r io.Reader, cfg LogConfig) (*Log, error) {
	l, err := NewLog(cfg)
	if err != nil {
		return nil, err
	}
	in := reader{log: l, lines: lines{from: r}}
	if err := in.read(); err != nil {
		if _, ok := errors.AsType[*rules.Broken](err); ok {
			return nil, opError("read a log", err)
		}
		return nil, &relationship.OpError{Room: room, Op: "read a log", Err: err}
	}
	return l, nil
}

// A reader fills a log from lines.
type reader struct {
	log     *Log
	lines   lines
	columns [3]int // where customer, date and amount stand; -1 where they do not
	fields  []string
	rows    int
	dates   dateMemo
}

// progressEvery is how many rows lie between two calls of Progress.
const progressEvery = 1 << 16

func (in *reader) read() error {
	line, err := in.lines.next()
	if err == io.EOF {
		return rules.Break("header", "must name the columns customer and date")
	}
	if err != nil {
		return err
	}
	if err := in.header(strings.TrimPrefix(line, "\ufeff")); err != nil {
		return err
	}
	for {
		line, err := in.lines.next()
		if err == io.EOF {
			in.log.settle() // so that nothing of the text stays in memory
			in.log.cfg.Progress(in.rows)
			return nil
		}
		if err != nil {
			return err
		}
		if line == "" {
			continue
		}
		if err := in.row(line); err != nil {
			return rules.Within(rules.Index("lines", in.lines.count), err)
		}
		if in.rows%progressEvery == 0 {
			in.log.cfg.Progress(in.rows)
		}
	}
}

// header finds the columns.
func (in *reader) header(line string) error {
	if err := in.split(line); err != nil {
		return rules.Within("header", err)
	}
	for i, f := range in.fields {
		in.fields[i] = strings.ToLower(strings.TrimSpace(f))
	}
	for i, name := range []string{"customer", "date", "amount"} {
		in.columns[i] = slices.Index(in.fields, name)
		if in.columns[i] < 0 && name != "amount" {
			return rules.Break("header", "must name the columns customer and date")
		}
	}
	return nil
}

// row adds the purchase of a line.
func (in *reader) row(line string) error {
	if err := in.split(line); err != nil {
		return err
	}
	if len(in.fields) <= max(in.columns[0], in.columns[1], in.columns[2]) {
		return rules.Break("fields", "must be as many as the header has")
	}
	l, amount := in.log, 0.0
	if in.columns[2] >= 0 {
		var ok bool
		if amount, ok = number(in.fields[in.columns[2]]); !ok {
			return rules.Break("amount", ruleAmount)
		}
		if err := checkAmount(amount); err != nil {
			return err
		}
	}
	grain, ok := in.dates.grain(in.fields[in.columns[1]], l.cfg)
	if !ok {
		return rules.Break("date", "must be a day such as 2026-05-31, alone or with a time")
	}
	in.rows++
	return l.take(row{in.fields[in.columns[0]], amount, grain})
}

// split cuts a line into its fields.
func (in *reader) split(line string) error {
	in.fields = in.fields[:0]
	if strings.IndexByte(line, '"') >= 0 {
		return in.splitQuoted(line)
	}
	for {
		at := strings.IndexByte(line, ',')
		if at < 0 {
			in.fields = append(in.fields, line)
			return nil
		}
		in.fields = append(in.fields, line[:at])
		line = line[at+1:]
	}
}

// splitQuoted cuts a line in which fields stand in quotes, with doubled quotes inside.
func (in *reader) splitQuoted(line string) error {
	for {
		field, rest := "", line
		if strings.HasPrefix(line, `"`) {
			quoted := 1
			for ; quoted < len(line) && (line[quoted] != '"' || strings.HasPrefix(line[quoted:], `""`)); quoted++ {
				if line[quoted] == '"' {
					quoted++
				}
			}
			if quoted >= len(line) {
				return rules.Break("fields", "must close their quotes on the same line")
			}
			field, rest = strings.ReplaceAll(line[1:quoted], `""`, `"`), line[quoted+1:]
			if rest != "" && rest[0] != ',' {
				return rules.Break("fields", "must end where their quotes do")
			}
		} else if at := strings.IndexByte(line, ','); at >= 0 {
			field, rest = line[:at], line[at:]
		} else {
			field, rest = line, ""
		}
		in.fields = append(in.fields, field)
		if rest == "" {
			return nil
		}
		line = rest[1:]
	}
}
