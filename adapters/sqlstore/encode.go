package sqlstore

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// peopleEntry returns a batch of the room relationship as one of any room.
func peopleEntry(b *relationship.Batch) (*entry, error) {
	e := &entry{room: peopleRoom, at: b.At, by: string(b.By), why: b.Why, erase: texts(b.Erase)}
	e.puts = make([]put, 0, len(b.Parties)+len(b.Ties)+len(b.Needs))
	for i, p := range b.Parties {
		p.Facts = factsInUTC(p.Facts)
		to := put{where: where{list: "Parties", i: i}, ref: ref{relationship.NounParty, string(p.ID)}, rev: int64(p.Rev), keys: keys{string(p.MergedInto)}}
		p.Rev = 0 // which is that of the row
		if err := e.add(to, p); err != nil {
			return nil, err
		}
	}
	for i, t := range b.Ties {
		t = tieInUTC(t)
		to := put{
			where: where{list: "Ties", i: i}, ref: ref{relationship.NounTie, string(t.ID)}, rev: int64(t.Rev),
			keys: keys{string(t.From), string(t.To), string(t.Kind)}, fixed: fields{"From", "To", "Kind"},
		}
		t.Rev = 0
		if err := e.add(to, t); err != nil {
			return nil, err
		}
	}
	for i, n := range b.Needs {
		n.Importance, n.Satisfaction, n.During = readingsInUTC(n.Importance), readingsInUTC(n.Satisfaction), stintInUTC(n.During)
		to := put{
			where: where{list: "Needs", i: i}, ref: ref{relationship.NounNeed, string(n.ID)}, rev: int64(n.Rev),
			keys: keys{string(n.Party), string(n.Tie)}, fixed: fields{"Party", "Tie"},
		}
		n.Rev = 0
		if err := e.add(to, n); err != nil {
			return nil, err
		}
	}
	for _, v := range b.Void {
		e.void(v.Ref, v.Rev)
	}
	return e, nil
}

// add puts a record into the entry, as JSON.
func (e *entry) add(to put, record any) error {
	body, err := json.Marshal(record)
	to.body = body
	e.puts = append(e.puts, to)
	return err
}

// void adds a record to be taken out of sight, the next in the list of the batch.
func (e *entry) void(r relationship.Ref, rev relationship.Seq) {
	e.voids = append(e.voids, void{where{list: "Void", i: len(e.voids)}, ref{r.Noun, r.ID}, int64(rev)})
}

// addAll puts the records of a list into the entry. ready says what the store must know of one, and
// makes of it, a copy of the caller's, what is kept: with instants in UTC and no revision, which is that
// of the row.
func addAll[R any](e *entry, list string, records []R, ready func(*R) put) error {
	for i, r := range records {
		to := ready(&r)
		to.where = where{list: list, i: i}
		if err := e.add(to, &r); err != nil {
			return err
		}
	}
	return nil
}

// taken returns a revision, and takes it from its record.
func taken(rev *relationship.Seq) int64 {
	was := *rev
	*rev = 0
	return int64(was)
}

func inUTC(instants ...*time.Time) {
	for _, t := range instants {
		*t = t.UTC()
	}
}

// In text an instant keeps its zone to the minute only, so that all are put in UTC first, in lists of
// our own: what the caller gave is not changed.

func factsInUTC(facts []relationship.Fact) []relationship.Fact {
	out := slices.Clone(facts)
	for i := range out {
		out[i].At = out[i].At.UTC()
		if at, ok := out[i].Value.(time.Time); ok {
			out[i].Value = at.UTC()
		}
	}
	return out
}

func readingsInUTC(readings relationship.Readings) relationship.Readings {
	out := slices.Clone(readings)
	for i := range out {
		out[i].At = out[i].At.UTC()
	}
	return out
}

func stintInUTC(s relationship.Stint) relationship.Stint {
	s.From, s.To = s.From.UTC(), s.To.UTC()
	return s
}

func tieInUTC(t relationship.Tie) relationship.Tie {
	t.Stints = slices.Clone(t.Stints)
	for i, s := range t.Stints {
		t.Stints[i] = stintInUTC(s)
	}
	for _, e := range []*relationship.End{&t.Ends.From, &t.Ends.To} {
		e.Importance, e.Health = readingsInUTC(e.Importance), readingsInUTC(e.Health)
	}
	t.Facts = factsInUTC(t.Facts)
	return t
}
