package themes

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
)

// A Collection counts in how many texts each word and run of two words is said, so that it can be told
// what is special about some of them. Counts are sums: collections merge, in any order. The zero
// Collection is empty and ready to be used. Questions may be asked by several goroutines, as long as none
// adds.
type Collection struct {
	teller teller
	texts  map[string]int
	all    int
}

// Add counts a text. It returns an error matching [relationship.ErrInvalid] for a text that no item can
// have.
func (c *Collection) Add(text string) error {
	if err := checkText("add text", "text", text); err != nil {
		return err
	}
	c.ready()
	c.all++
	for t := range c.teller.once(text) {
		c.texts[t]++
	}
	return nil
}

func (c *Collection) ready() {
	if c.texts == nil {
		c.teller, c.texts = newTeller(), map[string]int{}
	}
}

// Merge counts the texts of another collection as well. That one stays as it is; nil holds none.
func (c *Collection) Merge(other *Collection) {
	c.ready()
	if other == nil {
		return
	}
	c.all += other.all
	for t, n := range other.texts {
		c.texts[t] += n
	}
}

// Len returns how many texts were counted.
func (c *Collection) Len() int { return c.all }

// once returns the terms of a text, each once, with where it stands first.
func (t teller) once(text string) map[string]term {
	found := map[string]term{}
	for _, x := range t.terms(text, true) {
		if _, ok := found[x.text]; !ok {
			found[x.text] = x
		}
	}
	return found
}

// each returns the same in the order of the terms themselves.
func (t teller) each(text string) []term {
	terms := t.terms(text, true)
	slices.SortFunc(terms, func(a, b term) int { return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.from, b.from)) })
	return slices.CompactFunc(terms, func(a, b term) bool { return a.text == b.text })
}

// A Phrase is a word or a run of words that is special about some texts.
type Phrase struct {
	// Text is the phrase in lower case, as it is written most often.
	Text string

	// Texts is how many of the texts hold it.
	Texts int

	// Weight says how special it is: the number of texts with it, times the logarithm of how rare it
	// is in the collection. It orders phrases, and has no unit.
	Weight float64
}

// Phrases returns what is special about some texts of the collection, the most special first, at most n
// phrases; of equal ones that goes first which sorts first. A word that is mostly said within a run of
// words gives way to the run. The texts themselves should be counted in the collection; those that no item
// can have are left out. It takes O(n log n) time in the number of words of the texts.
func (c *Collection) Phrases(texts []string, n int) []Phrase {
	return c.phrases(slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return checkText("", "", text) != nil }), 1, n)
}

// phrases is like Phrases, for those that at least so many of the texts hold.
func (c *Collection) phrases(texts []string, least, n int) []Phrase {
	t := c.teller
	if c.texts == nil {
		t = newTeller()
	}
	counts := map[string]int{}
	spelt := map[string]map[string]int{}
	for _, text := range texts {
		for key, x := range t.once(text) {
			counts[key]++
			if spelt[key] == nil {
				spelt[key] = map[string]int{}
			}
			spelt[key][strings.ToLower(strings.Join(strings.Fields(text[x.from:x.to]), " "))]++
		}
	}
	maps.DeleteFunc(counts, func(_ string, k int) bool { return k < least })
	return c.special(counts, spelt, n)
}

func (c *Collection) special(counts map[string]int, spelt map[string]map[string]int, n int) []Phrase {
	type candidate struct {
		key    string
		weight float64
	}
	var list []candidate
	for key, k := range counts {
		list = append(list, candidate{key, float64(k) * c.rarity(key, k)})
	}
	slices.SortFunc(list, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.key, b.key)) })
	longer := map[string]string{} // what a word gives way to
	for _, x := range list {
		if a, b, ok := strings.Cut(x.key, " "); ok {
			for _, w := range [...]string{a, b} {
				if longer[w] == "" && counts[x.key] > 1 && 2*counts[x.key] >= counts[w] {
					longer[w] = x.key
				}
			}
		}
	}
	var found []Phrase
	taken := map[string]bool{}
	for _, x := range list {
		if len(found) >= n {
			break
		}
		key := cmp.Or(longer[x.key], x.key)
		a, b, _ := strings.Cut(key, " ")
		if taken[a] || taken[b] {
			continue
		}
		taken[a] = true
		if b != "" {
			taken[b] = true
		}
		found = append(found, Phrase{mostOften(spelt[key]), counts[key], x.weight})
	}
	return found
}

// rarity returns the logarithm of how rare a term is, as if it were in one more text without it.
func (c *Collection) rarity(key string, here int) float64 {
	n := max(c.texts[key], here, 1)
	return math.Log(float64(max(c.all, n)+1) / float64(n))
}

func mostOften(spellings map[string]int) string {
	best := ""
	for s, n := range spellings {
		if m := spellings[best]; best == "" || n > m || n == m && s < best {
			best = s
		}
	}
	return best
}
