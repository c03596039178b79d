package lifetime

import "math"

// maxParams is how many parameters a model has at most.
const maxParams = 4

// bound is how far from 0 the logarithm of a searched parameter may go.
const bound = 30

// A point holds parameters, or their logarithms; those that a model does not have are 0.
type point [maxParams]float64

// A matrix is square, with a row for each parameter.
type matrix [maxParams][maxParams]float64

// A surface is a log-likelihood at a point, with its gradient and its second derivatives.
type surface struct {
	value float64
	grad  point
	hess  matrix // symmetric, both halves filled
}

// An objective returns the log-likelihood at a point, which holds logarithms of parameters, with derivatives by
// those logarithms.
type objective func(at point) surface

// inLogs turns derivatives by parameters p into those by their logarithms.
func (s surface) inLogs(p point) surface {
	for i := range p {
		for j := range p {
			s.hess[i][j] *= p[i] * p[j]
		}
		s.grad[i] *= p[i]
		s.hess[i][i] += s.grad[i]
	}
	return s
}

// mirror fills the lower half of the second derivatives from the upper one.
func (s *surface) mirror() {
	for i := range s.hess {
		for j := range i {
			s.hess[i][j] = s.hess[j][i]
		}
	}
}

// ok reports whether everything is a number.
func (s surface) ok() bool {
	sum := s.value
	for i := range s.grad {
		sum += s.grad[i]
		for _, v := range s.hess[i] {
			sum += v
		}
	}
	return !math.IsNaN(sum) && !math.IsInf(sum, 0)
}

// best returns the start with the greatest value, the first of several.
func best(f objective, starts []point) point {
	top, found := math.Inf(-1), starts[0]
	if len(starts) == 1 {
		return found
	}
	for _, at := range starts {
		if s := f(at); s.ok() && s.value > top {
			top, found = s.value, at
		}
	}
	return found
}

// A top is where a search ended.
type top struct {
	surface

	at         point
	n          int
	steps      int
	flat       bool // the likelihood hardly rises any more, but still would far away
	unfinished bool
}

// information returns the negative second derivatives.
func (t top) information() matrix {
	var m matrix
	for i := range t.n {
		for j := range t.n {
			m[i][j] = -t.hess[i][j]
		}
	}
	return m
}

// The longest step of a search in any logarithm; the step from which on a likelihood that does not rise is flat; and
// the steps that are as short as rounding, and as short as to be trusted without a comparison of likelihoods, whose
// last digits are noise.
const (
	longest  = 2
	farStep  = 1e-2
	noStep   = 1e-13
	nearStep = 1e-5
)

// maxIdle is how many steps may lead nowhere.
const maxIdle = 12

// climb goes up from start by Newton's method, damped where the surface is not curved like a top, until steps are
// as short as rounding. Where the surface is flat it stops as soon as the rise is lost in rounding.
func climb(f objective, n int, start point, steps int) top {
	t := top{surface: f(start), at: start, n: n}
	last, high, idle := math.Inf(1), t.value, 0
	for ; t.steps < steps; t.steps++ {
		step, curved := t.newton()
		size, rise := length(step), dot(step, t.grad)/2
		switch {
		case size <= noStep:
			return t
		case curved && size < nearStep && size > last/2:
			return t // Newton's steps shrink by squares until rounding stops them
		case rise < t.noise() && size > farStep, idle > maxIdle:
			t.flat = true
			return t
		}
		last = math.Inf(1)
		if curved {
			last = size
		}
		if !t.take(f, step, curved && size < nearStep) {
			t.flat = size > farStep
			return t
		}
		idle++
		if t.value > high+t.noise() {
			high, idle = t.value, 0
		}
	}
	t.unfinished = true
	return t
}

// noise is the rise that rounding can hide.
func (t *top) noise() float64 { return max(1e-10, 1e-15*math.Abs(t.value)) }

// take goes a step, or as much of it as makes the likelihood rise, and reports whether there was such a part.
// A sure step needs no rise.
func (t *top) take(f objective, step point, sure bool) bool {
	slope := dot(step, t.grad)
	for part := 1.0; part > 1e-9; part /= 4 {
		at := t.at
		for i := range t.n {
			at[i] = min(max(at[i]+part*step[i], -bound), bound)
		}
		s := f(at)
		if s.ok() && (sure || s.value >= t.value+1e-4*part*slope-t.noise()) {
			t.at, t.surface = at, s
			return true
		}
	}
	return false
}

// newton returns the step to the top of the surface's parabola, cut to the longest, and whether it was neither cut
// nor damped. Parameters at their bound stay there when the gradient leads outwards.
func (t *top) newton() (step point, curved bool) {
	m, g := t.information(), t.grad
	for i := range t.n {
		if math.Abs(t.at[i]) >= bound && g[i]*t.at[i] > 0 {
			for j := range t.n {
				m[i][j], m[j][i] = 0, 0
			}
			m[i][i], g[i] = 1, 0
		}
	}
	biggest := 0.0
	for i := range t.n {
		biggest = max(biggest, math.Abs(m[i][i]))
	}
	curved = true
	for damp := 0.0; ; damp = max(10*damp, 1e-13*biggest, 1e-300) {
		damped := m
		for i := range t.n {
			damped[i][i] += damp
		}
		if solved, ok := solve(damped, g, t.n); ok {
			step = solved
			break
		}
		curved = false
	}
	if size := length(step); size > longest {
		curved = false
		for i := range step {
			step[i] *= longest / size
		}
	}
	return step, curved
}

// length returns the greatest part of a step in any direction.
func length(p point) float64 {
	size := 0.0
	for _, v := range p {
		size = max(size, math.Abs(v))
	}
	return size
}

func dot(a, b point) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
