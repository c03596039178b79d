package relationship

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A Fact is one thing that somebody says of a party or a tie: a value with where it comes from. Facts
// that disagree live side by side; a [Policy] picks the one to go by.
type Fact struct {
	// Name says what it is about: "city", "birthday". Not empty.
	Name string

	// Value is a string, a float64, a bool or a time.Time.
	Value any

	// Source is where it comes from, in the host's words: "web form", "register". It must not be
	// personal.
	Source string

	// Basis says what it rests on: Guessed, Stated or Observed.
	Basis Basis

	// At is the date of the fact: since when it is known to be so. The zero time means before all
	// other dates.
	At time.Time
}

func (f Fact) check() error {
	if rule := rules.ID(f.Name); rule != "" {
		return broken("Name", rule)
	}
	if rule := checkValue(f.Value); rule != "" {
		return broken("Value", rule)
	}
	if rule := rules.Text(f.Source); rule != "" {
		return broken("Source", rule)
	}
	if f.Basis == Unknown || f.Basis > Observed {
		return broken("Basis", "must be guessed, stated or observed")
	}
	if rule := rules.Instant(f.At); rule != "" {
		return broken("At", rule)
	}
	return nil
}

func checkValue(v any) string {
	switch v := v.(type) {
	case string:
		return rules.Text(v)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return "must be a finite number"
		}
		return ""
	case bool:
		return ""
	case time.Time:
		return rules.Instant(v)
	}
	return "must be a string, a float64, a bool or a time.Time"
}

func checkFacts(facts []Fact) error {
	for i, f := range facts {
		if err := f.check(); err != nil {
			return within(rules.Index("Facts", i), err)
		}
	}
	return nil
}

// factJSON is a Fact in text. An instant stands in a field of its own: as a value it would come
// back as a string.
type factJSON struct {
	Name    string     `json:"name"`
	Value   any        `json:"value,omitempty"`
	Instant *time.Time `json:"instant,omitempty"`
	Source  string     `json:"source,omitempty"`
	Basis   Basis      `json:"basis"`
	At      time.Time  `json:"at,omitzero"`
}

// MarshalJSON writes the value as a string, a number or a bool named "value", or as an instant
// named "instant".
func (f Fact) MarshalJSON() ([]byte, error) {
	out := factJSON{Name: f.Name, Value: f.Value, Source: f.Source, Basis: f.Basis, At: f.At}
	if t, ok := f.Value.(time.Time); ok {
		out.Value, out.Instant = nil, &t
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (f *Fact) UnmarshalJSON(text []byte) error {
	var in factJSON
	if err := json.Unmarshal(text, &in); err != nil {
		return broken("Fact", "must be as MarshalJSON writes it")
	}
	*f = Fact{Name: in.Name, Value: in.Value, Source: in.Source, Basis: in.Basis, At: in.At}
	if in.Instant != nil {
		f.Value = *in.Instant
	}
	return nil
}

// A Policy says which of several facts of one name to go by. Its zero value is ready: the fact with
// the best basis counts, among those the latest.
type Policy struct {
	// Sources are trusted before all others, the first most. nil trusts all sources alike.
	Sources []string

	// Latest puts the date before the basis.
	Latest bool

	// Strict are names of facts that give a permission, such as a consent. Where merged parties
	// disagree about one, a value of false or "" counts before any other, so that a merge never
	// widens what was allowed. See [Profile.Fact].
	Strict []string
}

// A Reason says why one of several was picked.
type Reason string

// Why a fact was picked over the next best.
const (
	OnlyOne      Reason = "it is the only one"
	Agreed       Reason = "all agree"
	BetterSource Reason = "its source is trusted more"
	BetterBasis  Reason = "its basis is better"
	Later        Reason = "it is later"
	Stricter     Reason = "it allows less"
	NoDifference Reason = "nothing tells them apart: the values are taken in order"
)

// A Pick is the fact to go by, and why.
type Pick struct {
	// Fact is the one to go by.
	Fact Fact

	// Why is what put it before the next best that disagrees.
	Why Reason

	// Others are the facts that were not picked, the next best first.
	Others []Fact
}

// Pick returns the fact with a name to go by at an instant, leaving out facts of a later date, and
// false when there is none. The order of the facts does not matter. It takes O(n log n) time in
// the number of facts.
func (p Policy) Pick(facts []Fact, name string, at time.Time) (Pick, bool) {
	var of []Fact
	for _, f := range facts {
		if f.Name == name && !f.At.After(at) {
			of = append(of, f)
		}
	}
	if len(of) == 0 {
		return Pick{}, false
	}
	slices.SortFunc(of, func(a, b Fact) int {
		c, _ := p.compare(a, b)
		return c
	})
	return Pick{Fact: of[0], Why: p.why(of), Others: of[1:]}, true
}

// why says what put the first fact before the others.
func (p Policy) why(sorted []Fact) Reason {
	if len(sorted) == 1 {
		return OnlyOne
	}
	first := sorted[0]
	for _, f := range sorted[1:] {
		if !sameValue(first.Value, f.Value) {
			_, why := p.compare(first, f)
			return why
		}
	}
	return Agreed
}

// compare orders facts from the best to the worst, and says by what.
func (p Policy) compare(a, b Fact) (int, Reason) {
	bySource := func() (int, Reason) { return cmp.Compare(p.rank(a.Source), p.rank(b.Source)), BetterSource }
	byBasis := func() (int, Reason) { return cmp.Compare(b.Basis, a.Basis), BetterBasis }
	byDate := func() (int, Reason) { return b.At.Compare(a.At), Later }
	order := []func() (int, Reason){bySource, byBasis, byDate}
	if p.Latest {
		order = []func() (int, Reason){bySource, byDate, byBasis}
	}
	for _, by := range order {
		if c, why := by(); c != 0 {
			return c, why
		}
	}
	return cmp.Or(compareValues(a.Value, b.Value), cmp.Compare(a.Source, b.Source)), NoDifference
}

func (p Policy) rank(source string) int {
	if i := slices.Index(p.Sources, source); i >= 0 {
		return i
	}
	return len(p.Sources)
}

func (p Policy) strict(name string) bool { return slices.Contains(p.Strict, name) }

func sameValue(a, b any) bool { return compareValues(a, b) == 0 }

// compareValues orders values of facts: by type, then by value.
func compareValues(a, b any) int {
	if c := cmp.Compare(typeRank(a), typeRank(b)); c != 0 {
		return c
	}
	switch a := a.(type) {
	case bool:
		return cmp.Compare(boolRank(a), boolRank(b.(bool)))
	case float64:
		return cmp.Compare(a, b.(float64))
	case string:
		return cmp.Compare(a, b.(string))
	case time.Time:
		return a.Compare(b.(time.Time))
	}
	return 0
}

func typeRank(v any) int {
	switch v.(type) {
	case bool:
		return 1
	case float64:
		return 2
	case string:
		return 3
	case time.Time:
		return 4
	}
	return 0
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}
