package feedback

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// A stake is a reason why somebody is concerned, under whatever ID that party has.
type stake struct {
	party PartyID
	why   Reason
}

// stakes are what several parties have in several things, with who may see these.
type stakes struct {
	list   []stake
	shown  map[Ref]Shown
	joined crossed // of those who gave no name
}

func (s *stakes) add(p PartyID, because Because, of Ref) {
	if p != "" {
		s.list = append(s.list, stake{p, Reason{because, of}})
	}
}

// people returns whose stakes they are, in order: each person once, with the nearest reasons first.
func (c *house) people(ctx context.Context, s *stakes, owners bool) ([]Person, error) {
	unnamed := s.unnamed()
	root, err := c.resolver(ctx, unnamed)
	if err != nil {
		return nil, err
	}
	s.joined = crossings(unnamed, root)
	if owners && c.cfg.Owners != nil {
		if err := c.addOwners(ctx, s, root); err != nil {
			return nil, err
		}
	}
	if err := c.keepSeen(ctx, s, root); err != nil {
		return nil, err
	}
	out, err := c.optedOut(ctx, s, root)
	if err != nil {
		return nil, err
	}
	return group(s.list, root, out), nil
}

// parties returns whose stakes they are, in order, each once.
func (s *stakes) parties() []PartyID {
	ids := make([]PartyID, len(s.list))
	for i := range s.list {
		ids[i] = s.list[i].party
	}
	return inOrder(ids)
}

// unnamed returns those among them who gave no name.
func (s *stakes) unnamed() []PartyID {
	var ids []PartyID
	for i := range s.list {
		if p := s.list[i].party; isPseudonym(p) {
			ids = append(ids, p)
		}
	}
	return inOrder(ids)
}

// addOwners adds a stake of the owners for each one of those who gave a name. An owner is not told
// whose it is: that would outlive the erasure of that party.
func (c *house) addOwners(ctx context.Context, s *stakes, root func(PartyID) PartyID) error {
	named := make([]PartyID, 0, len(s.list))
	for i := range s.list {
		if p := s.list[i].party; !isPseudonym(p) {
			named = append(named, root(p))
		}
	}
	owners, err := c.cfg.Owners(ctx, inOrder(named))
	if err != nil {
		return err
	}
	for _, one := range slices.Clone(s.list) {
		if !isPseudonym(one.party) {
			for _, p := range owners[root(one.party)] {
				s.add(p, IsOwner, one.why.Of)
			}
		}
	}
	return nil
}

// keepSeen leaves the stakes in what their party may see.
func (c *house) keepSeen(ctx context.Context, s *stakes, root func(PartyID) PartyID) error {
	if !s.veiled() {
		return nil
	}
	var asked []PartyID
	for i := range s.list {
		if one := &s.list[i]; !s.open(one.why) {
			asked = append(asked, root(one.party))
		}
	}
	if len(asked) == 0 {
		return nil
	}
	viewers, err := c.viewers(ctx, asked)
	if err != nil {
		return err
	}
	s.list = slices.DeleteFunc(s.list, func(one stake) bool {
		return !s.hears(c.visit(viewers(root(one.party))), one.why)
	})
	return nil
}

// veiled reports whether anything is not for everybody to see.
func (s *stakes) veiled() bool {
	for _, shown := range s.shown {
		if shown != Shared {
			return true
		}
	}
	return false
}

// open reports whether somebody may be told of a reason whatever the person may open. The author may
// see what is the author's own, and whoever is praised in an item that was passed on may see that.
func (s *stakes) open(r Reason) bool {
	shown, found := s.shown[r.Of]
	switch {
	case !found:
		return false
	case r.Because == IsAuthor:
		return true
	case r.Because == IsPraised:
		return shown != Hidden
	}
	return shown == Shared
}

// hears reports whether somebody may be told of a reason.
func (s *stakes) hears(who *Visit, r Reason) bool {
	_, found := s.shown[r.Of]
	return found && (s.open(r) || who.opens(r.Of))
}

// viewers returns who of some parties may see what; see [Config.Viewers].
func (c *house) viewers(ctx context.Context, of []PartyID) (func(PartyID) Viewer, error) {
	if c.cfg.Viewers == nil {
		return func(p PartyID) Viewer { return Viewer{Party: p} }, nil
	}
	return c.cfg.Viewers(ctx, inOrder(of))
}

// optedOut returns the people who do not want to be told, by any of the IDs that they have here.
func (c *house) optedOut(ctx context.Context, s *stakes, root func(PartyID) PartyID) (map[PartyID]bool, error) {
	if c.cfg.OptedOut == nil || len(s.list) == 0 {
		return nil, nil
	}
	asked := s.parties()
	for _, p := range slices.Clone(asked) {
		if r := root(p); r != p {
			asked = append(asked, r)
		}
	}
	list, err := c.cfg.OptedOut(ctx, inOrder(asked))
	if err != nil {
		return nil, err
	}
	out := make(map[PartyID]bool, len(list))
	for _, p := range list {
		out[root(p)] = true
	}
	return out, nil
}

// group puts the stakes of each person together.
func group(list []stake, root func(PartyID) PartyID, out map[PartyID]bool) []Person {
	people, of := tellApart(list, root)
	all := make([]Reason, len(list)) // one piece of memory for the reasons of all
	sizes := make([]int32, len(people))
	for _, at := range of {
		sizes[at]++
	}
	for at, n := range sizes {
		people[at].Why, all = all[:0:n], all[n:]
	}
	for i, at := range of {
		people[at].Why = append(people[at].Why, list[i].why)
	}
	for i := range people {
		p := &people[i]
		if len(p.Why) > 1 {
			slices.SortFunc(p.Why, nearest)
			p.Why = slices.Clip(slices.Compact(p.Why))
		}
		p.Item, p.OptedOut = itemOf(p.Why), out[p.Party]
	}
	return people
}

// tellApart returns the people whose stakes they are, in order, and which of them each stake is of.
func tellApart(list []stake, root func(PartyID) PartyID) ([]Person, []int32) {
	first := make(map[PartyID]int32, len(list))
	of := make([]int32, len(list))
	var ids []PartyID // in the order in which they came
	for i := range list {
		id := root(list[i].party)
		at, found := first[id]
		if !found {
			at = int32(len(ids))
			first[id] = at
			ids = append(ids, id)
		}
		of[i] = at
	}
	order := make([]int32, len(ids))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(string(ids[a]), string(ids[b])) })
	people, place := make([]Person, len(ids)), make([]int32, len(ids))
	for i, at := range order {
		people[i].Party, place[at] = ids[at], int32(i)
	}
	for i, at := range of {
		of[i] = place[at]
	}
	return people, of
}

// nearest orders reasons, the nearest first.
func nearest(a, b Reason) int {
	return cmp.Or(cmp.Compare(a.Because.distance(), b.Because.distance()), compareRefs(a.Of, b.Of))
}

func (b Because) distance() int {
	return slices.Index([]Because{IsAuthor, IsVoter, IsFollower, IsOwner, IsPraised}, b)
}
