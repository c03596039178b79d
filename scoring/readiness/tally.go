package readiness

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// A Tally gathers ratings. It merges, and neither the order of ratings nor that of merging matters, to the last
// bit. Make one with [NewTally].
//
// It keeps what each person rated last, because everybody counts once per item, and because people are held against
// themselves from round to round. What it is worked out to shows nobody: see [Tally.Round] and [Compare]. It has no
// form to be stored in: answers stay in a ledger, or where the host has them, and are added anew.
type Tally struct {
	ins    Instrument
	place  map[string]int // of each item
	sheets map[scoring.PartyID]*sheet
}

// A sheet is what one person rated.
type sheet struct {
	cells  []cell                     // by item
	blocks map[int][]relationship.Ref // by item, sorted, of what is in the cell
}

// A cell is the rating of one item that counts.
type cell struct {
	at       time.Time
	severity float64
	rated    bool
}

// mostBlocks is how much one person can name that one item blocks.
const mostBlocks = 100

// NewTally returns an empty tally of ratings by an instrument, which it copies. It returns an error matching
// [relationship.ErrInvalid] for one that [Instrument.Check] refuses.
func NewTally(ins Instrument) (*Tally, error) {
	if err := ins.check(); err != nil {
		return nil, opError("make tally", rules.Within("Instrument", err))
	}
	t := &Tally{ins.clone(), make(map[string]int, len(ins.Items)), map[scoring.PartyID]*sheet{}}
	for i, item := range t.ins.Items {
		t.place[item.ID] = i
	}
	return t, nil
}

// made returns the error for a tally that NewTally did not make.
func (t *Tally) made(field string) error {
	return rules.Break(field, when(t == nil || t.sheets == nil, "must be one that NewTally made"))
}

// clone copies an instrument, so that two that are alike are the same values.
func (ins Instrument) clone() Instrument {
	ins.Roots, ins.Remedies, ins.Items = copied(ins.Roots), copied(ins.Remedies), copied(ins.Items)
	for i := range ins.Roots {
		ins.Roots[i].Remedies = copied(ins.Roots[i].Remedies)
	}
	for i := range ins.Items {
		item := &ins.Items[i]
		item.Roots = maps.Clone(item.Roots)
		item.Remedies, item.Blocks = copied(item.Remedies), copied(item.Blocks)
	}
	return ins
}

// copied returns a copy of a list, nil where it is empty.
func copied[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return slices.Clone(list)
}

// Add counts a rating, in place of an earlier one of the same person about the same item. Of two of the same instant
// the more severe counts, and of two that are as severe what both say is blocked.
//
// It returns an error matching [relationship.ErrInvalid], an OpError that names the field and the rule, and counts
// nothing, for a rating that breaks a rule of its fields. It takes constant time, and allocates for a person's
// first only, and for what is blocked.
func (t *Tally) Add(r Rating) error {
	if err := t.made("Tally"); err != nil {
		return opError("add rating", err)
	}
	item, known := t.place[r.Item]
	if err := t.check(&r, known); err != nil {
		return opError("add rating", err)
	}
	blocks := slices.Clone(r.Blocks)
	slices.SortFunc(blocks, compareRefs)
	t.sheet(r.By).add(item, cell{rules.UTC(r.At), t.ins.severity(item, r.Value), true}, slices.Compact(blocks))
	return nil
}

func (t *Tally) check(r *Rating, known bool) error {
	if err := rules.First(
		rules.Break("By", rules.ID(string(r.By))),
		rules.Break("Item", when(!known, "must be one of the instrument")),
	); err != nil {
		return err
	}
	if err := t.ins.Scale.CheckValue(r.Value); err != nil {
		return ruleOf("", err)
	}
	if rule := rules.Instant(r.At); rule != "" {
		return rules.Break("At", rule)
	}
	if len(r.Blocks) > mostBlocks {
		return rules.Break("Blocks", "must be at most 100")
	}
	return checkRefs("Blocks", r.Blocks)
}

func checkRefs(field string, refs []relationship.Ref) error {
	for i, ref := range refs {
		err := rules.First(
			rules.Break("Noun", when(ref.Noun == relationship.NounParty, "must not be party")),
			rules.Ref(ref.Noun, ref.ID),
		)
		if err != nil {
			return rules.Within(rules.Index(field, i), err)
		}
	}
	return nil
}

// AddAnswer counts an answer as a rating of the item that is its Question. Which answers belong to the round, those
// about the organisation within a window, is for the caller to select.
//
// It returns an error matching [relationship.ErrInvalid] as [Tally.Add] does, and for an answer that is not sealed,
// which one about the organisation must be; that is on another scale than the instrument; and that has a weight
// other than 1, because everybody counts once.
func (t *Tally) AddAnswer(a scoring.Answer) error {
	if err := t.made("Tally"); err != nil {
		return opError("add answer", err)
	}
	item, known := t.place[a.Question]
	r := Rating{By: a.By, Value: a.Value, At: a.At}
	if known {
		r.Item = t.ins.Items[item].ID
	}
	err := rules.First(
		rules.Break("Question", when(!known, "must be the ID of an item of the instrument")),
		rules.Break("Scale", when(a.Scale != t.ins.Scale, "must be that of the instrument")),
		rules.Break("Sealed", when(!a.Sealed, "must be true of an answer about the organisation")),
		rules.Break("Weight", when(a.Weight != 0 && a.Weight != 1, "must be 1, or 0 for 1: everybody counts once")),
	)
	if err != nil {
		return opError("add answer", err)
	}
	return t.Add(r)
}

// Merge counts the ratings of other as well, which stays as it is. A person in both counts once per item, by the
// rules of [Tally.Add]. It returns an error matching [relationship.ErrInvalid], and counts nothing, for a tally of
// another instrument. It takes O(n) time in the number of people of other, and in that of its items.
func (t *Tally) Merge(other *Tally) error {
	if err := rules.First(t.made("Tally"), other.made("other")); err != nil {
		return opError("merge tallies", err)
	}
	if !reflect.DeepEqual(t.ins, other.ins) {
		return opError("merge tallies", rules.Break("Instrument", "must be the same in both"))
	}
	for by, theirs := range other.sheets {
		ours := t.sheet(by)
		for item, c := range theirs.cells {
			if c.rated {
				ours.add(item, c, theirs.blocks[item])
			}
		}
	}
	return nil
}

func (t *Tally) sheet(by scoring.PartyID) *sheet {
	s := t.sheets[by]
	if s == nil {
		s = &sheet{cells: make([]cell, len(t.ins.Items))}
		t.sheets[by] = s
	}
	return s
}

// add puts in what counts of a rating and the one that there is: it is the least upper bound of both, so that neither
// order nor number of times matters.
func (s *sheet) add(item int, c cell, blocks []relationship.Ref) {
	old := s.cells[item]
	order := 1
	if old.rated {
		order = cmp.Or(c.at.Compare(old.at), cmp.Compare(c.severity, old.severity))
	}
	switch {
	case order < 0:
		return
	case order == 0:
		blocks = union(s.blocks[item], blocks)
	}
	s.cells[item] = c
	if len(blocks) > 0 && s.blocks == nil {
		s.blocks = map[int][]relationship.Ref{}
	}
	if len(blocks) > 0 {
		s.blocks[item] = blocks
	} else {
		delete(s.blocks, item)
	}
}

// union returns what is in any of two sorted lists, sorted.
func union(a, b []relationship.Ref) []relationship.Ref {
	all := slices.Concat(a, b)
	slices.SortFunc(all, compareRefs)
	return slices.Compact(all)
}

func compareRefs(a, b relationship.Ref) int {
	return cmp.Or(cmp.Compare(a.Noun, b.Noun), cmp.Compare(a.ID, b.ID))
}
