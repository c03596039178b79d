package survey

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A Standing is where one group stands: an employee, a team, a touchpoint.
type Standing struct {
	// About is the group, and Level the one of its [Place].
	About relationship.Ref `json:"about"`
	Level string           `json:"level,omitempty"`

	// Own is the mean of the answers about the group and all within it. It is unknown where Inferred is true.
	Own relationship.Estimate `json:"own"`

	// Shrunk is Own moved towards the mean of the level, by how little its answers tell: what to judge by.
	Shrunk relationship.Estimate `json:"shrunk"`

	// Weight is what Own weighs in Shrunk, from 0 to 1; the mean of the level weighs the rest. Where Inferred
	// is true it is the share of the colleagues served, of all, who are shown.
	Weight float64 `json:"weight"`

	// Inferred is true for who was not judged himself: the figure is that of the colleagues whom he serves.
	Inferred bool `json:"inferred,omitempty"`
}

// A Level is all groups of one sort, which are judged beside each other.
type Level struct {
	// Name is the Level of the places.
	Name string `json:"name,omitempty"`

	// Groups is how many of them are shown.
	Groups int `json:"groups"`

	// Mean is the mean of the groups, to which they are shrunk.
	Mean relationship.Estimate `json:"mean"`

	// Between is how far groups truly differ, as a standard deviation in the unit of the scale: what is
	// left of their differences when luck is taken away.
	Between float64 `json:"between"`
}

// Standings are a roll-up, worked out. They hold nothing about who answered. What is not shown has no part in them, but
// in the means of groups that hold it, and in Whole: levels are worked out from the groups shown.
type Standings struct {
	// Whole is the mean of all answers; unknown where fewer people than Least answered at all, or where it
	// would give away what so few said.
	Whole relationship.Estimate `json:"whole"`

	// Levels are sorted by name.
	Levels []Level `json:"levels"`

	// Groups are those shown, sorted by level, then by reference. Order them by Shrunk.Low to be sure of the best.
	Groups []Standing `json:"groups"`

	// Withheld are the groups with answers that are not shown, sorted.
	Withheld []relationship.Ref `json:"withheld,omitempty"`
}

// Standings works out where each group stands. The places say which groups are within which others; a
// group without one stands at the top. Groups without answers are left out.
//
// A group is withheld where fewer than Config.Least people answered, and where showing it would tell what
// so few people said: as the difference of a group and those within it, or of all and the groups shown.
// People are counted, not answers. Two roll-ups of the same answers, such as by team and by touchpoint,
// can give away together what each withholds: show one of them.
//
// The groups of a level are shrunk to their mean by parametric empirical Bayes, with normal means and one
// variance of answers within groups, taken from all of them (Morris 1983). The mean and Between are by Paule and Mandel
// 1982, which Veroniki et al. 2016 recommend of 16 ways; the shrinkage and the ranges are means over all variances
// between groups, by how likely each is, and so count what is not known of it.
//
// Ranges hold the truth in 95 % on average over the groups of a level, not for each by itself. In 10,000 seeded runs for
// each of 12 cases, with 5, 20 and 100 groups of 5 to 60 answers, those of Shrunk held it in 94.8 %, with 100 groups that differ
// a little, to 100 %, where groups are alike; with answers of -100, 0 and 100, in 95.4 %: see TestShrunkIntervalsHoldTheTruth.
//
// Special cases are:
//   - with fewer than four groups on a level nothing is learnt of how groups differ, and none is shrunk
//   - where all groups have the same mean and as many answers, Own weighs 2 / (groups - 1)
//   - answers within groups count as varying at least as much as two more answers would make them, one at each end
//     of the scale; also where all are equal
//   - where no group has two answers, the variance within groups counts as the largest that there can be
//
// It returns an error matching [relationship.ErrInvalid] for places that hold each other, twice the same,
// within one that is not there, or on one level with a group that holds them. It takes O(n log n) time in the
// number of groups, whatever the number of answers, and O(n) more for each group that goes for others.
func (r *Rollup) Standings(places ...Place) (Standings, error) {
	n, err := r.nest(places)
	if err != nil {
		return Standings{}, opError("roll up", err)
	}
	n.withhold()
	var s Standings
	if whole := n.groups[0]; whole.shown {
		s.Whole = r.grid.estimate(whole.all.sums)
	}
	var shown []*nested
	for i := range n.groups {
		if i > 0 && n.groups[i].shown {
			shown = append(shown, &n.groups[i])
		}
	}
	slices.SortFunc(shown, func(a, b *nested) int {
		return cmp.Or(cmp.Compare(a.place.Level, b.place.Level), compareRefs(a.place.About, b.place.About))
	})
	for len(shown) > 0 {
		level := shown[0].place.Level
		end := slices.IndexFunc(shown, func(g *nested) bool { return g.place.Level != level })
		if end < 0 {
			end = len(shown)
		}
		s.add(r.grid, level, shown[:end])
		shown = shown[end:]
	}
	s.Withheld = n.withheld()
	return s, nil
}

// add puts in the groups of a level.
func (s *Standings) add(g grid, level string, groups []*nested) {
	variance, t := g.within(groups)
	parts := make([]part, len(groups))
	total := uint64(0)
	for i, group := range groups {
		n := group.all.sums.n
		total += n
		parts[i] = part{group.all.sums.mean(g), variance / float64(n)}
	}
	p, shrunken := shrink(parts)
	toMean := t
	if len(groups) > 1 {
		toMean = studentQuantile(miss, float64(len(groups)-1))
	}
	s.Levels = append(s.Levels, Level{
		Name: level, Groups: len(groups),
		Mean:    g.around(p.mean, toMean*math.Sqrt(p.variance), total),
		Between: math.Sqrt(p.between),
	})
	for i, group := range groups {
		n := group.all.sums.n
		s.Groups = append(s.Groups, Standing{
			About: group.place.About, Level: level,
			Own:    g.around(parts[i].mean, t*math.Sqrt(parts[i].variance), n),
			Shrunk: g.around(shrunken[i].mean, t*shrunken[i].sd, n),
			Weight: shrunken[i].weight,
		})
	}
}

// within returns the variance of answers within groups, taken together, and how many standard errors a
// limit is away.
func (g grid) within(groups []*nested) (variance, t float64) {
	n, squares := 0.0, 0.0
	for _, group := range groups {
		n += float64(group.all.sums.n)
		squares += group.all.sums.squares(g)
	}
	return g.pooled(squares, n, n-float64(len(groups)))
}

// pooled returns the variance for a sum of squares, and how many standard errors a limit is away. Without any
// freedom, nothing is known but that no variance is above that of answers at both ends.
func (g grid) pooled(squares, n, freedom float64) (variance, t float64) {
	spread := g.spread()
	if freedom < 1 {
		return spread * spread / 4, studentQuantile(miss, 1)
	}
	return max(squares/freedom, spread*spread/2/(n+1)), studentQuantile(miss, freedom)
}

// estimate returns the mean of answers.
func (g grid) estimate(s sums) relationship.Estimate {
	n := float64(s.n)
	variance, t := g.pooled(s.squares(g), n, n-1)
	return g.around(s.mean(g), t*math.Sqrt(variance/n), s.n)
}

// around returns a mean with its range, which does not go beyond the scale.
func (g grid) around(mean, half float64, n uint64) relationship.Estimate {
	mean = min(max(mean, g.scale.Low), g.scale.High)
	return relationship.Estimate{
		Value: mean,
		Low:   max(mean-half, g.scale.Low),
		High:  min(mean+half, g.scale.High),
		N:     float64(n),
		Basis: relationship.Stated,
	}
}

// miss is how likely the range of an estimate is to miss the truth.
const miss = .05
