package chart

import (
	"cmp"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/drivers"
	"github.com/kithcrm/kith/scoring/kano"
)

// A Feature is what answers say of a feature, with its name.
type Feature struct {
	// Name is the name for people. Not empty.
	Name string

	// Finding is what answers say.
	Finding kano.Finding
}

// Kano draws features by how much each is missed and how much it pleases: the Kano diagram. The colour is the
// class of the feature; contested ones are named as such. It returns the errors of [Spots].
func Kano(features []Feature, cfg Config) (*Chart, error) {
	spots := make([]Spot, len(features))
	for i, f := range features {
		spots[i] = Spot{Name: f.Name, Group: class(f.Finding.Class), Across: f.Finding.Worse, Up: f.Finding.Better}
		if f.Finding.Contested {
			spots[i].Name += " (contested)"
		}
	}
	if !cfg.fixed() {
		cfg.From, cfg.To = 0, 1
	}
	cfg.Groups = classes(cfg.Groups)
	cfg.Values = cmp.Or(cfg.Values, "better: pleased where it is there")
	return Spots(spots, Plane{
		Config: cfg, Across: "worse: displeased where it is missing", AcrossFrom: -1, AcrossTo: 0,
		Quarters:    [4]string{"promise: more is better", "delighter", "indifferent", "basic"},
		SplitAcross: -0.5, SplitUp: 0.5,
	})
}

func class(c relationship.Class) string { return cmp.Or(string(c), "unclassified") }

// classes returns the groups asked for, or else those that have the same colours in every picture.
func classes(groups []string) []string {
	if groups != nil {
		return groups
	}
	return []string{class(relationship.Basic), class(relationship.Promise), class(relationship.Delighter)}
}

// QuickWins draws what could be done by its effort and by what it brings, importance times gain: what is
// further up and to the left comes first within its class, which is the colour; where that is less likely than not,
// the name says unsure. The range of what it brings is the widest that both ranges allow. It returns the errors of [Spots].
func QuickWins(wins []kano.Win, cfg Config) (*Chart, error) {
	spots := make([]Spot, len(wins))
	for i, w := range wins {
		spots[i] = Spot{Name: w.ID, Group: class(w.Class), Across: w.Effort, Up: product(w.Importance, w.Gain)}
		if w.Met {
			spots[i].Group += ", met"
		}
		if w.Why.Unsure {
			spots[i].Name += " (unsure)"
		}
	}
	cfg.Groups = classes(cfg.Groups)
	cfg.Values = cmp.Or(cfg.Values, "value: importance times gain")
	return Spots(spots, Plane{Config: cfg, Across: "effort"})
}

// Drivers draws what drives an outcome, by Shapley shares of R², the greatest first. R² itself stands beside
// the axis, because shares of little are little. It returns the errors of [Intervals].
func Drivers(a drivers.Analysis, cfg Config) (*Chart, error) {
	var rows []Row
	for _, d := range a.Ranked() {
		r := Row{Name: d.Name, Group: "more goes with more", Value: d.Shapley.Share}
		if d.Correlation.Known() && d.Correlation.Value < 0 {
			r.Group = "more goes with less"
		}
		rows = append(rows, r)
	}
	cfg.Values = cmp.Or(cfg.Values, "share of R², which is "+a.R2.String())
	return Intervals(rows, cfg)
}

// Performance draws drivers by how well each does and how important it is, in quarters that meet at the
// lines: both from [drivers.Analysis.Quadrants]. It returns the errors of [Spots].
func Performance(placed []drivers.Placed, lines drivers.Lines, cfg Config) (*Chart, error) {
	if lines.Importance == nil || lines.Performance == nil {
		return nil, broken("draw performance", "Lines", "must both be known")
	}
	spots := make([]Spot, len(placed))
	for i, d := range placed {
		spots[i] = Spot{Name: d.Name, Group: "perhaps there by chance", Across: d.Performance, Up: d.Importance}
		if d.Sure {
			spots[i].Group = "surely in its quarter"
		}
	}
	cfg.Values = cmp.Or(cfg.Values, "importance: share of R²")
	return Spots(spots, Plane{
		Config: cfg, Across: "performance: mean answer",
		Quarters:    [4]string{"fix first", "keep up", "overdone", "low priority"},
		SplitAcross: *lines.Performance, SplitUp: *lines.Importance,
	})
}
