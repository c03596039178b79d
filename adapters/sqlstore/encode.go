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
	for i, v := range b.Void {
		e.voids = append(e.voids, void{where{list: "Void", i: i}, ref{v.Ref.Noun, v.Ref.ID}, int64(v.Rev)})
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
