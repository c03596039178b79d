package themes

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// A Suggestion says of what kind a text seems to be. It never takes the place of what its author chose.
type Suggestion struct {
	// Kind is what it seems to be; empty where nothing in the text speaks for any kind.
	Kind feedback.Kind

	// Score is how often such a suggestion is right, from 0 to 1: observed on texts that a trained
	// model was asked about before it knew their kind; a guess where rules alone speak, and where there were
	// no such texts.
	Score relationship.Estimate

	// Version is that of the [Model].
	Version string

	// Why are the words of the text that spoke for it, the strongest first, at most four. They are the
	// author's own words.
	Why []string
}

// Suggest returns of what kind a text seems to be. Cues of a kind that the model has learnt
// from fewer than ten texts go before what it has learnt.
//
// Special cases are:
//   - a text in which no word is known has no kind and the zero score
//
// It returns an error matching [relationship.ErrInvalid] for a text that no item can have: an empty one,
// one longer than [feedback.MaxText], or one that is no valid UTF-8. It takes O(n log n) time in the
// number of words.
func (m *Model) Suggest(text string) (Suggestion, error) {
	if err := checkText("suggest kind", "text", text); err != nil {
		return Suggestion{}, err
	}
	var r reading
	return m.suggest(text, &r), nil
}

func (m *Model) suggest(text string, r *reading) Suggestion {
	g := m.grammar()
	if m.words == nil {
		r.read(text, g, nil)
		return m.byRules(text, r, -1)
	}
	r.read(text, g, m)
	if s := m.byRules(text, r, few-1); s.Kind != "" {
		return s
	}
	if r.known == 0 {
		return Suggestion{Version: m.Version()}
	}
	p := m.chances(r.found)
	k := best(p)
	return Suggestion{feedback.Kinds()[k], m.score(k, p[k]), m.Version(), m.why(text, r.found, k)}
}

// few is from how many texts of a kind on what was learnt of it goes before the rules.
const few = 10

// byRules returns what the cues say, of kinds that the model has learnt from at most so many texts.
// An idea goes first: people praise, and complain of, what they want changed.
func (m *Model) byRules(text string, r *reading, learnt int) Suggestion {
	s := Suggestion{Version: m.Version()}
	var strength row
	var count [kinds]int
	for _, h := range r.hits {
		c := m.rules.cues[h.cue]
		if learnt < 0 || m.seen[c.kind] <= learnt {
			strength[c.kind] = max(strength[c.kind], c.strength)
			count[c.kind]++
		}
	}
	kind := placeOf(feedback.Idea)
	if strength[kind] == 0 {
		good, bad := placeOf(feedback.Compliment), placeOf(feedback.Complaint)
		kind = bad
		if cmp.Or(cmp.Compare(strength[good], strength[bad]), count[good]-count[bad]) > 0 {
			kind = good
		}
	}
	if strength[kind] == 0 {
		return s
	}
	s.Kind, s.Score = feedback.Kinds()[kind], guess(strength[kind])
	hits := slices.DeleteFunc(slices.Clone(r.hits), func(h hit) bool { return m.rules.cues[h.cue].kind != kind })
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Compare(m.rules.cues[b.cue].strength, m.rules.cues[a.cue].strength)
	})
	var why reasons
	for _, h := range hits {
		why.add(text[h.from:h.to])
	}
	s.Why = why
	return s
}

// why returns the words that spoke most for a kind.
func (m *Model) why(text string, found []feature, kind int) []string {
	lean := func(f feature) float64 {
		w := m.rows[f.row]
		return w[kind] - (w[0]+w[1]+w[2])/kinds
	}
	top := make([]feature, 0, 2*most)
	for _, f := range found {
		if f.to > f.from && lean(f) > 0 {
			i, _ := slices.BinarySearchFunc(top, f, func(a, b feature) int { return cmp.Or(cmp.Compare(lean(b), lean(a)), cmp.Compare(a.row, b.row)) })
			if top = slices.Insert(top, i, f); len(top) == 2*most {
				top = top[:2*most-1]
			}
		}
	}
	why := make(reasons, 0, most)
	for _, f := range top {
		if lean(f) < lean(top[0])/3 {
			break
		}
		why.add(text[f.from:f.to])
	}
	return why
}

// most is how many words are given as a reason, and longestReason how many bytes one may have.
const (
	most          = 4
	longestReason = 80
)

// reasons are the words that are shown, none of them within another.
type reasons []string

func (r *reasons) add(words string) {
	if len(*r) == most || len(words) > longestReason {
		return
	}
	if strings.ContainsAny(words, "\n\t\r") {
		words = strings.Join(strings.Fields(words), " ")
	}
	for i, have := range *r {
		switch {
		case strings.Contains(have, words):
			return
		case strings.Contains(words, have):
			(*r)[i] = words
			return
		}
	}
	*r = append(*r, words)
}
