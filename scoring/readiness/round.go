package readiness

import (
	"github.com/kithcrm/kith/relationship"
)

// A Round is what one round of ratings came to. It holds nothing about who rated.
type Round struct {
	// Instrument is the name of what was rated.
	Instrument string `json:"instrument"`

	// Raters is how many people rated anything.
	Raters int `json:"raters"`

	// Items are all of the instrument, the most severe first, then in the order of the instrument; those not rated, or
	// withheld, come last.
	Items []Finding `json:"items"`

	// Roots are all of the instrument, the strongest first, then in the order of the instrument.
	Roots []RootFinding `json:"roots"`

	// Clashes are the items that have an element and an aim.
	Clashes Clashes `json:"clashes"`

	// Blocked is what obstacles keep from happening, what is blocked most first: by Burden, then by reference.
	Blocked []Blocked `json:"blocked,omitempty"`

	// Remedies are those of the instrument, what to do first first: by Severity, then by Share, then in the order
	// of the instrument.
	Remedies []Advice `json:"remedies,omitempty"`

	// Views are who sees what differently: all groups shown for an item, those who differ first, then by item as in
	// Items, by Of, and by group.
	Views []View `json:"views,omitempty"`

	// Hidden is how many levels and teams have no view, because too few of them rated, or because of others of which
	// too few did. They need not see things alike: nothing is told of them.
	Hidden int `json:"hidden,omitempty"`
}

// A Finding is one item, as it was rated.
type Finding struct {
	// Item is the ID, with the Text, the Group, the Element and the Aim of the instrument.
	Item    string `json:"item"`
	Text    string `json:"text"`
	Group   string `json:"group"`
	Element string `json:"element,omitempty"`
	Aim     string `json:"aim,omitempty"`

	// Severity is how much it holds us back, the mean from 0, not at all, to 1, the most that could be said. Unknown
	// where nobody rated it, and where it is withheld.
	Severity relationship.Estimate `json:"severity"`

	// Raters is how many people rated it, and Withheld says that they are too few to show what they said.
	Raters   int  `json:"raters"`
	Withheld bool `json:"withheld,omitempty"`

	// Agreement is how far they agree.
	Agreement Agreement `json:"agreement"`

	// Root is the one that the item speaks for most, of several the first of the instrument.
	Root string `json:"root"`

	// Blocks is what it keeps from happening, sorted: all that the host said, and what enough raters did.
	Blocks []relationship.Ref `json:"blocks,omitempty"`

	// Reasons are why it stands where it does: "severe", with its severity; "above", with how far it is above the
	// mean of all items; "agreed", "mixed" or "divided", with r_wg; "root", with how much of its weight is for Root;
	// "blocks", with how many it blocks. None where it has no severity.
	Reasons []Reason `json:"reasons,omitempty"`
}

// A Reason is why something stands where it does, for a program to read.
type Reason struct {
	// Because says in one word which reason it is; where it is given says which there are.
	Because string `json:"because"`

	// About is the ID of the item, or the root, that it is about; it may be empty.
	About string `json:"about,omitempty"`

	// Value is how much there is of it.
	Value float64 `json:"value"`
}

// Agreed is the r_wg from which people are said to agree, by convention (James, Demaree and Wolf 1984). Below it they are
// mixed, and divided where they differ more than at random.
const Agreed = 0.7

// An Agreement is how far those who rated an item agree.
type Agreement struct {
	// Known is false where fewer than two people rated, who cannot agree, and where the item is withheld. All else
	// is then 0.
	Known bool `json:"known"`

	// Variance is that of severities, with n-1 below the line, and Null what it would be if everybody rated at
	// random, each step as often as another.
	Variance float64 `json:"variance"`
	Null     float64 `json:"null"`

	// RWG is 1 - Variance / Null (James, Demaree and Wolf 1984): 1 where all rated alike. Where people differ more
	// than at random it would be below 0, which means nothing, and is 0; then Divided is true.
	RWG     float64 `json:"rwg"`
	Divided bool    `json:"divided,omitempty"`

	// AWG is 1 - 2 Variance / (the most that there can be with the same mean) (Brown and Hauenstein 2005), from -1,
	// where all rated one end of the scale or the other, to 1. Unlike RWG it is not helped by a mean near an end,
	// nor by a longer scale. AWGKnown is false where the mean is so near an end that people could not have differed
	// much, unless it is at the end.
	AWG      float64 `json:"awg"`
	AWGKnown bool    `json:"awg_known"`
}

// A RootFinding is how strongly the answers speak for a root.
type RootFinding struct {
	// Root is the ID, and Text the text of the instrument.
	Root string `json:"root"`
	Text string `json:"text"`

	// Strength is the mean severity of the items, each with the weight with which it speaks for the root: from 0 to 1.
	// Its range allows for the same people having rated them all. Unknown where none of them is shown.
	Strength relationship.Estimate `json:"strength"`

	// Raters is how many people rated any of these items.
	Raters int `json:"raters"`

	// Strongest is how sure it is that no other root is stronger, from 0 to 1: in what share of rounds it was when all
	// were drawn anew, with the errors that they have together. It sums to 1 over the roots, unless all are unknown.
	Strongest float64 `json:"strongest"`

	// Reasons are the items that speak for it, because "item", the strongest first, each with its share of the
	// strength; they sum to 1, where there is any.
	Reasons []Reason `json:"reasons,omitempty"`

	// Remedies are the IDs of those that the root points to, as the instrument has them.
	Remedies []string `json:"remedies,omitempty"`
}

// Clashes are a matrix of the elements of how an organisation works against what it wants to do.
type Clashes struct {
	// Elements and Aims are in the order in which the instrument names them first.
	Elements []string `json:"elements,omitempty"`
	Aims     []string `json:"aims,omitempty"`

	// Cells are by element, and within it by aim.
	Cells [][]Cell `json:"cells,omitempty"`

	// Rows are the means of each element, Columns those of each aim, and All that of all: means of the cells shown,
	// each as much as another.
	Rows    []Cell `json:"rows,omitempty"`
	Columns []Cell `json:"columns,omitempty"`
	All     Cell   `json:"all"`
}

// A Cell is one clash, or the mean of some.
type Cell struct {
	// Item is the ID of the clash; empty for a mean, and where the instrument has none of that element and aim.
	Item string `json:"item,omitempty"`

	// Severity is as in [Finding]; unknown where there is no number to be shown.
	Severity relationship.Estimate `json:"severity"`

	// Raters is how many people rated it, or any of those that it is the mean of.
	Raters int `json:"raters"`

	// Withheld says that they are too few to show what they said.
	Withheld bool `json:"withheld,omitempty"`
}

// A Blocked is something that obstacles keep from happening: a touchpoint, a theme, a promise, a change.
type Blocked struct {
	// Ref is what is blocked.
	Ref relationship.Ref `json:"ref"`

	// Burden is the sum of the severities of the items that block it.
	Burden float64 `json:"burden"`

	// Reasons are these items, because "item", the most severe first, each with its severity. Those that have none
	// to be shown come last, with 0.
	Reasons []Reason `json:"reasons"`
}

// An Advice is a remedy, and what speaks for it.
type Advice struct {
	// Remedy is the ID, and Text the text of the instrument.
	Remedy string `json:"remedy"`
	Text   string `json:"text"`

	// Severity is the mean severity of the items that point to it. Unknown where none of them is shown.
	Severity relationship.Estimate `json:"severity"`

	// Share is how much of all severity it is for, from 0 to 1. An item that points to several counts for each with an
	// equal part, so that shares sum to 1 over the remedies, where anything is severe that points to one.
	Share float64 `json:"share"`

	// Reasons are the items that point to it, because "item", the most severe first, each with its severity; and
	// then the root that they speak for most, because "root", with its share of their weight.
	Reasons []Reason `json:"reasons,omitempty"`
}

// A View is how one group sees an item, beside everybody else.
type View struct {
	// Item is the ID.
	Item string `json:"item"`

	// Of is "level" or "team", and Group the name of the group: of a team, all that hold it, the widest first.
	Of    string   `json:"of"`
	Group []string `json:"group"`

	// Raters is how many of the group rated the item, and Severity what they said.
	Raters   int                   `json:"raters"`
	Severity relationship.Estimate `json:"severity"`

	// Difference is how much more severe they see it than everybody else who rated it. Low and High bound it, for all
	// views of a round at once (Bonferroni): where nobody differs, any of them leaves out 0 in at most 5 of 100 rounds.
	// Differs says that this one does.
	Difference float64 `json:"difference"`
	Low        float64 `json:"low"`
	High       float64 `json:"high"`
	Differs    bool    `json:"differs,omitempty"`
}
