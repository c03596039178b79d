package network

// circles returns for each party a number that it shares with those that money can go round with: the
// strongly connected parts with more than one party, by Tarjan's algorithm (1972). It is -1 for a
// party in no circle.
func circles(c *flowChain) []int {
	s := circleSearch{flowChain: c, low: make([]int, len(c.parties)), circle: make([]int, len(c.parties))}
	for party := range s.circle {
		s.circle[party] = -1
	}
	s.search() // all parties are reached from us
	return s.circle
}

// A circleSearch walks in depth, with a stack of its own: chains may be longer than Go's stack is deep.
type circleSearch struct {
	*flowChain
	low    []int // by party: when it was met, counted from 1, or what it leads back to; done when negative
	circle []int
	open   []int      // parties met whose part is not complete
	path   []flowStep // the way from us to where the search is
	met    int
	found  int
}

type flowStep struct{ party, next, met int } // next is the arc to go on with

func (s *circleSearch) search() {
	s.enter(0)
	for len(s.path) > 0 {
		top := &s.path[len(s.path)-1]
		if top.next < s.first[top.party+1] {
			payer := s.arcs[top.next].payer
			top.next++
			switch {
			case s.low[payer] == 0:
				s.enter(payer)
			case s.low[payer] > 0:
				s.low[top.party] = min(s.low[top.party], s.low[payer])
			}
			continue
		}
		s.leave(*top)
	}
}

func (s *circleSearch) enter(party int) {
	s.met++
	s.low[party] = s.met
	s.open = append(s.open, party)
	s.path = append(s.path, flowStep{party, s.first[party], s.met})
}

// leave goes back from a party whose arcs have all been walked, and closes its part where it is the
// first one met of it.
func (s *circleSearch) leave(top flowStep) {
	s.path = s.path[:len(s.path)-1]
	low := s.low[top.party]
	if len(s.path) > 0 && low < top.met {
		before := s.path[len(s.path)-1].party
		s.low[before] = min(s.low[before], low)
	}
	if low < top.met {
		return
	}
	start := len(s.open) - 1
	for s.open[start] != top.party {
		start--
	}
	part := s.open[start:]
	for _, party := range part {
		s.low[party] = -1
		if len(part) > 1 {
			s.circle[party] = s.found
		}
	}
	s.found++
	s.open = s.open[:start]
}
