package realdb_test

import (
	"fmt"
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// A recorder notes whether the test that it stands for failed.
type recorder struct {
	*testing.T
	failures []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

// The tests of crashes would be worth nothing if they did not see what they look for.
func TestLossesAreSeen(t *testing.T) {
	t.Parallel()
	s := new(relationship.Memory)
	book := relationship.NewBook(s, relationship.Config{})
	name := func(n int) string { return fmt.Sprint("0/", n) }
	var acks []ack
	for n := range 8 {
		batches, err := bookStep(t.Context(), book, name, n)
		ok(t, err)
		acks = append(acks, ack{Step: n, Batches: batches})
	}
	holds(t, s, acks)
	put := acks[1].Batches[0]
	lost, changed, never := put, put, put
	lost.Seq += 100
	changed.Parties = []relationship.Party{person(put.Parties[0].ID, "another")}
	never.Ties = append(never.Ties, friends("more", "a", "b"))
	for name, batch := range map[string]relationship.Batch{
		"a batch that is not there":    lost,
		"a record that is another":     changed,
		"a record that is not there":   never,
		"something void that stands":   {Void: []relationship.Voided{{Ref: relationship.NeedID("0/0/n").Ref(), Rev: 1}}},
		"an erasure that was not made": {Seq: put.Seq, Erase: []relationship.PartyID{"0/1/a"}},
	} {
		r := &recorder{T: t}
		if holds(r, s, []ack{{Batches: []relationship.Batch{batch}}}); len(r.failures) == 0 {
			t.Errorf("%s is not seen", name)
		}
	}
	log := logOf(t, s, 0)
	for name, doctor := range map[string]func([]relationship.Batch){
		"a trio without its tie":          func(log []relationship.Batch) { log[1].Ties = nil },
		"a trio with half of its parties": func(log []relationship.Batch) { log[1].Parties = log[1].Parties[:1] },
		"only the first party of a trio": func(log []relationship.Batch) {
			log[1].Ties, log[1].Needs, log[1].Parties = nil, nil, log[1].Parties[:1]
		},
		"one half of a transaction":        func(log []relationship.Batch) { log[1].Needs[0].Text = "2/1/x" },
		"a tie of a party that was erased": func(log []relationship.Batch) { log[1].Ties[0].From = "0/4/a" },
		"a party that was erased":          func(log []relationship.Batch) { log[1].Parties[0].ID = "0/4/a" },
	} {
		r := &recorder{T: t}
		changed := logOf(t, s, 0)
		doctor(changed)
		if nothingByHalves(r, changed, map[relationship.PartyID]bool{"0/4/a": true}); len(r.failures) == 0 {
			t.Errorf("%s is not seen", name)
		}
	}
	r := &recorder{T: t}
	if nothingByHalves(r, log, map[relationship.PartyID]bool{"0/4/a": true}); len(r.failures) > 0 {
		t.Errorf("a whole log is taken for: %q", r.failures)
	}
}

func TestAPartitionedDatabaseHasItsTablesInParts(t *testing.T) {
	t.Parallel()
	e := engines()[2]
	d := open(t, place{e.name, e.source(t), true})
	d.migrate(t)
	for n := range 16 {
		_, err := d.store(t, fmt.Sprint("tenant-", n)).Write(t.Context(), large("x"))
		ok(t, err)
	}
	whole := d.rows(t, "select relname from pg_class where relkind = 'r' and not relispartition and relnamespace = 'public'::regnamespace")
	if len(whole) != 1 || whole[0] != "kith_migration" {
		t.Errorf("%q are in one part, want only what tells of the migrations", whole)
	}
	if used := d.rows(t, "select distinct tableoid::regclass::text from kith_record"); len(used) != 4 {
		t.Errorf("%q hold records, want four parts", used)
	}
}
