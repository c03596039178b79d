package themes

import "maps"

// A census counts in how many texts each word and pair of words is said, before it is known which of
// them get a row of the model. Those that have one keep its number.
type census struct {
	words map[string]int32
	pairs map[uint64]int32
	texts []int32 // in how many each was said
	known int32   // from here on they are new
}

func newCensus(m *Model) *census {
	return &census{maps.Clone(m.words), maps.Clone(m.pairs), make([]int32, len(m.rows)), int32(len(m.rows))}
}

func (c *census) word(w []byte) int32 {
	id, ok := c.words[string(w)]
	if !ok {
		id = c.more()
		c.words[string(w)] = id
	}
	return id
}

func (c *census) pair(a, b int32) int32 {
	id, ok := c.pairs[pairKey(a, b)]
	if !ok {
		id = c.more()
		c.pairs[pairKey(a, b)] = id
	}
	return id
}

func (c *census) more() int32 {
	c.texts = append(c.texts, 0)
	return int32(len(c.texts) - 1)
}

func (c *census) count(found []feature) {
	for _, f := range found {
		c.texts[f.row]++
	}
}

// settle gives rows of the model to what is said in enough texts, and returns the row of each, -1 for
// none.
func (c *census) settle(m *Model, enough int) []int32 {
	rows := make([]int32, len(c.texts))
	next := c.known
	for i, n := range c.texts {
		switch {
		case int32(i) < c.known:
			rows[i] = int32(i)
		case n >= int32(enough):
			rows[i] = next
			next++
		default:
			rows[i] = -1
		}
	}
	for w, id := range c.words {
		if rows[id] >= c.known {
			m.words[w] = rows[id]
		}
	}
	for p, id := range c.pairs {
		if rows[id] >= c.known {
			m.pairs[pairKey(rows[p>>32], rows[uint32(p)])] = rows[id]
		}
	}
	more := make([]row, next-c.known)
	m.rows, m.sums = append(m.rows, more...), append(m.sums, more...)
	return rows
}
