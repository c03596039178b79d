package scoring

import "math"

// A nest is groups of people, some within others.
type nest []nested

// A nested is a group in a nest.
type nested struct {
	people  int
	answers float64
	holder  int // the place of the smallest group that holds it, or -1
	shown   bool
}

// nestOf returns the groups that the scores of a cohort are about, in their order. A group that has no score is
// passed over: what it holds is held by what holds it.
func nestOf(scores []Score, holders map[Ref]Ref) nest {
	place := make(map[Ref]int, len(scores))
	for i, s := range scores {
		place[s.Of] = i
	}
	n := make(nest, len(scores))
	for i, s := range scores {
		n[i] = nested{people: s.People, answers: s.Value.N, holder: -1}
		at, held := s.Of, true
		for range deepest {
			if at, held = holders[at]; !held || at == s.Of {
				break
			}
			if holder, there := place[at]; there {
				n[i].holder = holder
				break
			}
		}
	}
	return n
}

// withhold decides which groups are shown: so that none of fewer than least people is, nor can be worked out as
// what is left of a group without those shown within it. Where one more must go for that, it is the one of the
// fewest people, and of these the first: it may be one more than need be where groups hold each other many
// times over, or people are in several groups.
func (n nest) withhold(least int) nest {
	for i := range n {
		n[i].shown = n[i].people >= least
	}
	for again := true; again; {
		again = false
		for i, r := range n.rests() {
			if n[i].shown && r.smallest >= 0 && !r.fine(least) {
				n[r.smallest].shown = false
				again = true
			}
		}
	}
	return n
}

// A rest is what is left of a group without the groups shown within it.
type rest struct {
	people   int     // or more, since some may be in several of those groups
	answers  float64 // or more, where they have weights
	of       float64 // how many answers the group has
	smallest int     // the place of the smallest of the groups shown within it, or -1
}

func (n nest) rests() []rest {
	rests := make([]rest, len(n))
	for i, g := range n {
		rests[i] = rest{g.people, g.answers, g.answers, -1}
	}
	for i, g := range n {
		holder := n.shownAround(i)
		if !g.shown || holder < 0 {
			continue
		}
		r := &rests[holder]
		r.people -= g.people
		r.answers -= g.answers
		if r.smallest < 0 || g.people < n[r.smallest].people {
			r.smallest = i
		}
	}
	return rests
}

// fine reports whether a rest gives nobody away: it is of people enough, or there is none. Where people are in
// several groups, only a count of answers can tell that there is none.
func (r rest) fine(least int) bool {
	const slack = 1e-9
	switch {
	case r.people >= least:
		return true
	case r.people == 0:
		return r.answers <= slack*r.of
	}
	return r.people < 0 && r.of > 0 && math.Abs(r.answers) <= slack*r.of
}

// shownAround returns the place of the smallest group shown that holds a group, or -1.
func (n nest) shownAround(i int) int {
	for range n { // a host's groups may hold each other in a circle
		if i = n[i].holder; i < 0 || n[i].shown {
			return i
		}
	}
	return -1
}
