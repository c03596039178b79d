package readiness

import (
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// An Instrument is what people are asked to rate. It is a plain value: a host takes [ReadyInstrument], its own, or one
// read by [ParseInstrument], and changes it as it likes before the first rating.
type Instrument struct {
	// Name says which it is, and is what rounds and scores are known by. Not empty.
	Name string `json:"name"`

	// Scale is what can be rated, for all items: how much this holds us back.
	Scale scoring.Scale `json:"scale"`

	// Roots are what may lie under the items, up to 16. Each has an ID of its own.
	Roots []Root `json:"roots"`

	// Remedies are what could be done, up to 256. Each has an ID of its own.
	Remedies []Remedy `json:"remedies"`

	// Items are what is rated, from 1 to 1,000. Each has an ID of its own.
	Items []Item `json:"items"`
}

// A Root is what lies under several obstacles.
type Root struct {
	// ID names the root, and Text says what it is. Neither is empty.
	ID   string `json:"id"`
	Text string `json:"text"`

	// Remedies are the IDs of those that it points to, what to do first first. None twice.
	Remedies []string `json:"remedies,omitempty"`
}

// The three roots of [ReadyInstrument].
const (
	NoReason  = "no-reason"  // nothing forces us to change now
	ShortTerm = "short-term" // short-term levers are easier
	OnlyCost  = "only-cost"  // it is seen as a cost and not as an investment
)

// A Remedy is what could be done about obstacles.
type Remedy struct {
	// ID names the remedy, and Text says what is to be done. Neither is empty.
	ID   string `json:"id"`
	Text string `json:"text"`
}

// An Item is one thing that may hold an organisation back.
type Item struct {
	// ID names the item, and is the Question of answers about it. Text is what is rated. Neither is empty.
	ID   string `json:"id"`
	Text string `json:"text"`

	// Group says what sort of item it is, in any words, and is not empty; those of [ReadyInstrument] are [Obstacle], [Excuse] and
	// [Clash].
	Group string `json:"group"`

	// Element and Aim are what clashes: a part of how the organisation works, and what it wants to do for its
	// customers. Both, or none. No two items have both the same.
	Element string `json:"element,omitempty"`
	Aim     string `json:"aim,omitempty"`

	// Positive says that the text is worded as a strength, so that the highest rating is the least severe.
	Positive bool `json:"positive,omitempty"`

	// Roots says how much the item speaks for each root, by ID, in any unit; those not named get nothing. At least one
	// is above 0, none below.
	Roots map[string]float64 `json:"roots"`

	// Remedies are the IDs of those that it points to. None twice.
	Remedies []string `json:"remedies,omitempty"`

	// Blocks is what the host knows that it keeps from happening: touchpoints, themes, promises, changes. None of
	// them is a party. What raters say comes to it.
	Blocks []relationship.Ref `json:"blocks,omitempty"`
}

// The groups of items of [ReadyInstrument].
const (
	Obstacle = "obstacle"      // what keeps us from acting
	Excuse   = "usual suspect" // what is always named
	Clash    = "clash"         // an element of how we work, against an aim
)

const (
	mostRoots    = 16
	mostRemedies = 256
	mostItems    = 1000
	mostWeight   = 1e9
)

// Check returns an error matching [relationship.ErrInvalid], an OpError that names the field and the rule, for an
// instrument that breaks a rule of its fields.
func (ins Instrument) Check() error { return opError("check instrument", ins.check()) }

func (ins Instrument) check() error {
	err := rules.First(
		rules.Break("Name", rules.ID(ins.Name)),
		ruleOf("Scale", ins.Scale.Check()),
		rules.Break("Roots", when(len(ins.Roots) == 0 || len(ins.Roots) > mostRoots, "must be from 1 to 16")),
		rules.Break("Remedies", when(len(ins.Remedies) > mostRemedies, "must be at most 256")),
		rules.Break("Items", when(len(ins.Items) == 0 || len(ins.Items) > mostItems, "must be from 1 to 1,000")),
	)
	if err != nil {
		return err
	}
	known := inventory{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[[2]string]bool{}}
	for i, r := range ins.Remedies {
		if err := rules.Within(rules.Index("Remedies", i), named(known.remedies, r.ID, r.Text)); err != nil {
			return err
		}
	}
	for i, r := range ins.Roots {
		err := rules.First(named(known.roots, r.ID, r.Text), checkRemedies(r.Remedies, known.remedies))
		if err != nil {
			return rules.Within(rules.Index("Roots", i), err)
		}
	}
	for i, item := range ins.Items {
		if err := rules.Within(rules.Index("Items", i), item.check(known)); err != nil {
			return err
		}
	}
	return nil
}

// An inventory is which names are there already.
type inventory struct {
	roots, remedies, items map[string]bool
	clashes                map[[2]string]bool
}

// named checks a name and what it stands for, and adds the name to those that are there.
func named(there map[string]bool, id, text string) error {
	err := rules.First(
		rules.Break("ID", rules.ID(id)),
		rules.Break("ID", when(there[id], "must not be there twice")),
		rules.Break("Text", rules.Words(text)),
	)
	there[id] = true
	return err
}

func (item Item) check(known inventory) error {
	clash := [2]string{item.Element, item.Aim}
	twice := known.clashes[clash] && item.Element != ""
	known.clashes[clash] = true
	return rules.First(
		named(known.items, item.ID, item.Text),
		rules.Break("Group", rules.ID(item.Group)),
		rules.Break("Element", rules.OptionalID(item.Element)),
		rules.Break("Aim", rules.OptionalID(item.Aim)),
		rules.Break("Aim", when((item.Element == "") != (item.Aim == ""), "must be there where Element is, and only there")),
		rules.Break("Aim", when(twice, "must not clash with the same Element twice")),
		item.checkRoots(known.roots),
		checkRemedies(item.Remedies, known.remedies),
		checkRefs("Blocks", item.Blocks),
	)
}

func (item Item) checkRoots(known map[string]bool) error {
	sum, foreign, off := 0.0, false, false
	for id, w := range item.Roots {
		sum += w
		foreign = foreign || !known[id]
		off = off || !(w >= 0 && w <= mostWeight)
	}
	return rules.First(
		rules.Break("Roots", when(foreign, "must name roots of the instrument")),
		rules.Break("Roots", when(off, "must have weights from 0 to 1e9")),
		rules.Break("Roots", when(!(sum > 0), "must have a weight above 0")),
	)
}

func checkRemedies(ids []string, known map[string]bool) error {
	for i, id := range ids {
		err := rules.First(
			rules.Break(rules.Index("Remedies", i), when(!known[id], "must be one of the instrument")),
			rules.Break(rules.Index("Remedies", i), when(slices.Contains(ids[:i], id), "must not be there twice")),
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// severity returns a rating as how severe it says that an item is, from 0 to 1.
func (ins *Instrument) severity(item int, value float64) float64 {
	scale := ins.Scale
	share := (value - scale.Low) / (scale.High - scale.Low)
	if scale.Step > 0 { // the same number for the same step
		share = math.Round((value-scale.Low)/scale.Step) / ins.steps()
	}
	if ins.Items[item].Positive {
		share = 1 - share
	}
	return share
}

// steps returns how many steps there are from the least rating to the greatest.
func (ins *Instrument) steps() float64 {
	return math.Round((ins.Scale.High - ins.Scale.Low) / ins.Scale.Step)
}

// null returns the variance of severities where everybody rates at random: all steps alike.
func (ins *Instrument) null() float64 {
	if ins.Scale.Step == 0 {
		return 1. / 12
	}
	return (1 + 2/ins.steps()) / 12
}

// weights returns how much each item speaks for a root.
func (ins *Instrument) weights(root string) []float64 {
	all := make([]float64, len(ins.Items))
	for i, item := range ins.Items {
		all[i] = item.Roots[root]
	}
	return all
}
