package sqlstore

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// decode reads a record from its row.
func (f found) decode(into any) error {
	if err := json.Unmarshal(f.body, into); err != nil {
		return fmt.Errorf("the record %s is damaged", f.id)
	}
	return nil
}

// decoder returns what makes a record of a row.
func decoder[R any](rev func(*R) *relationship.Seq) func(found) (R, error) {
	return func(f found) (R, error) {
		var r R
		err := f.decode(&r)
		*rev(&r) = relationship.Seq(f.seq)
		return r, err
	}
}

// tellOf adds one record to a list of its noun.
func tellOf[R any](to *[]R, row found, rev func(*R) *relationship.Seq) error {
	r, err := decoder(rev)(row)
	*to = append(*to, r)
	return err
}

// decodeTie reads a tie from its row. Of nearly all ties nothing is known but their ends, their kind
// and since when they hold: these are read without the general way, which takes ten times longer, and
// reading ties is what a network does all day.
func (f found) decodeTie(t *relationship.Tie) error {
	if !simpleTie(f.body, t) {
		*t = relationship.Tie{}
		return f.decode(t)
	}
	return nil
}

// simpleTie reads a tie that has one stint without an end, and nothing besides. It reports whether it
// was one.
func simpleTie(body []byte, t *relationship.Tie) bool {
	r := reader{rest: body, fine: true}
	t.ID = relationship.TieID(r.field(`{"id":"`))
	t.Kind = relationship.KindName(r.field(`,"rev":0,"kind":"`))
	t.From = relationship.PartyID(r.field(`,"from":"`))
	t.To = relationship.PartyID(r.field(`,"to":"`))
	since := r.field(`,"stints":[{"from":"`)
	if !r.fine || string(r.rest) != "}]}" {
		return false
	}
	from, err := time.Parse(time.RFC3339Nano, since)
	t.Stints = []relationship.Stint{{From: from}}
	return err == nil
}

// A reader reads fields that stand in a known order.
type reader struct {
	rest []byte
	fine bool
}

// field reads a text that follows what stands before it.
func (r *reader) field(before string) string {
	rest, found := bytes.CutPrefix(r.rest, []byte(before))
	end := bytes.IndexByte(rest, '"')
	if !r.fine || !found || end < 0 || bytes.IndexByte(rest[:end], '\\') >= 0 {
		r.fine = false
		return ""
	}
	r.rest = rest[end+1:]
	return string(rest[:end])
}
