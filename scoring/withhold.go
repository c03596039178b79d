package scoring

import (
	"context"
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
	if err := h.withholdSeries(ctx, scores, out); err != nil || h.cfg.Within == nil {
		return out, err
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
