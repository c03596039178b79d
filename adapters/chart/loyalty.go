package chart

import (
	"cmp"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
	"github.com/kithcrm/kith/scoring/heart"
	"github.com/kithcrm/kith/scoring/survey"
)

// ScoreLine returns scores, in any order, as a line for [OverTime] under a name for people.
func ScoreLine(name string, scores []scoring.Score) Line {
	l := Line{Name: name}
	for _, s := range scores {
		l.Points = append(l.Points, Point{At: s.At, Value: s.Value})
	}
	return l
}

// Standings draws where groups stand: each as it is to be judged, its own mean hollow beside it, and all
// together as a line. Groups have the colour of their level, those inferred from colleagues one of their
// own. The name of a group is what name makes of it. It returns the errors of [Intervals].
func Standings(s survey.Standings, name func(relationship.Ref) string, cfg Config) (*Chart, error) {
	rows := []Row{{Name: "All", Value: s.Whole, Whole: true}}
	for _, g := range s.Groups {
		r := Row{Name: name(g.About), Group: g.Level, Value: g.Shrunk}
		switch {
		case g.Inferred:
			r.Group = "inferred"
		case g.Shrunk != g.Own:
			r.Raw = g.Own
		}
		rows = append(rows, r)
	}
	return Intervals(rows, cfg)
}

// Hearts draws the hearts of some, each with its three dimensions, from 0 to 1 unless the Config says
// otherwise. The i-th heart has the i-th name. It returns the errors of [Intervals], and one of the same
// kind for another number of names than of hearts.
func Hearts(names []string, hearts []heart.Heart, cfg Config) (*Chart, error) {
	if len(names) != len(hearts) {
		return nil, broken("draw hearts", "Names", "must be one for each heart")
	}
	if !cfg.fixed() {
		cfg.From, cfg.To = 0, 1
	}
	var rows []Row
	for i, h := range hearts {
		for _, r := range []Row{
			{Group: "heart", Value: h.Heart}, {Group: "acknowledgement", Value: h.Acknowledgement},
			{Group: "respect", Value: h.Respect}, {Group: "trust", Value: h.Trust},
		} {
			r.Name = names[i] + ": " + r.Group
			rows = append(rows, r)
		}
	}
	return Intervals(rows, cfg)
}

// A Brand is what a brand has of customers, each from 0 to 1. What is unknown is not drawn; a share of wallet that is
// known without doubt, as of one customer, has a range of no width.
type Brand struct {
	// Name is the name for people. Not empty.
	Name string

	// Heart is its share of heart, or the heart itself.
	Heart relationship.Estimate

	// Mind is its share of mind.
	Mind heart.Mind

	// Wallet is its share of wallet.
	Wallet relationship.Estimate
}

// Shares draws what brands have of heart, mind and wallet, from 0 to 1 unless the Config says otherwise: brand by
// brand, as given. It returns the errors of [Intervals].
func Shares(brands []Brand, cfg Config) (*Chart, error) {
	if !cfg.fixed() {
		cfg.From, cfg.To = 0, 1
	}
	cfg.Values = cmp.Or(cfg.Values, "share, from 0 to 1")
	var rows []Row
	for _, b := range brands {
		for _, r := range []Row{
			{Name: "heart", Group: "heart", Value: b.Heart},
			{Name: "mind, named first", Group: "mind", Value: b.Mind.First},
			{Name: "mind, unaided", Group: "mind", Value: b.Mind.Unaided},
			{Name: "mind, aided", Group: "mind", Value: b.Mind.Aided},
			{Name: "wallet", Group: "wallet", Value: b.Wallet},
		} {
			if r.Value.Known() {
				r.Name = b.Name + ": " + r.Name
				rows = append(rows, r)
			}
		}
	}
	return Intervals(rows, cfg)
}
