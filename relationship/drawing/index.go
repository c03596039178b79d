package drawing

import (
	"math"
	"slices"
)

// An index finds what lies near a place, among things that were added with the boxes around them.
type index struct {
	cell  float64 // how wide and high the squares are into which it sorts
	cells map[[2]int][]int
	found []int
}

// newIndex returns an index for what lies in an area. In larger ones things are larger, too.
func newIndex(area rect) *index {
	size := max(64, area.width()/40, area.height()/40)
	return &index{size, map[[2]int][]int{}, nil}
}

func (x *index) add(r rect, thing int) {
	x.each(r, func(at [2]int) { x.cells[at] = append(x.cells[at], thing) })
}

// remove takes away what was added with a box.
func (x *index) remove(r rect, thing int) {
	x.each(r, func(at [2]int) {
		x.cells[at] = slices.DeleteFunc(x.cells[at], func(t int) bool { return t == thing })
	})
}

// near returns what may touch a box, each once and in order. It holds until the next call.
func (x *index) near(r rect) []int {
	x.found = x.found[:0]
	x.each(r, func(at [2]int) { x.found = append(x.found, x.cells[at]...) })
	slices.Sort(x.found)
	x.found = slices.Compact(x.found)
	return x.found
}

func (x *index) each(r rect, visit func([2]int)) {
	floor := func(v float64) int { return int(math.Floor(v / x.cell)) }
	for i := floor(r.x0); i <= floor(r.x1); i++ {
		for j := floor(r.y0); j <= floor(r.y1); j++ {
			visit([2]int{i, j})
		}
	}
}
