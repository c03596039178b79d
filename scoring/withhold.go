package scoring

import (
	"context"
	"slices"
	"time"

	"github.com/kithcrm/kith/internal/rules"
)

// A cohort is the scores of one name as of one instant: what can be taken from each other.
type cohort struct {
	name string
	at   time.Time
}

// withheld returns which of some scores a viewer must not see: those that are sealed, and of too few people,
// or that would give away what too few people said.
func (h *house) withheld(ctx context.Context, scores []Score) (map[ScoreID]bool, error) {
	out := map[ScoreID]bool{}
	window := map[string]ScoreQuery{} // by name
	for _, s := range scores {
		if !s.Sealed {
			continue
		}
		if s.People < h.cfg.LeastGroup {
			out[s.ID] = true
		}
		q, found := window[s.Name]
		if !found || s.At.Before(q.From) {
			q.From = s.At
		}
		if end := s.At.Add(1); end.After(q.To) {
			q.To = end
		}
		q.Names = []string{s.Name}
		window[s.Name] = q
	}
	if h.cfg.Within == nil {
		return out, nil
	}
	for _, name := range keysOf(window) {
		if err := h.withholdNested(ctx, window[name], out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// withholdNested adds the scores that would give others away, of all that a query asks for.
func (h *house) withholdNested(ctx context.Context, q ScoreQuery, out map[ScoreID]bool) error {
	if rules.Instant(q.To) != "" {
		q.To = time.Time{}
	}
	cohorts := map[cohort][]Score{}
	var of []Ref
	for s, err := range h.scores(ctx, q) {
		if err != nil {
			return err
		}
		if s.Sealed {
			c := cohort{s.Name, rules.UTC(s.At)}
			cohorts[c] = append(cohorts[c], s)
			of = append(of, s.Of)
		}
	}
	holders, err := h.holders(ctx, of)
	if err != nil {
		return err
	}
	for _, scores := range cohorts {
		for i, g := range nestOf(scores, holders).withhold(h.cfg.LeastGroup) {
			if !g.shown {
				out[scores[i].ID] = true
			}
		}
	}
	return nil
}

// deepest is how many groups can hold each other.
const deepest = 64

// holders returns by what each of some groups is held, and those that hold them, and so on.
func (h *house) holders(ctx context.Context, of []Ref) (map[Ref]Ref, error) {
	all, asked := map[Ref]Ref{}, map[Ref]bool{}
	for range deepest {
		var next []Ref
		for _, r := range of {
			if !asked[r] {
				asked[r] = true
				next = append(next, r)
			}
		}
		if len(next) == 0 {
			break
		}
		found, err := h.cfg.Within(ctx, next)
		if err != nil {
			return nil, err
		}
		of = of[:0:0]
		for _, r := range next {
			if holder, held := found[r]; held {
				all[r] = holder
				of = append(of, holder)
			}
		}
	}
	return all, nil
}

// A nest is groups of people, some within others.
type nest []nested

// A nested is a group in a nest.
type nested struct {
	people int
	holder int // the place of the smallest group that holds it, or -1
	shown  bool
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
		n[i] = nested{people: s.People, holder: -1}
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
// times over.
func (n nest) withhold(least int) nest {
	for i := range n {
		n[i].shown = n[i].people >= least
	}
	for again := true; again; {
		again = false
		rests, smallest := n.rests()
		for i, rest := range rests {
			if n[i].shown && rest != 0 && rest < least && smallest[i] >= 0 {
				n[smallest[i]].shown = false
				again = true
			}
		}
	}
	return n
}

// rests returns how many people of each group are in no group shown within it, and the place of the smallest
// of these, or -1.
func (n nest) rests() (rests, smallest []int) {
	rests, smallest = make([]int, len(n)), slices.Repeat([]int{-1}, len(n))
	for i, g := range n {
		rests[i] += g.people
		holder := n.shownAround(i)
		if !g.shown || holder < 0 {
			continue
		}
		rests[holder] -= g.people
		if s := smallest[holder]; s < 0 || g.people < n[s].people {
			smallest[holder] = i
		}
	}
	return rests, smallest
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
