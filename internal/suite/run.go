package suite

import (
	"testing"

	"pgregory.net/rapid"
)

// Run checks that a store of the room keeps the contract. open returns a new, empty store.
func (r *Room) Run(t *testing.T, open func(TB) any) {
	r.run(t, func(tb TB) Store { return r.untyped(open(tb)) }, func(check func(*rapid.T)) func(*rapid.T) { return check })
}

// run also tells which random cases of a property are tried.
func (r *Room) run(t *testing.T, open func(TB) Store, cases func(func(*rapid.T)) func(*rapid.T)) {
	for _, c := range r.clauses() {
		t.Run("clause/"+c.name, func(t *testing.T) {
			s := open(t)
			if why := c.skip(s); why != "" {
				t.Skip(why)
			}
			c.run(kit{t, s, r})
		})
	}
	// In a test of its own, so that its store is closed before the next one is opened: some can be open
	// only once.
	history := false
	t.Run("open", func(t *testing.T) { history = keepsHistory(open(t)) })
	for _, p := range r.properties() {
		t.Run(p.name, func(t *testing.T) {
			if p.history && !history {
				t.Skip("the store keeps no history")
			}
			rapid.Check(t, cases(func(t *rapid.T) { p.check(t, open) }))
		})
	}
}

// A property is something that must hold for whatever rapid draws.
type property struct {
	name    string
	history bool // it is about stores that keep history
	check   func(*rapid.T, func(TB) Store)
}

func (r *Room) properties() []property {
	all := []property{{"model", false, r.checkModel}}
	for _, n := range r.Nouns {
		all = append(all, property{"query/" + n.Name, false, func(t *rapid.T, open func(TB) Store) { r.checkQueries(t, n, open) }})
	}
	return append(all, property{"query/log", true, r.checkLogQueries})
}
