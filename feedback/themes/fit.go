package themes

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"
)

const (
	rate    = .12  // how far a first step goes
	decay   = 1e-3 // how much a weight must earn to be kept
	trust   = 1    // how much a cue weighs before anything was learnt of it
	balance = .75  // how much of a kind's rarity is made up for: 1 is all, 0 nothing
)

// prepare makes rows for the cues. They begin with what the rules say, so that these hold until examples
// say otherwise.
func (m *Model) prepare() {
	m.words, m.pairs = map[string]int32{}, map[uint64]int32{}
	m.rows = make([]row, len(m.grammar().cues))
	m.sums = make([]row, len(m.rows))
	for i, c := range m.grammar().cues {
		m.rows[i][c.kind] = trust * c.strength
	}
}

func (m *Model) clone() *Model {
	return &Model{
		words: maps.Clone(m.words), pairs: maps.Clone(m.pairs),
		rows: slices.Clone(m.rows), sums: slices.Clone(m.sums),
		bias: m.bias, slack: m.slack, seen: m.seen, told: m.told,
	}
}

// A lesson is an example as the learner sees it.
type lesson struct {
	found []feature
	kind  int
}

// lessons gives what is said often enough its rows, and reads the examples.
func (m *Model) lessons(examples []Example, cfg Config) []lesson {
	c := newCensus(m)
	lessons := make([]lesson, len(examples))
	var r reading
	for i, e := range examples {
		r.read(e.Text, m.grammar(), c)
		lessons[i] = lesson{slices.Clone(r.found), placeOf(e.Kind)}
		c.count(r.found)
	}
	rows := c.settle(m, cfg.MinTexts)
	for i := range lessons {
		found := lessons[i].found[:0]
		for _, f := range lessons[i].found {
			if f.row = rows[f.row]; f.row >= 0 {
				found = append(found, f)
			}
		}
		lessons[i].found = found
	}
	return lessons
}

// fit goes over the lessons, each time in another order.
func (m *Model) fit(lessons []lesson, cfg Config) {
	weights := m.weights()
	order := cfg.Rand.Perm(len(lessons))
	for range cfg.Passes {
		cfg.Rand.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			m.step(lessons[i], weights[lessons[i].kind])
		}
	}
}

// weights returns how much a text of each kind counts.
func (m *Model) weights() row {
	all, some := 0, 0
	for _, n := range m.seen {
		all += n
		some += min(n, 1)
	}
	var w row
	for k, n := range m.seen {
		w[k] = math.Pow(float64(all)/float64(some*max(n, 1)), balance)
	}
	return w
}

// step moves the weights of one text towards its kind.
func (m *Model) step(l lesson, weight float64) {
	p, scale := m.chances(l.found), scaleOf(l.found)
	p[l.kind]--
	for k := range p {
		g := p[k] * weight
		m.slack[k] += g * g
		m.bias[k] -= rate / 10 * g / math.Sqrt(m.slack[k]+tiny)
		g *= scale
		for _, f := range l.found {
			w, sum := &m.rows[f.row][k], &m.sums[f.row][k]
			d := g + decay*(*w)
			*sum += d * d
			*w -= rate * d / math.Sqrt(*sum+tiny)
		}
	}
}

// tiny keeps a first step from dividing by 0.
const tiny = 1e-8

// name makes the label that tells this model from others.
func (m *Model) name() {
	h := fnv.New32a()
	var buf []byte
	for _, w := range append(m.rows[:len(m.rows):len(m.rows)], m.bias) {
		buf = buf[:0]
		for _, x := range w {
			buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(x))
		}
		h.Write(buf)
	}
	m.label = fmt.Sprintf("kith/themes %d, %d texts, %08x", generation, m.seen[0]+m.seen[1]+m.seen[2], h.Sum32())
}
