package businesscase

import "math"

const (
	mostTerms  = 64 // of a polynomial
	mostDegree = 5
)

// A basis is all products of Hermite polynomials of several normal scores, up to a total degree. On scores that are
// independent they have mean 0, variance 1 and no correlation.
type basis struct {
	inputs, degree int
	terms          []basisTerm
}

// A basisTerm is an earlier term times the polynomial of a degree of one more score. The first term is 1.
type basisTerm struct{ earlier, input, degree, total int }

// newBasis returns as rich a basis as so many draws can teach: half of them have at least twice as many draws
// as there are pairs of terms.
func newBasis(inputs, draws int) basis {
	room := max(inputs+1, min(mostTerms, int(math.Sqrt(float64(draws)/2))))
	b := basis{inputs: inputs, degree: 1}
	for n := inputs + 1; b.degree < mostDegree; b.degree++ {
		if n = n * (inputs + b.degree + 1) / (b.degree + 1); n > room {
			break
		}
	}
	b.terms = []basisTerm{{}}
	for input := range inputs {
		for earlier, e := range b.terms {
			for d := 1; e.total+d <= b.degree; d++ {
				b.terms = append(b.terms, basisTerm{earlier, input, d, e.total + d})
			}
		}
	}
	return b
}

// row writes the terms at some scores into out. work has room for the polynomials of each score.
func (b *basis) row(scores []float64, work, out []float64) {
	width := b.degree + 1
	for i, u := range scores {
		hermite(u, work[i*width:(i+1)*width])
	}
	out[0] = 1
	for t, of := range b.terms[1:] {
		out[t+1] = out[of.earlier] * work[of.input*width+of.degree]
	}
}

// hermite writes the polynomials of u of all degrees into out, each with variance 1 (Abramowitz and Stegun 22.7.14).
func hermite(u float64, out []float64) {
	out[0], out[1] = 1, u
	before, last := 1., u
	for k := 2; k < len(out); k++ {
		before, last = last, (u*last-math.Sqrt(float64(k-1))*before)/math.Sqrt(float64(k))
		out[k] = last
	}
}
