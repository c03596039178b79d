package network

import (
	"math"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// openingOf returns the opening of needs that are the same, as they were at an instant. The needs are
// in order of their parties.
func openingOf(group []*feltNeed, at func(*feltNeed) *needRating) Opening {
	o := Opening{Key: group[0].key}
	var rated, unrated tally
	for first := 0; first < len(group); {
		next := first + 1
		for next < len(group) && group[next].party == group[first].party {
			next++
		}
		if one := group[first:next]; !rated.add(one, at, (*needRating).rated) && unrated.add(one, at, (*needRating).weighed) {
			o.Unrated++
		}
		first = next
	}
	o.Importance, o.Satisfaction = rated.importance.overParties(), rated.satisfaction.overParties()
	if len(rated.importance.parties) == 0 {
		o.Importance = unrated.importance.overParties()
	}
	o.Opportunity = opportunity(o.Importance, o.Satisfaction)
	o.Opportunity = o.Opportunity.Derived(slices.Concat(rated.importance.inputs, rated.satisfaction.inputs)...)
	o.open(group)
	return o
}

// open names what is behind an opening.
func (o *Opening) open(group []*feltNeed) {
	for _, f := range group {
		o.Needs = append(o.Needs, f.need.ID)
		o.Parties = append(o.Parties, f.party)
		if f.need.Tie != "" {
			o.Ties = append(o.Ties, f.need.Tie)
		}
	}
	slices.Sort(o.Needs)
	o.Parties = slices.Compact(o.Parties)
	slices.Sort(o.Ties)
	o.Ties = slices.Compact(o.Ties)
}

// opportunity returns i + max(i - s, 0) with the range over all in the ranges of i and s.
func opportunity(i, s relationship.Estimate) relationship.Estimate {
	if !i.Known() || !s.Known() {
		return relationship.Estimate{}
	}
	of := func(i, s float64) float64 { return i + max(i-s, 0) }
	return relationship.Estimate{
		Value: of(i.Value, s.Value), Low: of(i.Low, s.High), High: of(i.High, s.Low), N: i.N,
	}
}

// changeOf returns a - b with the range over all in the ranges of both.
func changeOf(a, b relationship.Estimate) relationship.Estimate {
	if !a.Known() || !b.Known() {
		return relationship.Estimate{}
	}
	return relationship.Estimate{
		Value: a.Value - b.Value, Low: a.Low - b.High, High: a.High - b.Low, N: min(a.N, b.N),
	}.Derived(a, b)
}

// A tally gathers what parties say about a need, one value each.
type tally struct{ importance, satisfaction voices }

// add takes the needs of one party that count into one value, and reports whether there were any.
func (t *tally) add(one []*feltNeed, at func(*feltNeed) *needRating, counts func(*needRating) bool) bool {
	var importance, satisfaction []relationship.Estimate
	for _, f := range one {
		if r := at(f); counts(r) {
			importance = append(importance, r.importance)
			satisfaction = append(satisfaction, r.satisfaction)
		}
	}
	if len(importance) == 0 {
		return false
	}
	t.importance.add(importance)
	t.satisfaction.add(satisfaction)
	return true
}

// voices are values from 0 to 10, one for each party, and the estimates that they come from.
type voices struct {
	parties []voice
	inputs  []relationship.Estimate
}

type voice struct{ value, low, high float64 }

// add takes the mean of estimates, and of the ends of their ranges, as those of one party.
func (v *voices) add(es []relationship.Estimate) {
	mean := func(field func(relationship.Estimate) float64) float64 {
		return 10 * steadyMean(es, field)
	}
	v.parties = append(v.parties, voice{
		value: mean(func(e relationship.Estimate) float64 { return e.Value }),
		low:   mean(func(e relationship.Estimate) float64 { return e.Low }),
		high:  mean(func(e relationship.Estimate) float64 { return e.High }),
	})
	v.inputs = append(v.inputs, es...)
}

// overParties returns the mean over parties with the range that [FindOpenings] describes.
func (v *voices) overParties() relationship.Estimate {
	if len(v.parties) == 0 {
		return relationship.Estimate{}
	}
	n := float64(len(v.parties))
	mean := steadyMean(v.parties, func(p voice) float64 { return p.value })
	var scatter, below, above float64
	for _, p := range v.parties {
		scatter += square(p.value - mean)
		below += square(p.value - p.low)
		above += square(p.high - p.value)
	}
	if n > 1 {
		scatter *= square(studentT(len(v.parties)-1)) / ((n - 1) * n)
	}
	return relationship.Estimate{
		Value: mean,
		Low:   max(mean-math.Sqrt(scatter+below/(n*n)), 0),
		High:  min(mean+math.Sqrt(scatter+above/(n*n)), 10),
		N:     n,
	}.Derived(v.inputs...)
}

// steadyMean returns the mean of values, kept between the least and the greatest of them, so that
// those that are all alike have exactly that mean and a greater value never makes it less.
func steadyMean[T any](of []T, value func(T) float64) float64 {
	sum, least, most := 0.0, math.Inf(1), math.Inf(-1)
	for _, x := range of {
		v := value(x)
		sum += v
		least, most = min(least, v), max(most, v)
	}
	return min(max(sum/float64(len(of)), least), most)
}

func square(x float64) float64 { return float64(x * x) }

// studentT returns the 0.975 quantile of Student's distribution with degrees of freedom, from 1 up,
// right to 3 digits: from the table, and from 10 on by the expansion around the normal quantile
// (Abramowitz and Stegun 1964, 26.7.5).
func studentT(degrees int) float64 {
	if table := [...]float64{12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622}; degrees <= len(table) {
		return table[degrees-1]
	}
	const z = normal95
	const z3, z5, z7 = z * z * z, z * z * z * z * z, z * z * z * z * z * z * z
	d := float64(degrees)
	return z + (z3+z)/(4*d) + (5*z5+16*z3+3*z)/(96*d*d) + (3*z7+19*z5+17*z3-15*z)/(384*d*d*d)
}
