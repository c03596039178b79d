package businesscase

import (
	"math/rand/v2"
	"slices"

	"github.com/kithcrm/kith/internal/rules"
)

// A Config says how a case is simulated. Its zero value is ready to use.
type Config struct {
	// Draws is how many ways for things to turn out are drawn, from 1,000 to 10,000,000. 0 means 100,000.
	Draws int

	// Rand is where chance comes from: each call takes a seed from it, so that for the same draws the next one needs
	// another Rand with the same seed. nil means a fixed seed, so that the same input gives the same output.
	Rand *rand.Rand

	// Quantiles are which quantiles are told, each above 0 and below 1. nil means 0.05, 0.25, 0.5, 0.75 and 0.95.
	Quantiles []float64

	// Each calls do(0) to do(n-1), in any order or at once, and returns when all are done. nil means one after
	// another. The library starts no goroutines; a host that has cores to spare gives
	//
	//	func(n int, do func(int)) {
	//		var all sync.WaitGroup
	//		for i := range n {
	//			all.Go(func() { do(i) })
	//		}
	//		all.Wait()
	//	}
	//
	// Results are the same to the last bit, whatever Each does.
	Each func(n int, do func(int))

	// Progress, if not nil, is called now and then, never twice at once, with how many draws of how many are done:
	// from none to all in a run, and several times over where a break-even is looked for. A call must return soon.
	Progress func(done, of int)
}

// settled returns the settings with defaults in place of what is not set.
func (c Config) settled() (Config, error) {
	if c.Draws == 0 {
		c.Draws = 100_000
	}
	if c.Rand == nil {
		c.Rand = rand.New(rand.NewPCG(10, 4))
	}
	if c.Quantiles == nil {
		c.Quantiles = []float64{.05, .25, .5, .75, .95}
	}
	if c.Each == nil {
		c.Each = func(n int, do func(int)) {
			for i := range n {
				do(i)
			}
		}
	}
	if c.Progress == nil {
		c.Progress = func(int, int) {}
	}
	outside := func(p float64) bool { return !(p > 0 && p < 1) }
	return c, rules.First(
		rules.Break("Draws", when(c.Draws < 1_000 || c.Draws > 10_000_000, "must be 0, or from 1,000 to 10,000,000")),
		rules.Break("Quantiles", when(slices.ContainsFunc(c.Quantiles, outside), "must each be above 0 and below 1")),
	)
}

// each does n things, and returns the error of the earliest that has one.
func (c Config) each(n int, do func(int) error) error {
	errs, done := make([]error, n), make([]bool, n)
	c.Each(n, func(i int) {
		errs[i] = do(i)
		done[i] = true
	})
	if slices.Contains(done, false) {
		errs = append(errs, rules.Break("Each", "must call do with each number"))
	}
	return rules.First(errs...)
}
