package feedback

import (
	"context"
	"slices"
)

// A RankedIdea is an idea with its places among others.
type RankedIdea struct {
	// Item is the idea.
	Item Item

	// Ranked is what its votes come to: nothing, where too few voted on an idea of an employee for it to
	// be shown.
	Ranked

	// Best is its place by [ByWilson], and Trend that by [ByTrend], from 1.
	Best  int
	Trend int
}

// Ideas returns the ideas that q asks for and the viewer sees, the best first: see [ByWilson]; with the place
// of each in the trending order beside it. A person counts once on each, under whatever ID. Kinds of q
// is not looked at, and Limit is how many of the best are returned. It takes O(n log n) time in the number
// of ideas and their votes.
func (v *Visit) Ideas(ctx context.Context, q ItemQuery) ([]RankedIdea, error) {
	ideas, err := v.ideas(ctx, q)
	return ideas, opError("rank ideas", "", err)
}

func (v *Visit) ideas(ctx context.Context, q ItemQuery) ([]RankedIdea, error) {
	limit := q.Limit
	q.Kinds, q.Limit = []Kind{Idea}, 0
	things := map[Ref]bool{}
	var ideas []RankedIdea
	for it, err := range v.Items(ctx, q) {
		if err != nil {
			return nil, err
		}
		things[it.ID.Ref()] = it.Employee
		ideas = append(ideas, RankedIdea{Item: it, Ranked: Ranked{Of: it.ID.Ref(), At: it.At}})
	}
	if err := v.tally(ctx, ideas, things); err != nil {
		return nil, err
	}
	slices.SortFunc(ideas, func(a, b RankedIdea) int { return ByTrend(a.Ranked, b.Ranked) })
	for i := range ideas {
		ideas[i].Trend = i + 1
	}
	slices.SortFunc(ideas, func(a, b RankedIdea) int { return ByWilson(a.Ranked, b.Ranked) })
	for i := range ideas {
		ideas[i].Best = i + 1
	}
	if limit > 0 && limit < len(ideas) {
		ideas = ideas[:limit]
	}
	return ideas, nil
}

// tally counts the votes on ideas.
func (v *Visit) tally(ctx context.Context, ideas []RankedIdea, things map[Ref]bool) error {
	e, err := v.eye(ctx)
	if err != nil {
		return err
	}
	c, err := e.cast(ctx, things)
	if err != nil {
		return err
	}
	for i := range ideas {
		r := &ideas[i].Ranked
		p, err := CountVotes(c.votes[r.Of], PollConfig{Resolve: c.resolve})
		if err != nil {
			return err
		}
		if !things[r.Of] || !e.tells(&p) {
			r.Tally = p.Tally
		}
	}
	return nil
}
