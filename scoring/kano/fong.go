package kano

import "math"

// Fong is Fong's test (1996) of whether the most frequent category is surely more frequent than the next.
type Fong struct {
	// First and Second are the two most frequent categories; of several as frequent, the first of M, O, A, I, R
	// and Q. Second is empty where all answers are of one.
	First  Category `json:"first,omitempty"`
	Second Category `json:"second,omitempty"`

	// Difference is how many more answers are of First, a, than of Second, b, in the unit of the counts.
	Difference float64 `json:"difference"`

	// Threshold is the difference from which on it is significant: z times the root of (a+b)(2n-a-b)/(2n), with z
	// and its level as Config.FongLevel says.
	Threshold float64 `json:"threshold"`

	// Significant says that Difference is at least Threshold.
	Significant bool `json:"significant,omitempty"`
}

// fong returns the test of counts that are not all 0.
func (c Counts) fong(z float64) Fong {
	var first, second Category
	for _, k := range categories() {
		switch n := c.Of(k); {
		case n > c.Of(first):
			first, second = k, first
		case n > c.Of(second):
			second = k
		}
	}
	a, b, n := c.Of(first), c.Of(second), c.Sum()
	// Whoever is worth fewer answers than are counted needs a larger difference.
	threshold := z * math.Sqrt(max(0, (a+b)*(2*n-a-b)/(2*n))) * math.Sqrt(n/c.people(n))
	return Fong{First: first, Second: second, Difference: a - b, Threshold: threshold, Significant: a-b >= threshold}
}

// ruled returns the first category where it is significant, and otherwise the one that goes before the other.
func (f Fong) ruled() Category {
	if !f.Significant && f.Second != "" && f.Second.place() < f.First.place() {
		return f.Second
	}
	return f.First
}

// blended returns the category by the blended rule.
func (c Counts) blended() Category {
	all := categories()
	from := all[3:]
	if c.MustBe+c.OneDimensional+c.Attractive > c.Indifferent+c.Reverse+c.Questionable {
		from = all[:3]
	}
	best := from[0]
	for _, k := range from[1:] {
		if c.Of(k) > c.Of(best) {
			best = k
		}
	}
	return best
}
