package relationship_test

import (
	"testing"

	"github.com/kithcrm/kith/relationship"
)

// A refused is something that must be refused: with which error, naming which field.
type refused struct {
	name  string
	do    func(*testing.T, desk) error
	is    error
	field string
}

// newStage returns a desk with a small network in which every name and text is a secret.
func newStage(t *testing.T) desk {
	t.Helper()
	d := newDesk(t, sole())
	parties := append(people("a", "b", "c", "d", "e", "m", "m2", "m3", "x", "y", "z"), relationship.Party{ID: "acme", Kind: relationship.Organisation})
	for i := range parties {
		parties[i].Name = secret
		parties[i].Facts = []relationship.Fact{{Name: secret, Value: secret, Source: secret, Basis: relationship.Stated}}
	}
	ended := tie("old", "friend", "a", "d")
	ended.Stints[0] = spell(1, 5)
	lead := tie("lead", "sole", "a", "b")
	first, second := tie("first", "sole", "c", "x"), tie("second", "sole", "c", "y")
	lead.Stints[0], first.Stints[0], second.Stints[0] = spell(0, 10), spell(0, 10), spell(10, 0)
	ties := []relationship.Tie{
		tie("ab", "reports-to", "a", "b"), tie("bc", "reports-to", "b", "c"), tie("cm2", "reports-to", "c", "m2"),
		tie("parent", "parent", "a", "b"), ended, lead, tie("m2-lead", "sole", "m2", "d"), first, second,
	}
	for i := range ties {
		ties[i].Ends.From.Role = secret
	}
	put(t, d.As("", secret), relationship.Batch{
		Parties: parties, Ties: ties,
		Needs: []relationship.Need{{ID: "n", Party: "a", Tie: "ab", Text: secret}, {ID: "free", Party: "e", Text: secret}},
	})
	ok(t, d.Merge(t.Context(), "m", "m2"))
	ok(t, d.Merge(t.Context(), "m2", "m3"))
	return d
}

// run does what must be refused on a stage of its own, and looks whether it left anything behind.
func (r refused) run(t *testing.T) {
	t.Parallel()
	d := newStage(t)
	before := contentOf(t, d.store)
	err := r.do(t, d)
	if err == nil {
		t.Fatal("got no error, want one")
	}
	broken(t, err, r.is, r.field)
	same(t, "content", contentOf(t, d.store), before)
}

func runRefused(t *testing.T, tests []refused) {
	t.Helper()
	names := map[string]bool{}
	for _, test := range tests {
		if names[test.name] {
			t.Errorf("two tests are named %q", test.name)
		}
		names[test.name] = true
		t.Run(test.name, test.run)
	}
}

// putting returns what puts a new party, changed.
func putting(change func(*relationship.Party)) func(*testing.T, desk) error {
	return func(t *testing.T, d desk) error {
		p := relationship.Party{ID: "new", Kind: relationship.Person, Name: secret}
		change(&p)
		_, err := d.PutParty(t.Context(), p)
		return err
	}
}

// saying returns what puts a new party of which a fact is changed.
func saying(change func(*relationship.Fact)) func(*testing.T, desk) error {
	return putting(func(p *relationship.Party) {
		f := relationship.Fact{Name: "city", Value: secret, Basis: relationship.Stated}
		change(&f)
		p.Facts = []relationship.Fact{{Name: "x", Value: secret, Basis: relationship.Stated}, f}
	})
}

// relating returns what relates a friend, changed.
func relating(change func(*relationship.Tie)) func(*testing.T, desk) error {
	return func(t *testing.T, d desk) error {
		x := tie("new", "friend", "d", "e")
		x.Ends.From.Role = secret
		x.Facts = []relationship.Fact{{Name: secret, Value: secret, Basis: relationship.Stated}}
		change(&x)
		_, err := d.Relate(t.Context(), x)
		return err
	}
}

// reading returns what relates a friend with a reading, changed.
func reading(change func(*relationship.Reading)) func(*testing.T, desk) error {
	return relating(func(x *relationship.Tie) {
		good := relationship.Reading{Estimate: relationship.Estimate{Value: 0.5, Low: 0.25, High: 0.75, N: 3, Basis: relationship.Stated}, Source: secret}
		bad := good
		change(&bad)
		x.Ends.To.Importance = relationship.Readings{good, bad}
	})
}

// between returns what relates two parties by a kind from one day to another.
func between(kind relationship.KindName, from, to relationship.PartyID, s relationship.Stint) func(*testing.T, desk) error {
	return relating(func(x *relationship.Tie) {
		x.Kind, x.From, x.To, x.Stints = kind, from, to, []relationship.Stint{s}
	})
}

// needing returns what puts a new need, changed.
func needing(change func(*relationship.Need)) func(*testing.T, desk) error {
	return func(t *testing.T, d desk) error {
		n := relationship.Need{ID: "new", Party: "a", Tie: "ab", Text: secret}
		change(&n)
		_, err := d.PutNeed(t.Context(), n)
		return err
	}
}

// batching returns what puts a batch.
func batching(b relationship.Batch) func(*testing.T, desk) error {
	return func(t *testing.T, d desk) error {
		_, err := d.As("", secret).Put(t.Context(), b)
		return err
	}
}
