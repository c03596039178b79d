package themes

import (
	"slices"
	"sync"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/relationship"
)

// An Index finds what was said before that is like a text, while somebody types it. It keeps the words of
// what was said and no texts; what is erased must be removed, and nothing is left of it then. The zero
// Index is empty and ready to be used. Questions may be asked by several goroutines, as long as none
// changes it.
type Index struct {
	teller teller
	words  map[string]int32
	spelt  []string
	free   []int32   // numbers of words that nothing says any more
	said   [][]int32 // the places of each word, rising; those that are empty by now are still there
	live   []int32   // how many of them are not
	places []place
	at     map[id]int32
	spare  sync.Pool // of *tally
}

// An id names what was said.
type id struct {
	item  feedback.ItemID
	point int
}

// A place holds the words of one thing that was said, each once; none after it was removed.
type place struct {
	id
	words []int32
}

// Add takes in what was said, in the place of what had the same item and point. It returns an error
// matching [relationship.ErrInvalid] for a text that no item can have, and for an ID that breaks the
// rules. It takes O(n) time in the number of words.
func (x *Index) Add(s Said) error {
	if err := s.check("index text", "said"); err != nil {
		return err
	}
	x.ready()
	var words []string
	for _, t := range x.teller.terms(s.Text, false) {
		words = append(words, t.text)
	}
	slices.Sort(words)
	x.put(id{s.Item, s.Point}, slices.Compact(words))
	return nil
}

func (x *Index) ready() {
	if x.words == nil {
		x.teller, x.words, x.at = newTeller(), map[string]int32{}, map[id]int32{}
	}
}

func (x *Index) put(which id, words []string) {
	x.remove(which)
	here := int32(len(x.places))
	p := place{which, make([]int32, len(words))}
	for i, word := range words {
		w := x.number(word)
		p.words[i] = w
		x.said[w] = append(x.said[w], here)
		x.live[w]++
	}
	x.places = append(x.places, p)
	x.at[which] = here
}

// number returns the number of a word, which it is given if it has none.
func (x *Index) number(word string) int32 {
	w, ok := x.words[word]
	if ok {
		return w
	}
	if n := len(x.free); n > 0 {
		w, x.free = x.free[n-1], x.free[:n-1]
		x.spelt[w] = word
	} else {
		w = int32(len(x.spelt))
		x.spelt, x.said, x.live = append(x.spelt, word), append(x.said, nil), append(x.live, 0)
	}
	x.words[word] = w
	return w
}

// Remove takes out an item, or one point of it: as if it had never been there. It returns an error
// matching [relationship.ErrNotFound] where there is none. It takes O(n) time in the number of words, on
// average over many.
func (x *Index) Remove(item feedback.ItemID, point int) error {
	if !x.remove(id{item, point}) {
		return &relationship.OpError{Room: room, Op: "remove text", ID: string(item), Err: relationship.ErrNotFound}
	}
	return nil
}

func (x *Index) remove(which id) bool {
	here, ok := x.at[which]
	if !ok {
		return false
	}
	delete(x.at, which)
	for _, w := range x.places[here].words {
		if x.live[w]--; x.live[w] == 0 {
			delete(x.words, x.spelt[w])
			x.spelt[w], x.said[w] = "", nil
			x.free = append(x.free, w)
		}
	}
	x.places[here] = place{}
	if empty := len(x.places) - len(x.at); empty > 1000 && empty > len(x.at) {
		x.tidy()
	}
	return true
}

// tidy closes the gaps that were left by what was removed.
func (x *Index) tidy() {
	old := x.places
	x.places = make([]place, 0, len(x.at))
	for w, said := range x.said {
		x.said[w] = make([]int32, 0, len(said))
	}
	for _, p := range old {
		if p.id == (id{}) {
			continue
		}
		here := int32(len(x.places))
		x.at[p.id] = here
		x.places = append(x.places, p)
		for _, w := range p.words {
			x.said[w] = append(x.said[w], here)
		}
	}
}

// Merge takes in what another index holds, in the place of what has the same item and point. That one
// stays as it is; nil holds nothing.
func (x *Index) Merge(other *Index) {
	x.ready()
	if other == nil {
		return
	}
	for _, p := range slices.Clone(other.places) {
		if p.id == (id{}) {
			continue
		}
		words := make([]string, len(p.words))
		for i, w := range p.words {
			words[i] = other.spelt[w]
		}
		x.put(p.id, words)
	}
}

// Len returns how many items and points are in the index.
func (x *Index) Len() int { return len(x.at) }
