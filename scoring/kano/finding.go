package kano

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// A Config adjusts how answers are judged. Its zero value is ready to use.
type Config struct {
	// FongLevel is how sure Fong's test is to be, on both sides, above 0 and below 1. 0 means his own quantile, 1.65,
	// which is that of 0.9, 1.644854, rounded up.
	FongLevel float64

	// ContestedFrom is the share, above 0 up to 1, from which on answers that reject a feature make it contested,
	// and those that contradict themselves make it unclear. 0 means 0.1.
	ContestedFrom float64

	// Basis is what the answers rest on: [relationship.Guessed] where staff answered for customers. Unknown
	// means [relationship.Stated].
	Basis relationship.Basis
}

func (c Config) check() error {
	return rules.First(
		rules.Break("FongLevel", when(!(c.FongLevel >= 0 && c.FongLevel < 1), "must be above 0 and below 1, or 0 for his own")),
		rules.Break("ContestedFrom", when(!(c.ContestedFrom >= 0 && c.ContestedFrom <= 1), "must be above 0 up to 1, or 0 for 0.1")),
		rules.Break("Basis", when(c.Basis > relationship.Observed, "must be guessed, stated or observed, or unknown for stated")),
	)
}

// basis returns the basis in force.
func (c Config) basis() relationship.Basis {
	if c.Basis == relationship.Unknown {
		return relationship.Stated
	}
	return c.Basis
}

// fong returns the quantile in force.
func (c Config) fong() float64 {
	if c.FongLevel == 0 {
		return 1.65
	}
	return normalQuantile(c.FongLevel)
}

// many reports whether a share is surely as large as what counts as much.
func (c Config) many(share relationship.Estimate) bool {
	least := c.ContestedFrom
	if least == 0 {
		least = .1
	}
	return share.Known() && share.Low >= least
}

// A Finding is what answers say of a feature. The zero Finding is that of nobody: all is unknown.
type Finding struct {
	// Counts are the answers by category.
	Counts Counts `json:"counts"`

	// N is their sum.
	N float64 `json:"n"`

	// Better is how much having the feature pleases, from 0 to 1: (A+O)/(A+O+M+I), with Wilson's interval. It
	// is unknown where nobody gave one of the four (Timko in Berger et al. 1993).
	Better relationship.Estimate `json:"better"`

	// Worse is how much it is missed, from 0 to -1: -(O+M)/(A+O+M+I), in the same way.
	Worse relationship.Estimate `json:"worse"`

	// Reverse is the share of all answers that reject the feature, from 0 to 1. The coefficients leave
	// these answers out.
	Reverse relationship.Estimate `json:"reverse"`

	// Questionable is the share of all answers that contradict themselves, from 0 to 1, left out as well.
	Questionable relationship.Estimate `json:"questionable"`

	// Contested says that surely many reject the feature: the lower limit of Reverse is at least 0.1, or
	// Config.ContestedFrom. Then neither the coefficients nor the category tell the whole.
	Contested bool `json:"contested,omitempty"`

	// Unclear says the same of Questionable: mend the questions first.
	Unclear bool `json:"unclear,omitempty"`

	// Mode is the most frequent category of all six; of several, the first of M, O, A, I, R and Q.
	Mode Category `json:"mode,omitempty"`

	// Tied says that there are several.
	Tied bool `json:"tied,omitempty"`

	// Fong tells whether the most frequent category is surely so.
	Fong Fong `json:"fong"`

	// Ruled is the mode where Fong's test says that it is one, and otherwise the first of the two most frequent
	// categories in the order of M, O, A, I, R and Q.
	Ruled Category `json:"ruled,omitempty"`

	// Blended is the most frequent of M, O and A where they are together more than I, R and Q, and otherwise
	// that of I, R and Q.
	Blended Category `json:"blended,omitempty"`

	// CategoryStrength is by how much of all answers the most frequent category is ahead, from 0 to 1 (Lee
	// and Newcomb 1997).
	CategoryStrength float64 `json:"category_strength"`

	// TotalStrength is the share of M, O and A in all answers, from 0 to 1.
	TotalStrength relationship.Estimate `json:"total_strength"`

	// Functional is the mean score of the answers to how it is with the feature: 4, 2, 0, -1 and -2 from
	// like to dislike (DuMouchel in Berger et al. 1993). It is zero where only counts are known.
	Functional Mean `json:"functional"`

	// Dysfunctional is that of the answers to how it is without, from dislike to like.
	Dysfunctional Mean `json:"dysfunctional"`

	// Class is what meeting the need does, the class of Ruled. It is unclassified also where Mode is R or Q:
	// what most reject is nobody's delight. It is made for [relationship.Need]. It can be less likely than
	// not: look at Sure and Contested first.
	Class relationship.Class `json:"class,omitempty"`

	// ClassBasis is what Class rests on, Unknown exactly where it is unclassified.
	ClassBasis relationship.Basis `json:"class_basis"`

	// Sure is the probability that the category of Class is the most frequent one among all who could be
	// asked; of an unclassified feature, that none of M, O and A is. It is a posterior one, with
	// half an answer of each category beforehand (Jeffreys), right to about 0.001. 0 where nobody answered.
	Sure float64 `json:"sure"`
}

// evaluate returns what counts that were checked say.
func (c Counts) evaluate(cfg Config) Finding {
	f := Finding{Counts: c, N: c.Sum()}
	if f.N == 0 {
		return f
	}
	four := c.MustBe + c.OneDimensional + c.Attractive + c.Indifferent
	strong := c.MustBe + c.OneDimensional + c.Attractive
	f.Better = c.share(c.Attractive+c.OneDimensional, four, cfg)
	f.Worse = mirrored(c.share(c.OneDimensional+c.MustBe, four, cfg))
	f.Reverse = c.share(c.Reverse, f.N, cfg)
	f.Questionable = c.share(c.Questionable, f.N, cfg)
	f.TotalStrength = c.share(strong, f.N, cfg)
	f.Contested, f.Unclear = cfg.many(f.Reverse), cfg.many(f.Questionable)
	f.Fong = c.fong(cfg.fong())
	f.Mode, f.Tied = f.Fong.First, f.Fong.Difference == 0
	f.CategoryStrength = f.Fong.Difference / f.N
	f.Ruled, f.Blended = f.Fong.ruled(), c.blended()
	f.classify(cfg)
	return f
}

// classify finds the class and how sure it is.
func (f *Finding) classify(cfg Config) {
	chance := f.Counts.chances()
	if f.Mode != Reverse && f.Mode != Questionable {
		f.Class = f.Ruled.Class()
	}
	if f.Class == relationship.Unclassified {
		f.Sure = min(1, chance[Indifferent.place()]+chance[Reverse.place()]+chance[Questionable.place()])
		return
	}
	f.ClassBasis, f.Sure = cfg.basis(), chance[f.Ruled.place()]
}

// share returns what share of the counts a part is, as an estimate from 0 to 1.
func (c Counts) share(part, whole float64, cfg Config) relationship.Estimate {
	if whole == 0 {
		return relationship.Estimate{}
	}
	part = min(part, whole) // sums of parts may be above that of all in their last digit
	value, n := part/whole, c.people(whole)
	low, high := wilson(value*n, n-value*n)
	return relationship.Estimate{Value: value, Low: min(low, value), High: max(high, value), N: n, Basis: cfg.basis()}
}

// mirrored returns an estimate with its sign changed, and no zero below zero.
func mirrored(e relationship.Estimate) relationship.Estimate {
	e.Value, e.Low, e.High = 0-e.Value, 0-e.High, 0-e.Low
	return e
}

// wilson returns the limits of a proportion (Wilson 1927), at 95 %.
func wilson(yes, no float64) (low, high float64) {
	return wilsonLow(yes, no), 1 - wilsonLow(no, yes)
}

// wilsonLow returns the lower limit, worked out from the upper one, which loses no digits.
func wilsonLow(yes, no float64) float64 {
	if yes <= 0 {
		return 0
	}
	z, n := normalQuantile(.95), yes+no
	upper := (yes + z*z/2 + z*math.Sqrt(yes*no/n+z*z/4)) / (n + z*z)
	return yes / n * (yes / (n + z*z)) / upper
}

// normalQuantile returns how many standard deviations hold a share of a normal distribution.
func normalQuantile(level float64) float64 { return math.Sqrt2 * math.Erfinv(level) }
