package drivers

// A sum is a number kept to twice the digits of a float64, as high + low, so that what is added in parts and
// in one pass differs by rounding of the last digit only.
type sum struct{ high, low float64 }

// add adds a number (Knuth's two-sum).
func (s *sum) add(v float64) {
	total := s.high + v
	kept := total - s.high
	s.low += (s.high - (total - kept)) + (v - kept)
	s.high = total
}

// plus adds another sum.
func (s *sum) plus(t sum) {
	s.add(t.high)
	s.low += t.low
}

// value returns the sum as one number.
func (s sum) value() float64 { return s.high + s.low }

// below returns how far v is above the sum.
func (s sum) below(v float64) float64 { return (v - s.high) - s.low }
