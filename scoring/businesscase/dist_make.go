package businesscase

import "slices"

// Exactly returns a number that is known.
func Exactly(v float64) Dist { return Dist{exactly(v)} }

// Between returns a number that is as likely above value as below, and with a probability of 95 % between low and
// high: its quantiles of 2.5, 50 and 97.5 %. With all three alike it is exact. It is a normal variable z stretched
// to one side as
//
//	value + s (exp(k z) - 1)/k, where k is ln((high-value)/(value-low)) / 1.96
//
// which is the g distribution of Tukey (Hoaglin, in Exploring Data Tables, Trends, and Shapes, 1985): normal where
// both sides are alike, lognormal where low is to value as value is to high. One side may be up to 1,000 times as
// wide as the other.
func Between(low, value, high float64) Dist {
	if low == value && value == high {
		return Exactly(value)
	}
	return Dist{newBetween(low, value, high)}
}

// Uniform returns a number that is anywhere between low and high, all alike.
func Uniform(low, high float64) Dist { return Dist{uniform{low, high}} }

// Triangular returns a number between low and high, most likely mode, and less likely in proportion to its distance.
func Triangular(low, mode, high float64) Dist { return Dist{triangular{low, mode, high}} }

// PERT returns a number between low and high, most likely mode: a beta distribution whose mean is (low + 4 mode +
// high)/6 (Malcolm, Roseboom, Clark and Fazar 1959). Its bounds are far less likely than those of [Triangular].
func PERT(low, mode, high float64) Dist { return Dist{pert{low, mode, high}} }

// Normal returns a number with a normal distribution. sd is above 0.
func Normal(mean, sd float64) Dist { return Dist{normal{mean, sd}} }

// Lognormal returns a number above 0 whose logarithm is normal with standard deviation sigma, which is above 0 and
// up to 5: while it is small, it is about the standard deviation as a share of the median.
func Lognormal(median, sigma float64) Dist { return Dist{lognormal{median, sigma}} }

// Beta returns a share, from 0 to 1, such as that of customers who stay: after seeing a who did and b who did not,
// and before that having thought all shares alike, it is Beta(a+1, b+1). Both are from 0.1 to 1e6.
func Beta(a, b float64) Dist { return Dist{newBeta(a, b)} }

// Sample returns a number that is one of values, each as likely as the others, such as what a model says in the
// rounds of a bootstrap. Its quantile at p is the least of values that a share p of them is not above. values are
// copied.
func Sample(values []float64) Dist { return Dist{sample(slices.Sorted(slices.Values(values)))} }
