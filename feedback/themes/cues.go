package themes

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kithcrm/kith/feedback"
)

// A cue is a run of words that speaks for a kind.
type cue struct {
	kind     int     // its place in feedback.Kinds
	strength float64 // how often a text with it is of the kind
	opening  bool    // only at the beginning of a sentence
	run      []element
	text     string // the run as it is written
}

// An element is a class of words, met after at most skip others.
type element struct{ class, skip int }

// widest is how many words of any kind ~ stands for.
const widest = 3

// A grammar is the rules, ready to be used.
type grammar struct {
	cues    []cue
	classes map[string][]int // of each word, sorted
	begins  [][]int          // the cues that begin with a class
}

// readGrammar reads the form that cues is written in.
func readGrammar(text string) *grammar {
	g := &grammar{classes: map[string][]int{}}
	named, literal := map[string]int{}, map[string]int{}
	next := 0
	class := func(in map[string]int, name string, words ...string) int {
		if c, ok := in[name]; ok {
			return c
		}
		c := next
		next++
		in[name] = c
		for _, w := range words {
			if !slices.Contains(g.classes[w], c) {
				g.classes[w] = append(g.classes[w], c)
			}
		}
		return c
	}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[1] == "=":
			class(named, "{"+words[0]+"}", words[2:]...)
		default:
			c := cue{text: strings.Join(words[2:], " "), kind: slices.Index(feedback.Kinds(), feedback.Kind(words[0]))}
			c.strength, _ = strconv.ParseFloat(words[1], 64)
			skip := 0
			for _, w := range words[2:] {
				switch {
				case w == "^":
					c.opening = true
				case w == "~":
					skip = widest
				case w[0] == '{':
					c.run, skip = append(c.run, element{named[w], skip}), 0
				default:
					c.run, skip = append(c.run, element{class(literal, w, w), skip}), 0
				}
			}
			g.cues = append(g.cues, c)
		}
	}
	g.begins = make([][]int, next)
	for i, c := range g.cues {
		g.begins[c.run[0].class] = append(g.begins[c.run[0].class], i)
	}
	return g
}

// A spot is a word of a text as the grammar sees it.
type spot struct {
	classes []int
	first   bool
	from    int
	to      int
}

// A hit is a cue found in a text, from one byte to another.
type hit struct{ cue, from, to int }

// find adds the cues of a text to hits, each the first time that it comes.
func (g *grammar) find(spots []spot, hits []hit) []hit {
	for i := range spots {
		for _, class := range spots[i].classes {
			for _, c := range g.begins[class] {
				if g.cues[c].opening && !spots[i].first {
					continue
				}
				if last := follow(g.cues[c].run[1:], spots, i); last >= 0 && !slices.ContainsFunc(hits, func(h hit) bool { return h.cue == c }) {
					hits = append(hits, hit{c, spots[i].from, spots[last].to})
				}
			}
		}
	}
	return hits
}

// follow returns where a run ends that goes on after the word at i, and -1 where it does not. It stays
// within a sentence.
func follow(run []element, spots []spot, i int) int {
	for _, e := range run {
		found := false
		for range e.skip + 1 {
			i++
			if i >= len(spots) || spots[i].first {
				return -1
			}
			if found = slices.Contains(spots[i].classes, e.class); found {
				break
			}
		}
		if !found {
			return -1
		}
	}
	return i
}
