package kano

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Win is an improvement in its place, with the reasons for it.
type Win struct {
	Improvement

	// Place is its place by value against effort in its group, which is those of the same segment and
	// class that are met, or not met, alike. It is 1 for the first.
	Place int `json:"place"`

	// PerEffort is Importance times Gain over Effort. Its range holds 95 % of what was drawn.
	PerEffort relationship.Estimate `json:"per_effort"`

	// InTop is the probability that it is among the first WinConfig.Top of its group, given how little is known of
	// values and efforts. It is exactly 1 where there are no more.
	InTop float64 `json:"in_top"`

	// InTopError is the standard error of InTop by the number of draws, with two draws added to either side (Agresti
	// and Coull 1998). It is 0 only where nothing was left to chance.
	InTopError float64 `json:"in_top_error"`

	// Why is why it is where it is, besides value and effort.
	Why Reasons `json:"why"`
}

// Reasons are why a win is in its place.
type Reasons struct {
	// BasicFirst says that it is an unmet basic: all of later classes in its segment wait for it.
	BasicFirst bool `json:"basic_first,omitempty"`

	// After are the IDs of the unmet basics of its segment that it waits for, in their order.
	After []string `json:"after,omitempty"`

	// Ahead are the IDs of the unmet basics of its segment that it would wait for, in their order, but goes before
	// because WinConfig.Ahead names it.
	Ahead []string `json:"ahead,omitempty"`

	// Unsure says that its class is less likely than not, by Improvement.Sure: it may belong elsewhere. What is basic
	// goes first all the same, as it costs less to keep a basic for nothing than to miss one; ask more people
	// before others wait for it long.
	Unsure bool `json:"unsure,omitempty"`

	// Met says that it comes late because its need is met already.
	Met bool `json:"met,omitempty"`

	// Tied are the IDs of those in its group with the same value by effort, so that the smaller effort, or else the
	// ID, decides.
	Tied []string `json:"tied,omitempty"`
}

// QuickWins returns improvements in the order in which to make them, by segment. Within a segment, what is not met
// comes first; basics go before what was promised, that before what delights, and what is unclassified last. Within
// such a group the best value by effort goes first; of those alike to twelve digits the one of smaller effort, then
// the first by ID. What WinConfig.Ahead names goes before unmet basics of its segment that it would wait for.
//
// Each importance, gain and effort is drawn from its range, independently, with 95 % between Low and High, half of it
// on either side of Value: importance and gain as halves of normal distributions, cut off at 0, effort as halves of
// log-normal ones.
//
// Class is taken as it is: also one that is less likely than not puts an improvement into its group, and Reasons.Unsure
// says so where Improvement.Sure is given.
//
// It returns an error matching [relationship.ErrInvalid] for an improvement or a setting that breaks a rule. It takes
// about 0.2 microseconds and 8 bytes for each draw of each improvement.
func QuickWins(improvements []Improvement, cfg WinConfig) ([]Win, error) {
	cfg, err := cfg.settled()
	if err := rules.First(err, cfg.checkAll(improvements)); err != nil {
		return nil, opError("order quick wins", err)
	}
	wins := make([]Win, len(improvements))
	for i, m := range improvements {
		wins[i].Improvement = m
		wins[i].Why.BasicFirst, wins[i].Why.Unsure, wins[i].Why.Met = m.holds(), m.unsure(), m.Met
	}
	slices.SortFunc(wins, compareWins)
	for group := range groups(wins, (*Win).sameGroup) {
		place(group)
		cfg.draw(group)
	}
	for segment := range groups(wins, func(w, v *Win) bool { return w.Segment == v.Segment }) {
		cfg.hold(segment)
	}
	return wins, nil
}

// compareWins orders wins by segment and group, and within a group by value against effort.
func compareWins(a, b Win) int {
	return cmp.Or(
		cmp.Compare(a.Segment, b.Segment),
		compareBools(a.Met, b.Met),
		cmp.Compare(slices.Index(classes(), a.Class), slices.Index(classes(), b.Class)),
		cmp.Compare(coarse(b.ratio()), coarse(a.ratio())),
		cmp.Compare(coarse(a.Effort.Value), coarse(b.Effort.Value)),
		cmp.Compare(a.ID, b.ID),
	)
}

// compareBools puts false first.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// coarse returns a number rounded to about twelve digits, so that those that only rounding tells apart are alike.
func coarse(v float64) float64 {
	const bits = 12
	return math.Float64frombits((math.Float64bits(v) + 1<<(bits-1)) &^ (1<<bits - 1))
}

func (w *Win) sameGroup(v *Win) bool {
	return w.Segment == v.Segment && w.Class == v.Class && w.Met == v.Met
}

// groups returns runs of wins that are of one group.
func groups(wins []Win, same func(w, v *Win) bool) iter.Seq[[]Win] {
	return func(yield func([]Win) bool) {
		for from := 0; from < len(wins); {
			to := from + 1
			for to < len(wins) && same(&wins[from], &wins[to]) {
				to++
			}
			if !yield(wins[from:to]) {
				return
			}
			from = to
		}
	}
}

// place numbers the wins of a group and names those tied.
func place(group []Win) {
	for i := range group {
		group[i].Place = i + 1
	}
	alike := func(w, v *Win) bool { return coarse(w.ratio()) == coarse(v.ratio()) }
	for tied := range groups(group, alike) {
		for i := range tied {
			for j := range tied {
				if i != j {
					tied[i].Why.Tied = append(tied[i].Why.Tied, tied[j].ID)
				}
			}
		}
	}
}

// hold tells the wins of a segment which basics they wait for, and moves those that the host named.
func (c WinConfig) hold(segment []Win) {
	var basics []string
	for i := range segment {
		if segment[i].holds() {
			basics = append(basics, segment[i].ID)
		}
	}
	for i := range segment {
		why := &segment[i].Why
		switch {
		case why.BasicFirst:
		case slices.Contains(c.Ahead, segment[i].ID):
			why.Ahead = slices.Clone(basics)
		default:
			why.After = slices.Clone(basics)
		}
	}
	slices.SortStableFunc(segment, func(a, b Win) int {
		return compareBools(len(b.Why.Ahead) > 0, len(a.Why.Ahead) > 0)
	})
}
