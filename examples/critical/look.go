package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// look puts a case to the library, and draws it if there is a folder to draw into.
func look(ctx context.Context, c *caseFile, svg string) (*answer, error) {
	l := newLooker(c)
	a, err := l.look(ctx)
	if err == nil && svg != "" {
		err = l.draw(ctx, a, svg)
	}
	if err != nil {
		return nil, c.explain(err)
	}
	return a, nil
}

// A looker asks about one case.
type looker struct {
	*caseFile
	at   time.Time
	book *relationship.Book
}

func newLooker(c *caseFile) *looker {
	at := c.At.time()
	now := func() time.Time { return at }
	return &looker{c, at, relationship.NewBook(new(relationship.Memory), relationship.Config{Now: now})}
}

func (l *looker) look(ctx context.Context) (*answer, error) {
	if _, err := l.book.Put(ctx, l.batch()); err != nil {
		return nil, err
	}
	customers, err := l.customers(ctx)
	if err != nil {
		return nil, err
	}
	a := &answer{
		Case: caseName(l.name), Title: l.Title, About: l.About, At: l.at.Format(time.DateOnly), Unit: l.Unit,
		Provider: l.Provider, are: l.Customers.Are, names: map[relationship.PartyID]string{},
	}
	if since := l.Since.time(); !since.IsZero() {
		a.Since = since.Format(time.DateOnly)
	}
	for _, p := range l.Parties {
		a.names[p.ID] = p.Name
	}
	if err := l.critical(a, customers); err != nil {
		return nil, err
	}
	if err := l.needs(ctx, a, customers); err != nil {
		return nil, err
	}
	return a, l.income(ctx, a)
}

// customers returns those that the path leads to, with their ties.
func (l *looker) customers(ctx context.Context) ([]network.Customer, error) {
	snapshot, err := network.Read(ctx, l.book, network.Config{})
	if err != nil {
		return nil, err
	}
	path, err := network.ParsePath(l.Customers.Path, snapshot.Kinds())
	if err != nil {
		return nil, l.explainPath(err)
	}
	reached, err := snapshot.Reach(path, network.Bounds{At: l.at}, l.Provider)
	if err != nil {
		return nil, err
	}
	var ids []relationship.PartyID
	for _, found := range reached.Parties {
		if found.Party != l.Provider {
			ids = append(ids, found.Party)
		}
	}
	switch {
	case reached.Truncated:
		return nil, l.wrong("customers.path", "must lead to fewer parties")
	case len(ids) == 0:
		return nil, l.wrong("customers.path", "must lead to someone on the day asked about")
	}
	worth := map[relationship.PartyID]relationship.Readings{}
	for _, p := range l.Parties {
		worth[p.ID] = readings(p.Worth)
	}
	return network.ReadCustomers(ctx, &l.book.Reader, network.CustomersQuery{
		Provider: l.Provider, Customers: ids, At: l.at,
		Worth: func(id relationship.PartyID) relationship.Readings { return worth[id] },
	})
}

// critical finds the tie that matters most.
func (l *looker) critical(a *answer, customers []network.Customer) error {
	cfg := network.CriticalConfig{At: l.at, Reach: map[network.Standing]relationship.Estimate{}}
	words := map[network.Standing]string{}
	for _, s := range l.Standings {
		words[s.key()] = s.Words
		if s.Reach.known() {
			cfg.Reach[s.key()] = s.Reach.Estimate
		}
	}
	found, err := network.FindCritical(customers, cfg)
	if err != nil {
		return err
	}
	a.Customers, a.Unvalued, a.Worth = found.Customers, found.Unvalued, found.Worth
	for _, k := range found.Kinds {
		a.Kinds = append(a.Kinds, l.kind(&k, words[k.Standing]))
		delete(words, k.Standing)
	}
	for i, s := range l.Standings {
		if _, left := words[s.key()]; left {
			return l.wrong(fmt.Sprintf("standings[%d]", i), "must be a kind of tie that a customer has")
		}
	}
	return nil
}

func (l *looker) kind(k *network.CriticalKind, words string) kind {
	out := kind{
		Kind: k.Kind, Side: k.Side.String(), Ours: k.Ours, Words: words,
		Exposure: k.Exposure, Gain: k.Gain, Customers: k.Customers, Ties: k.Held, Unknown: k.Unknown,
		Covered: k.Covered, Association: k.Association, Largest: []single{},
	}
	if words == "" {
		out.Words = l.plainWords(k.Standing)
	}
	for _, t := range k.Largest {
		out.Largest = append(out.Largest, single{t.Tie, t.Customer, t.With, t.Exposure, t.Gain})
	}
	return out
}

// plainWords is what to call those at the other end of ties for which the file has no words.
func (l *looker) plainWords(s network.Standing) string {
	k, _ := l.book.Kinds().Kind(s.Kind)
	role, phrase := k.To.Role, k.From.Phrase
	if s.Side == relationship.ToSide {
		role, phrase = k.From.Role, k.To.Phrase
	}
	if s.Ours {
		return fmt.Sprintf("us as %s (%q)", role, phrase)
	}
	return fmt.Sprintf("each %s (%q)", role, phrase)
}

// needs finds what is needed in the ties that customers have.
func (l *looker) needs(ctx context.Context, a *answer, customers []network.Customer) error {
	ties := map[relationship.TieID]bool{}
	for _, c := range customers {
		for _, t := range c.Ties {
			ties[t.ID] = true
		}
	}
	all, err := relationship.Collect(l.book.Needs(ctx, relationship.NeedQuery{In: slices.Sorted(maps.Keys(ties))}))
	if err != nil {
		return err
	}
	found, err := network.FindOpenings(all, network.OpeningsConfig{At: l.at, Since: l.Since.time()})
	if err != nil {
		return err
	}
	a.Needs = needs{
		Openings: openings(found.Openings), UnspokenBasics: openings(found.UnspokenBasics),
		AskedUnmet: openings(found.AskedUnmet), TableStakes: openings(found.TableStakes), Gone: openings(found.Gone),
		NoImportance: list(found.NoImportance), Unrated: list(found.Unrated),
	}
	return nil
}

func openings(of []network.Opening) []opening {
	out := []opening{}
	for _, o := range of {
		out = append(out, opening{
			Text: o.Key, Opportunity: o.Opportunity, Importance: o.Importance, Satisfaction: o.Satisfaction,
			Change: o.Change, New: o.New, Needs: o.Needs, Parties: o.Parties, Ties: list(o.Ties),
		})
	}
	return out
}

// list returns a list that is written as [] in JSON when it is empty.
func list[T any](of []T) []T { return append([]T{}, of...) }

// income follows what is paid along the chain. Without payments a.Income stays nil.
func (l *looker) income(ctx context.Context, a *answer) error {
	ties, cfg := map[relationship.TieID]*tie{}, network.FlowConfig{Income: map[relationship.PartyID]relationship.Estimate{}}
	for i := range l.Ties {
		ties[l.Ties[i].ID] = &l.Ties[i]
	}
	for _, p := range l.Parties {
		cfg.Income[p.ID] = p.Income.Estimate
	}
	payments, err := network.ReadPayments(ctx, &l.book.Reader, network.PaymentsQuery{At: l.at, Amount: func(t *relationship.Tie) (relationship.Side, relationship.Estimate) {
		return ties[t.ID].payment()
	}})
	if err != nil || len(payments) == 0 {
		return err
	}
	flow, err := network.FollowValue(l.Provider, payments, cfg)
	if err != nil {
		return err
	}
	a.Income = &income{Sum: flow.Income, Rests: []relationship.Estimate{}, Ties: []carrier{}, Unknown: list(flow.Unknown)}
	for _, d := range flow.Depths {
		a.Income.Rests = append(a.Income.Rests, d.Rests)
	}
	for _, t := range flow.Ties {
		a.Income.Ties = append(a.Income.Ties, carrier{t.Tie, ties[t.Tie].From, ties[t.Tie].To, t.Depth, t.Lost})
	}
	return nil
}

// payment returns which end pays the other, and how much: an exact 0 where nobody does.
func (t *tie) payment() (relationship.Side, relationship.Estimate) {
	payer := relationship.FromSide
	switch t.Payer {
	case "":
		return payer, relationship.Estimate{Basis: relationship.Observed}
	case t.To:
		payer = relationship.ToSide
	}
	return payer, t.Paid.Estimate
}
