package lifetime

import "math"

// cholesky returns the lower triangle whose product with its transpose is m, and whether m is positive definite
// beyond rounding.
func cholesky(m matrix, n int) (matrix, bool) {
	var l matrix
	for i := range n {
		for j := range i + 1 {
			sum := m[i][j]
			for k := range j {
				sum -= l[i][k] * l[j][k]
			}
			if i != j {
				l[i][j] = sum / l[j][j]
				continue
			}
			if !(sum > 1e-14*math.Abs(m[i][i])) {
				return l, false
			}
			l[i][i] = math.Sqrt(sum)
		}
	}
	return l, true
}

// solve returns the vector whose product with m is v, and whether m is positive definite.
func solve(m matrix, v point, n int) (point, bool) {
	l, ok := cholesky(m, n)
	if !ok {
		return point{}, false
	}
	for i := range n {
		for k := range i {
			v[i] -= l[i][k] * v[k]
		}
		v[i] /= l[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			v[i] -= l[k][i] * v[k]
		}
		v[i] /= l[i][i]
	}
	return v, true
}

// inverse returns the inverse of m, and whether m is positive definite.
func inverse(m matrix, n int) (matrix, bool) {
	var inv matrix
	for i := range n {
		var unit point
		unit[i] = 1
		column, ok := solve(m, unit, n)
		if !ok {
			return inv, false
		}
		for j := range n {
			inv[j][i] = column[j]
		}
	}
	return inv, true
}

// condition returns the greatest eigenvalue of m over the least, for a positive definite m.
func condition(m matrix, n int) float64 {
	for range 60 {
		off := 0.0
		for i := range n {
			for j := range i {
				off += math.Abs(m[i][j])
				rotate(&m, i, j, n)
			}
		}
		if off == 0 {
			break
		}
	}
	low, high := m[0][0], m[0][0]
	for i := range n {
		low, high = min(low, m[i][i]), max(high, m[i][i])
	}
	return high / max(low, math.SmallestNonzeroFloat64)
}

// rotate makes m[i][j] 0 by a rotation (Jacobi), which leaves eigenvalues as they are.
func rotate(m *matrix, i, j, n int) {
	if math.Abs(m[i][j]) <= 1e-18*math.Sqrt(math.Abs(m[i][i]*m[j][j])) {
		m[i][j], m[j][i] = 0, 0
		return
	}
	theta := (m[j][j] - m[i][i]) / (2 * m[i][j])
	t := math.Copysign(1, theta) / (math.Abs(theta) + math.Hypot(theta, 1))
	c := 1 / math.Hypot(t, 1)
	s := c * t
	for k := range n {
		m[k][i], m[k][j] = c*m[k][i]-s*m[k][j], s*m[k][i]+c*m[k][j]
	}
	for k := range n {
		m[i][k], m[j][k] = c*m[i][k]-s*m[j][k], s*m[i][k]+c*m[j][k]
	}
}
