package businesscase

import (
	"math"
	"slices"
	"strconv"

	"github.com/kithcrm/kith/internal/rules"
)

// A sample is the law of [Sample]: its values, sorted.
type sample []float64

func (l sample) check() error {
	for _, v := range l {
		if err := possible("Values", v); err != nil {
			return err
		}
	}
	same := len(l) == 0 || l[0] == l[len(l)-1]
	return rules.Break("Values", when(same, "must hold two that differ: "+useExactly))
}

func (l sample) moments() (mean, sd float64) {
	n := float64(len(l))
	for _, v := range l {
		mean += v / n
	}
	reach := max(mean-l[0], l[len(l)-1]-mean)
	squares := 0.0
	for _, v := range l {
		squares += square((v - mean) / reach)
	}
	return mean, reach * math.Sqrt(squares/n)
}

func (l sample) base() float64                { return l.quantile(tails{.5, .5}) }
func (l sample) support() (low, high float64) { return l[0], l[len(l)-1] }
func (l sample) spelled() (string, []float64) { return "sample", slices.Clone(l) }

func (l sample) quantile(at tails) float64 { return l[placeOf(at.below, len(l))] }

// tails leave out what is x itself.
func (l sample) tails(x float64) tails {
	below, _ := slices.BinarySearch(l, x)
	until, _ := slices.BinarySearch(l, math.Nextafter(x, math.Inf(1)))
	n := float64(len(l))
	return tails{float64(below) / n, float64(len(l)-until) / n}
}

func (l sample) curve() func(z float64) float64 {
	return func(z float64) float64 { return l.quantile(nearTails(z)) }
}

func (l sample) told(n func(float64) string) string {
	text := "one of " + strconv.Itoa(len(l)) + " values"
	if l.check() != nil {
		return text
	}
	return text + " from " + n(l[0]) + " to " + n(l[len(l)-1])
}
