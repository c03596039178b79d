package network

import (
	"context"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A Customer is one of those whose ties are looked at by [FindCritical].
type Customer struct {
	// ID is the party, merges followed.
	ID relationship.PartyID

	// Worth is what the customer is worth to the provider, over time: 0 or more, in a unit that is the
	// same for all customers, such as euros a year. It is not limited to 0..1.
	Worth relationship.Readings

	// Ties are those that the customer has, in any order.
	Ties []CustomerTie
}

// A CustomerTie is a tie as a customer lives it.
type CustomerTie struct {
	// ID is the tie.
	ID relationship.TieID

	// Kind says what connects the two.
	Kind relationship.KindName

	// Side is the end at which the customer stands; FromSide for both ends of a symmetric kind.
	Side relationship.Side

	// With is who stands at the other end, merges followed.
	With relationship.PartyID

	// Ours says that With is the provider.
	Ours bool

	// Importance is how much the customer cares about the tie, and Health how well it goes for the
	// customer, both from 0 to 1 and over time.
	Importance, Health relationship.Readings
}

// A CustomersQuery says which customers [ReadCustomers] reads.
type CustomersQuery struct {
	// Provider is whose customers they are. It must not be empty.
	Provider relationship.PartyID

	// Customers are those to read, in any order, without the provider. Those that turn out to be one party
	// are read as one. An empty list, nil too, is nobody: whoever a path reaches can be given as it is.
	Customers []relationship.PartyID

	// At is the instant at which a tie must hold to be read. It must not be zero.
	At time.Time

	// Worth returns what a customer is worth to the provider, and nothing where that is unknown. It is
	// asked once for each, by the ID that merges lead to. It must not be nil.
	Worth func(relationship.PartyID) relationship.Readings

	// Progress, if not nil, is called after each customer with how many of how many were read.
	Progress func(done, of int)
}

const opCustomers = "read customers"

func (q *CustomersQuery) check() error {
	switch {
	case q.Provider == "":
		return broken(opCustomers, "Provider", "must not be empty")
	case q.At.IsZero():
		return broken(opCustomers, "At", "must not be zero")
	case q.Worth == nil:
		return broken(opCustomers, "Worth", "must not be nil")
	}
	return nil
}

// ReadCustomers returns the customers that q names, in the order of their IDs and each once, with the
// ties that hold at q.At. A customer without ties is returned too: it counts in what all are worth.
//
// It returns an error matching [relationship.ErrInvalid] for a query that breaks a rule, one matching
// [relationship.ErrNotFound] where there is no such customer or provider, and what the reader returns. It reads all
// merges once, and then asks for the customers one by one; see [relationship.Reader.Around].
func ReadCustomers(ctx context.Context, r *relationship.Reader, q CustomersQuery) ([]Customer, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	root, err := r.Resolver(ctx)
	if err != nil {
		return nil, err
	}
	provider, err := r.Resolve(ctx, q.Provider)
	if err != nil {
		return nil, err
	}
	ids := make([]relationship.PartyID, len(q.Customers))
	for i, id := range q.Customers {
		if ids[i] = root(id); ids[i] == provider {
			return nil, broken(opCustomers, element("Customers", i), "must not be the provider")
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	seen := customerReader{query: q, provider: provider, symmetric: symmetricKinds(r.Kinds())}
	customers := make([]Customer, 0, len(ids))
	for _, id := range ids {
		c, err := seen.read(ctx, r, id)
		if err != nil {
			return nil, err
		}
		customers = append(customers, c)
		if q.Progress != nil {
			q.Progress(len(customers), len(ids))
		}
	}
	return customers, nil
}

type customerReader struct {
	query     CustomersQuery
	provider  relationship.PartyID
	symmetric map[relationship.KindName]bool
}

func symmetricKinds(kinds relationship.Kinds) map[relationship.KindName]bool {
	symmetric := map[relationship.KindName]bool{}
	for k := range kinds.All() {
		symmetric[k.Name] = k.Symmetric
	}
	return symmetric
}

func (c *customerReader) read(ctx context.Context, r *relationship.Reader, id relationship.PartyID) (Customer, error) {
	out := Customer{ID: id, Worth: c.query.Worth(id)}
	for view, err := range r.Around(ctx, id) {
		if err != nil {
			return Customer{}, err
		}
		if view.Holds(c.query.At) {
			out.Ties = append(out.Ties, c.tie(&view))
		}
	}
	return out, nil
}

func (c *customerReader) tie(v *relationship.View) CustomerTie {
	side, mine := v.Side, v.Mine()
	if c.symmetric[v.Tie.Kind] {
		side = relationship.FromSide
	}
	return CustomerTie{
		ID: v.Tie.ID, Kind: v.Tie.Kind, Side: side, With: v.Other.ID, Ours: v.Other.ID == c.provider,
		Importance: mine.Importance, Health: mine.Health,
	}
}
