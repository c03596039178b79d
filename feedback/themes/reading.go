package themes

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
)

// A feature is something in a text that the model has a row for, and where it stands.
type feature struct{ row, from, to int32 }

// A reading is what a model sees in a text.
type reading struct {
	spots []spot
	hits  []hit
	found []feature // by row, each once
	known int       // how many words, pairs and cues are among them
}

// An intern gives words and pairs of words their rows; below 0 means that they have none.
type intern interface {
	word(w []byte) int32
	pair(a, b int32) int32
}

// word and pair look up what was learnt.
func (m *Model) word(w []byte) int32 {
	if id, ok := m.words[string(w)]; ok {
		return id
	}
	return -1
}

func (m *Model) pair(a, b int32) int32 {
	if id, ok := m.pairs[pairKey(a, b)]; ok {
		return id
	}
	return -1
}

func pairKey(a, b int32) uint64 { return uint64(a)<<32 | uint64(b) }

// read finds the cues of a text, and its words and pairs of words where in is not nil.
func (r *reading) read(text string, g *grammar, in intern) {
	var buf [longest + 4]byte
	s := scan(text, buf[:])
	r.spots, r.hits, r.found, r.known = r.spots[:0], r.hits[:0], r.found[:0], 0
	if guess := len(text)/5 + 8; cap(r.spots) == 0 {
		r.spots, r.found = make([]spot, 0, guess), make([]feature, 0, 2*guess)
	}
	before := feature{row: -1}
	for s.next() {
		r.spots = append(r.spots, spot{g.classes[string(s.word)], s.first, s.from, s.to})
		if in == nil {
			continue
		}
		here := feature{in.word(s.word), int32(s.from), int32(s.to)}
		r.add(here)
		if before.row >= 0 && here.row >= 0 {
			r.add(feature{in.pair(before.row, here.row), before.from, here.to})
		}
		before = here
	}
	r.hits = g.find(r.spots, r.hits)
	if in != nil {
		r.finish(text, in)
	}
}

func (r *reading) add(f feature) {
	if f.row >= 0 {
		r.found = append(r.found, f)
	}
}

// finish adds what is not a word: the cues, the length in powers of two, and marks.
func (r *reading) finish(text string, in intern) {
	for _, h := range r.hits {
		r.add(feature{int32(h.cue), int32(h.from), int32(h.to)})
	}
	r.known = len(r.found)
	var length [3]byte
	r.add(feature{row: in.word(append(length[:0], '#', 'a'+byte(bits.Len(uint(len(r.spots))))))})
	for _, mark := range [...]string{"!", "?"} {
		if strings.Contains(text, mark) {
			r.add(feature{row: in.word(append(length[:0], mark...))})
		}
	}
	slices.SortFunc(r.found, func(a, b feature) int {
		return cmp.Compare(int64(a.row)<<32|int64(a.from), int64(b.row)<<32|int64(b.from))
	})
	r.found = slices.CompactFunc(r.found, func(a, b feature) bool { return a.row == b.row })
}
