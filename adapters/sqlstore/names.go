package sqlstore

import (
	"context"
)

// Some records go with more parties than there are keys, and with all whom any version named. These
// stand in kith_named until the record is erased.

// writeNames notes whom the records of a batch name, with one statement for each party: of these there are
// mostly few.
func (s *session) writeNames(ctx context.Context, on querier, c change) error {
	type named struct{ noun, party string }
	ids := map[named][]string{}
	var order []named
	for i := range c.puts {
		p := &c.puts[i]
		for _, party := range p.names {
			key := named{p.noun, party}
			if len(ids[key]) == 0 {
				order = append(order, key)
			}
			ids[key] = append(ids[key], p.id)
		}
	}
	for _, key := range order {
		q := query("insert into kith_named (scope, noun, id, party)").
			add(" select cast(? as text), cast(? as text), e.value, cast(? as text) from ", s.scope, key.noun, key.party).
			add(s.elements, jsonList(ids[key])).add(" where true on conflict (scope, noun, id, party) do nothing")
		if err := exec(ctx, on, q); err != nil {
			return err
		}
	}
	return nil
}

// naming returns the IDs of all records of a noun that named any of some parties, in whatever version.
func (s *session) naming(ctx context.Context, on querier, noun string, parties []string) ([]string, error) {
	q := query("select r.id from ").add(s.elements, jsonList(parties)).add(s.openEach)
	q.add("kith_named as r where r.scope = ? and r.noun = ? and r.party = e.value", s.scope, noun).add(s.closeEach)
	return distinct(ctx, on, q)
}
