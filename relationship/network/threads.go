package network

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A Thread says by how much a party, such as a customer, is held.
type Thread struct {
	// Party is who is held.
	Party relationship.PartyID

	// Ties is how many ties the path can end with, and By how many parties these come from.
	Ties int
	By   int

	// Last are the first of these ties, at most two, in order of the IDs of the parties from which
	// they come.
	Last []Step
}

// Single reports whether the party hangs on one tie alone.
func (t Thread) Single() bool { return t.Ties == 1 }

// Threads follows a path from a party, such as "employs/serves" from ourselves to those whom our people
// serve, and returns by how many last ties, and from how many parties, each party reached is held: the
// single threads first, then in the order of Ties, of By, and of IDs. With Bounds.At only ties that held
// then are counted. A path that may follow no tie holds the party itself by no tie at all.
//
// Truncated says that the walk stopped at one of its bounds, so that there may be more. Errors are those
// of [Snapshot.Reach].
func (s *Snapshot) Threads(p Path, b Bounds, from relationship.PartyID) (threads []Thread, truncated bool, err error) {
	w, err := s.Walker(p, b)
	if err != nil {
		return nil, false, err
	}
	start, err := s.find("find threads", from)
	if err != nil {
		return nil, false, err
	}
	reached := w.From(start)
	ends := w.ends()
	for _, party := range reached {
		steps := ends[party]
		slices.SortFunc(steps, func(a, b Step) int {
			return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Tie, b.Tie))
		})
		by := 0
		for i, step := range steps {
			if i == 0 || steps[i-1].From != step.From {
				by++
			}
		}
		threads = append(threads, Thread{s.id(party), len(steps), by, slices.Clone(steps[:min(2, len(steps))])})
	}
	slices.SortFunc(threads, func(a, b Thread) int {
		return cmp.Or(cmp.Compare(a.Ties, b.Ties), cmp.Compare(a.By, b.By), cmp.Compare(a.Party, b.Party))
	})
	return threads, w.Truncated(), nil
}

// ends returns the ties with which the last walk can end, by the party that they lead to; each once.
func (w *Walker) ends() map[uint32][]Step {
	type looked struct {
		party uint32
		step  walkStep
	}
	seen := map[looked]bool{}
	out := map[uint32][]Step{}
	for _, v := range w.visits {
		for next := w.next(v) & w.program.last; next != 0; next &= next - 1 {
			step := w.steps[bits.TrailingZeros64(next)]
			if seen[looked{v.party, step}] {
				continue
			}
			seen[looked{v.party, step}] = true
			var one [1]list
			for _, l := range w.snapshot.lists(v.party, step.d, &one) {
				low, high := l.ofKind(step.kind)
				for i := low; i < high; i++ {
					if w.holds(l.in, i) {
						out[l.in.other[i]] = append(out[l.in.other[i]], w.snapshot.step(v.party, step.d, l, i))
					}
				}
			}
		}
	}
	return out
}
