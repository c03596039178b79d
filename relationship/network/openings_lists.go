package network

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/kithcrm/kith/relationship"
)

// A feltNeed is a need with what was known of it at the instants that are asked about.
type feltNeed struct {
	need      *relationship.Need
	party     relationship.PartyID // whom the party turned out to be
	key       string
	alone     relationship.NeedID // set where the need is like no other
	now, then needRating
}

// A needRating is what was known of a need at an instant.
type needRating struct {
	holds                    bool
	importance, satisfaction relationship.Estimate
}

func (r *needRating) weighed() bool { return r.holds && r.importance.Known() }
func (r *needRating) rated() bool   { return r.weighed() && r.satisfaction.Known() }

func ratingAt(n *relationship.Need, at time.Time) needRating {
	return needRating{n.During.Holds(at), n.Importance.At(at), n.Satisfaction.At(at)}
}

func (f *feltNeed) basic() bool { return f.need.Class == relationship.Basic }

func (f *feltNeed) tableStake() bool {
	return f.now.weighed() && (f.basic() || f.need.Expected)
}

func (f *feltNeed) askedUnmet() bool {
	return f.now.rated() && f.need.Voiced && f.now.satisfaction.Value < f.now.importance.Value
}

func (f *feltNeed) unspokenBasic() bool {
	return f.now.weighed() && !f.need.Voiced && f.basic()
}

func (f *feltNeed) opening() bool {
	return f.now.weighed() && !f.need.Voiced && !f.basic() && !f.need.Expected
}

// same returns what puts a need into a group.
func (f *feltNeed) same() (string, relationship.NeedID) { return f.key, f.alone }

// feltNeeds returns the needs with those that are the same together, by party and then by ID within.
func (c *OpeningsConfig) feltNeeds(needs []relationship.Need) []*feltNeed {
	slab, felt := make([]feltNeed, len(needs)), make([]*feltNeed, len(needs))
	for i := range needs {
		n := &needs[i]
		f := feltNeed{need: n, party: n.Party, key: n.Text, now: ratingAt(n, c.At)}
		if c.Same != nil {
			f.key = c.Same(n)
		}
		if f.key == "" {
			f.alone = n.ID
		}
		if c.Resolve != nil {
			f.party = c.Resolve(n.Party)
		}
		if !c.Since.IsZero() {
			f.then = ratingAt(n, c.Since)
		}
		slab[i], felt[i] = f, &slab[i]
	}
	slices.SortFunc(felt, func(a, b *feltNeed) int {
		if c := cmp.Compare(a.key, b.key); c != 0 {
			return c
		}
		if c := cmp.Compare(a.party, b.party); c != 0 && a.key != "" {
			return c
		}
		return cmp.Compare(a.need.ID, b.need.ID)
	})
	return felt
}

// sameNeeds yields, for each group of needs that are the same, those that belong, if there are any.
func sameNeeds(felt []*feltNeed, belongs func(*feltNeed) bool) iter.Seq[[]*feltNeed] {
	return func(yield func([]*feltNeed) bool) {
		for len(felt) > 0 {
			key, alone := felt[0].same()
			var group []*feltNeed
			n := 0
			for ; n < len(felt) && felt[n].key == key && felt[n].alone == alone; n++ {
				if belongs(felt[n]) {
					group = append(group, felt[n])
				}
			}
			if len(group) > 0 && !yield(group) {
				return
			}
			felt = felt[n:]
		}
	}
}

// list returns the openings of those needs that belong, ranked.
func (c *OpeningsConfig) list(felt []*feltNeed, belongs func(*feltNeed) bool) []Opening {
	var list []Opening
	for group := range sameNeeds(felt, belongs) {
		o := openingOf(group, func(f *feltNeed) *needRating { return &f.now })
		if !c.Since.IsZero() {
			o.compare(group)
		}
		list = append(list, o)
	}
	rankOpenings(list)
	return list
}

// compare sets what was before of an opening.
func (o *Opening) compare(group []*feltNeed) {
	o.New = !slices.ContainsFunc(group, func(f *feltNeed) bool { return f.then.holds })
	before := openingOf(group, func(f *feltNeed) *needRating { return &f.then })
	o.Before, o.Change = before.Opportunity, changeOf(o.Opportunity, before.Opportunity)
}

// goneNeeds returns the needs that were there at Since and are not now, as they were.
func goneNeeds(felt []*feltNeed) []Opening {
	var list []Opening
	left := func(f *feltNeed) bool { return f.then.weighed() && !f.now.holds }
	for group := range sameNeeds(felt, left) {
		list = append(list, openingOf(group, func(f *feltNeed) *needRating { return &f.then }))
	}
	rankOpenings(list)
	return list
}

// rankOpenings sorts openings that are in order of their keys.
func rankOpenings(list []Opening) {
	slices.SortStableFunc(list, func(a, b Opening) int {
		return cmp.Or(
			byRank(a.Opportunity, b.Opportunity),
			cmp.Compare(b.Importance.Value, a.Importance.Value),
		)
	})
}

// needIDs returns the needs that are chosen, sorted.
func needIDs(felt []*feltNeed, chosen func(*feltNeed) bool) []relationship.NeedID {
	var ids []relationship.NeedID
	for _, f := range felt {
		if chosen(f) {
			ids = append(ids, f.need.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// checkNeeds returns the first rule that one of the needs breaks.
func checkNeeds(needs []relationship.Need) error {
	seen := make(map[relationship.NeedID]bool, len(needs))
	for i := range needs {
		n := &needs[i]
		field, rule := needRule(n)
		if seen[n.ID] {
			field, rule = "ID", "must not be the one of an earlier need"
		}
		if rule != "" {
			return broken(opOpenings, element("Needs", i)+"."+field, rule)
		}
		seen[n.ID] = true
	}
	return nil
}

// needRule returns the field of a need that breaks a rule, and the rule.
func needRule(n *relationship.Need) (field, rule string) {
	switch {
	case n.ID == "":
		return "ID", "must not be empty"
	case n.Party == "":
		return "Party", "must not be empty"
	}
	if field, rule := readingsRule("Importance", n.Importance, 1); rule != "" {
		return field, rule
	}
	return readingsRule("Satisfaction", n.Satisfaction, 1)
}
