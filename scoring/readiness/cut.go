package readiness

// An edge joins two vertices of a graph, as strongly as it has people.
type edge struct{ a, b, people int }

// smallCut returns one side of a cut of a graph through fewer than least people, but not none, or nil where there is no
// such cut.
//
// Vertices are taken in the order of how strongly they are joined to those taken (Nagamochi and Ibaraki 1992; Stoer
// and Wagner 1997): the last of each part of the graph that hangs together gives a cut, and two vertices become one
// where at least least people are between them in that order, because then no small cut parts them. It takes O(v²)
// time for each of a few rounds.
func smallCut(vertices int, edges []edge, least int) []bool {
	joined := make([]int, vertices) // into which vertex each has become one
	for i := range joined {
		joined[i] = i
	}
	for {
		g := graphOf(joined, edges)
		if len(g.names) < 2 {
			return nil
		}
		last, merged := g.sweep(least)
		if last >= 0 {
			side := make([]bool, vertices)
			for i, to := range joined {
				side[i] = to == g.names[last]
			}
			return side
		}
		if !merged {
			return nil
		}
		for i, to := range joined {
			if at, there := g.place[to]; there {
				joined[i] = g.names[g.find(at)]
			}
		}
	}
}

// A graph has only vertices with edges, and the strengths between any two.
type graph struct {
	names []int         // of each vertex, among those given
	place map[int]int   // of each name
	near  []map[int]int // how strongly each vertex is joined to others
	into  []int         // into which vertex each becomes one in this round
}

func graphOf(joined []int, edges []edge) *graph {
	g := &graph{place: map[int]int{}}
	at := func(name int) int {
		i, there := g.place[name]
		if !there {
			i = len(g.names)
			g.place[name], g.names = i, append(g.names, name)
			g.near, g.into = append(g.near, map[int]int{}), append(g.into, i)
		}
		return i
	}
	for _, e := range edges {
		if from, to := joined[e.a], joined[e.b]; from != to {
			i, j := at(from), at(to)
			g.near[i][j] += e.people
			g.near[j][i] += e.people
		}
	}
	return g
}

// sweep takes all vertices once. It returns the place of one that a small cut parts from all others, or -1, and
// otherwise whether any became one.
func (g *graph) sweep(least int) (last int, merged bool) {
	pull, taken := make([]int, len(g.names)), make([]bool, len(g.names))
	for range g.names {
		next := -1
		for i := range pull {
			if !taken[i] && (next < 0 || pull[i] > pull[next]) {
				next = i
			}
		}
		taken[next] = true
		if g.lone(next, taken) && pull[next] < least {
			return next, false
		}
		for i, people := range g.near[next] {
			if taken[i] {
				continue
			}
			pull[i] += people
			if pull[i] >= least {
				g.into[g.find(i)] = g.find(next)
				merged = true
			}
		}
	}
	return -1, merged
}

// lone reports whether all that a vertex is joined to is taken: then all its edges pulled it.
func (g *graph) lone(i int, taken []bool) bool {
	for j := range g.near[i] {
		if !taken[j] {
			return false
		}
	}
	return true
}

func (g *graph) find(i int) int {
	for g.into[i] != i {
		i = g.into[i]
	}
	return i
}
