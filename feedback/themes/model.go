package themes

import (
	"fmt"
	"math"
	"sync"

	"github.com/kithcrm/kith/feedback"
)

// generation is the number of this way of suggesting: of the rules, the words and the learner. It goes up
// when the same text and the same examples can give another answer.
const generation = 2

// kinds is how many kinds of item there are.
const kinds = 3

// A row is what one word, pair of words or cue says for each kind.
type row [kinds]float64

// A Model suggests of what kind a text is. The zero Model knows rules alone: English cues for ideas, for
// praise and for faults. [Train] makes one that has also learnt from the host's own items, in any
// language; a pointer to a new Model is as good where there are none yet.
//
// A Model never changes, and may be asked by several goroutines. Once it has learnt it holds words of the
// texts: see [Config.MinTexts].
type Model struct {
	once  sync.Once
	rules *grammar

	words map[string]int32 // to its row; nil before anything was learnt
	pairs map[uint64]int32
	rows  []row // of the cues first, then of words and pairs
	sums  []row // of squared gradients, which say how much a row still has to learn
	bias  row
	slack row // the sums of bias
	seen  [kinds]int
	told  [kinds][steps]trial
	label string
}

func (m *Model) grammar() *grammar {
	m.once.Do(func() { m.rules = readGrammar(cues) })
	return m.rules
}

// Version returns what made a suggestion, as [feedback.Link.Maker] wants it: the generation of the rules
// and, of a model that has learnt, from how many texts and a fingerprint of what it learnt.
func (m *Model) Version() string {
	if m.label == "" {
		return fmt.Sprintf("kith/themes %d, rules", generation)
	}
	return m.label
}

// Learnt returns from how many texts of a kind the model has learnt. It is 0 for a kind that it can
// suggest by rules alone.
func (m *Model) Learnt(kind feedback.Kind) int {
	if k := placeOf(kind); k >= 0 {
		return m.seen[k]
	}
	return 0
}

func placeOf(kind feedback.Kind) int {
	for i, k := range feedback.Kinds() {
		if k == kind {
			return i
		}
	}
	return -1
}

// chances returns how likely each kind is by what was learnt; 0 for one that was never seen.
func (m *Model) chances(found []feature) row {
	z, scale := m.bias, scaleOf(found)
	for _, f := range found {
		w := &m.rows[f.row]
		for k := range z {
			z[k] += w[k] * scale
		}
	}
	return softmax(z, &m.seen)
}

// scaleOf makes long and short texts alike.
func scaleOf(found []feature) float64 { return 1 / math.Sqrt(float64(max(len(found), 1))) }

// softmax turns sums of weights into chances, of the kinds that were seen.
func softmax(z row, seen *[kinds]int) row {
	top, sum := math.Inf(-1), 0.0
	for k, n := range seen {
		if n > 0 {
			top = max(top, z[k])
		}
	}
	for k, n := range seen {
		if n == 0 {
			z[k] = 0
			continue
		}
		z[k] = math.Exp(z[k] - top)
		sum += z[k]
	}
	for k := range z {
		z[k] /= sum
	}
	return z
}

// best returns the greatest, the first of equal ones.
func best(p row) int {
	b := 0
	for k := range p {
		if p[k] > p[b] {
			b = k
		}
	}
	return b
}
