package scoring

import (
	"context"
	"iter"
	"slices"
)

// withholdSeries adds the scores that would give away, beside earlier ones of their series, what too few people
// said since. It reads the series of all that the scores are about.
func (h *house) withholdSeries(ctx context.Context, scores []Score, out map[ScoreID]bool) error {
	of := map[string][]Ref{} // by name
	asked := map[string]bool{}
	for _, s := range scores {
		if key := s.Name + "\x00" + s.Of.String(); s.Sealed && !asked[key] {
			asked[key] = true
			of[s.Name] = append(of[s.Name], s.Of)
		}
	}
	for _, name := range keysOf(of) {
		series := map[Ref][]Score{}
		for s, err := range inTurns(of[name], func(some []Ref) iter.Seq2[Score, error] {
			return h.scores(ctx, ScoreQuery{Names: []string{name}, Of: some})
		}) {
			if err != nil {
				return err
			}
			if s.Sealed && s.People >= h.cfg.LeastGroup {
				series[s.Of] = append(series[s.Of], s)
			}
		}
		for _, all := range series {
			withholdOverlaps(all, h.cfg.LeastGroup, out)
		}
	}
	return nil
}

// withholdOverlaps goes through a series from its beginning: what was shown once is known. Each score is held
// against the last one shown, and so against all: it comes after these, or goes on where the last one ended.
func withholdOverlaps(series []Score, least int, out map[ScoreID]bool) {
	slices.SortFunc(series, func(a, b Score) int { return a.At.Compare(b.At) })
	last := 0
	for i := 1; i < len(series); i++ {
		if series[i].besides(&series[last], least) {
			last = i
		} else {
			out[series[i].ID] = true
		}
	}
}

// besides reports whether a sealed score gives nobody away beside an earlier one: because the windows do not
// overlap, or begin together and this one has people enough more, or comes to the same.
func (s *Score) besides(earlier *Score, least int) bool {
	if !s.From.Before(earlier.At) {
		return true
	}
	return s.From.Equal(earlier.From) &&
		(s.People >= earlier.People+least || s.People == earlier.People && s.Value == earlier.Value)
}
