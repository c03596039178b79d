package realdb_test

import (
	"fmt"
	"strings"

	"github.com/kithcrm/kith/relationship"
)

// holds checks that a store has all that was acknowledged, and nothing by halves.
func holds(t tester, s relationship.Historian, acks []ack) {
	t.Helper()
	log := sound(t, s)
	at := map[relationship.Seq]relationship.Batch{}
	gone := map[relationship.PartyID]bool{}
	void := map[relationship.Ref]bool{}
	for _, b := range log {
		at[b.Seq] = b
		for _, id := range b.Erase {
			gone[id] = true
		}
		for _, v := range b.Void {
			void[v.Ref] = true
		}
	}
	for _, a := range acks {
		for _, b := range a.Batches {
			for _, v := range b.Void {
				if !void[v.Ref] {
					t.Errorf("step %d of writer %d made %v void, which it is not", a.Step, a.Writer, v.Ref)
				}
			}
			if b.Seq == 0 {
				continue
			}
			same(t, fmt.Sprintf("step %d of writer %d, batch %d", a.Step, a.Writer, b.Seq), lasting(among(at[b.Seq], b), gone), lasting(b, gone))
		}
	}
	nothingByHalves(t, log, gone)
}

// lasting returns the records of a batch that were not erased since, and whom it erased.
func lasting(b relationship.Batch, gone map[relationship.PartyID]bool) relationship.Batch {
	out := relationship.Batch{Seq: b.Seq, Erase: b.Erase}
	for _, p := range b.Parties {
		if !gone[p.ID] {
			out.Parties = append(out.Parties, p)
		}
	}
	for _, x := range b.Ties {
		if !gone[x.From] && !gone[x.To] {
			out.Ties = append(out.Ties, x)
		}
	}
	for _, n := range b.Needs {
		if !gone[n.Party] { // in a trio, the tie of the need is the party's
			out.Needs = append(out.Needs, n)
		}
	}
	return out
}

// among returns b without the guards of rules that are put with what was asked for.
func among(b, asked relationship.Batch) relationship.Batch {
	ids := map[relationship.PartyID]bool{}
	for _, p := range asked.Parties {
		ids[p.ID] = true
	}
	var parties []relationship.Party
	for _, p := range b.Parties {
		if ids[p.ID] {
			parties = append(parties, p)
		}
	}
	b.Parties = parties
	return b
}

// nothingByHalves checks that of each trio all is in the log or nothing, that a transaction of the
// host has both its trios, and that nothing is left of whom was erased.
func nothingByHalves(t tester, log []relationship.Batch, gone map[relationship.PartyID]bool) {
	t.Helper()
	halves := map[string]int{}
	for _, b := range log {
		if len(b.Needs) == 0 && len(b.Ties) == 0 {
			for _, p := range b.Parties {
				if trioOf, first := strings.CutSuffix(string(p.ID), "/a"); first {
					t.Errorf("of %s only the first party was written", trioOf)
				}
			}
			continue
		}
		for _, n := range b.Needs {
			if len(b.Parties) != 2 || len(b.Ties) != 1 {
				t.Errorf("of %s, %d parties and %d ties were written", n.Text, len(b.Parties), len(b.Ties))
			}
			if both, half := strings.CutSuffix(strings.TrimSuffix(n.Text, "/x"), "/y"); half || strings.HasSuffix(n.Text, "/x") {
				halves[both]++
			}
		}
		for _, p := range b.Parties {
			if gone[p.ID] {
				t.Errorf("%s was erased and is in batch %d", p.ID, b.Seq)
			}
		}
		for _, x := range b.Ties {
			if gone[x.From] || gone[x.To] {
				t.Errorf("%s is in batch %d, and a party at its ends was erased", x.ID, b.Seq)
			}
		}
	}
	for name, n := range halves {
		if n != 2 {
			t.Errorf("of %s, one half was committed", name)
		}
	}
}
