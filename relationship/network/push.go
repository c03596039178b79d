package network

import (
	"cmp"
	"slices"

	"github.com/kithcrm/kith/relationship"
)

// A PushConfig adjusts [Graph.Push]. All but From is ready to use.
type PushConfig struct {
	// From are the parties that ranks are personal to, each with the same share. Not empty.
	From []relationship.PartyID

	// Damping is the share of rank that a party passes on along its ties, from 0 to below 1. nil
	// means 0.85.
	Damping *float64

	// Threshold is how little rank a party may have left for each of its ties without passing it on.
	// 0 means 1e-6.
	Threshold float64

	// Most is how many parties to return. 0 means 100.
	Most int
}

// Pushed is a ranking as far as it was followed.
type Pushed struct {
	// Parties are those with the greatest ranks, greatest first; of equal ones the lower ID first.
	Parties []Ranked

	// Left is how much rank was not followed to its end, from 0 to 1. The rank of a party is at least
	// its Share and at most Left more.
	Left float64
}

// A Ranked party has a share of rank.
type Ranked struct {
	Party relationship.PartyID // who
	Share float64              // at least how much
}

// Push returns who ranks highest from the point of view of some parties, without looking at the whole
// graph: it follows rank along ties for as long as there is enough of it (forward push: Andersen, Chung
// and Lang 2006). It is for rankings. The ranks of [Graph.Rank] with the same Restart are exact; these
// are below them, by Left in all, which is often a tenth or more of the whole: ties have directions
// here, and the bounds known for each party hold only where they have none.
//
// Errors are as those of [Graph.Rank]. It takes O(1 / Threshold) time, beside clearing 16 bytes for each
// party of the graph.
func (g *Graph) Push(c PushConfig) (Pushed, error) {
	damping, threshold := 0.85, c.Threshold
	if c.Damping != nil {
		damping = *c.Damping
	}
	if threshold == 0 {
		threshold = 1e-6
	}
	const op = "push rank"
	switch {
	case len(c.From) == 0:
		return Pushed{}, broken(op, "From", "must not be empty")
	case !(damping >= 0 && damping < 1):
		return Pushed{}, broken(op, "Damping", "must be in 0..1, and not 1")
	case !(threshold > 0 && threshold <= 1):
		return Pushed{}, broken(op, "Threshold", "must be in 0..1")
	case c.Most < 0:
		return Pushed{}, broken(op, "Most", "must not be below 0")
	}
	p := pusher{
		g: g, damping: damping, threshold: threshold,
		rank: make([]float64, g.Parties()), left: make([]float64, g.Parties()), waits: make(marks, g.Parties()/64+1),
	}
	for i, id := range c.From {
		party, ok := g.Number(id)
		if !ok {
			return Pushed{}, &relationship.OpError{
				Room: room, Op: op, ID: string(id), Field: element("From", i), Err: relationship.ErrNotFound,
			}
		}
		p.from = append(p.from, uint32(party))
	}
	p.give(1)
	for len(p.queue) > 0 {
		party := p.queue[0]
		p.queue = p.queue[1:]
		p.push(party)
	}
	return p.result(orDefault(c.Most, 100)), nil
}

// A pusher is the state of the computation: rank that has come to rest, and rank left to be passed on.
type pusher struct {
	g          *Graph
	from       []uint32
	damping    float64
	threshold  float64
	rank, left []float64
	queue      []uint32
	waits      marks    // those in the queue
	touched    []uint32 // those with any rank, in the order in which they came
}

// give lets rank start anew.
func (p *pusher) give(rank float64) {
	for _, party := range p.from {
		p.add(party, rank/float64(len(p.from)))
	}
}

// add gives rank to a party, which waits to pass it on if it has enough.
func (p *pusher) add(party uint32, rank float64) {
	if p.left[party] == 0 && p.rank[party] == 0 {
		p.touched = append(p.touched, party)
	}
	p.left[party] += rank
	ties := max(1, p.g.list(party, outgoing).len())
	if p.left[party] > p.threshold*float64(ties) && p.waits.add(party) {
		p.queue = append(p.queue, party)
	}
}

// push lets a party keep what comes to rest with it and pass on the remainder.
func (p *pusher) push(party uint32) {
	p.waits[party>>6] &^= 1 << (party & 63)
	rank := p.left[party]
	p.left[party] = 0
	p.rank[party] += (1 - p.damping) * rank
	l := p.g.list(party, outgoing)
	if l.len() == 0 {
		p.give(p.damping * rank)
		return
	}
	share := p.damping * rank / float64(l.len())
	for _, other := range l.in.other[l.low:l.high] {
		p.add(other, share)
	}
}

func (p *pusher) result(most int) Pushed {
	var out Pushed
	for _, party := range p.touched {
		out.Left += p.left[party]
		if p.rank[party] > 0 {
			out.Parties = append(out.Parties, Ranked{p.g.ID(int(party)), p.rank[party]})
		}
	}
	slices.SortFunc(out.Parties, func(a, b Ranked) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Party, b.Party))
	})
	out.Parties = slices.Clip(out.Parties[:min(most, len(out.Parties))])
	return out
}
