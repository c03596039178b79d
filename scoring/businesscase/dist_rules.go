package businesscase

import (
	"math"
	"strconv"

	"github.com/kithcrm/kith/internal/rules"
)

const (
	useExactly    = "use Exactly for a number that is known"
	useTriangular = "use Triangular for a best guess at a bound"
	useBounds     = "use one with bounds, such as PERT or Beta"

	// mostNumber is the greatest that an input can turn out as.
	mostNumber = 1e300

	// farthest is a normal score beyond all that are met.
	farthest = 60
)

// possible returns the error for a number that no distribution can take.
func possible(field string, v float64) error {
	return rules.First(
		rules.Break(field, numberRule(v)),
		rules.Break(field, when(math.Abs(v) > mostNumber, "must be from -1e300 to 1e300")),
	)
}

// aboveRule returns the rule that a High breaks which is not above Low, or "". That both are one number may be meant.
func aboveRule(low, high float64) string {
	switch {
	case low == high:
		return "must be above Low: " + useExactly
	case low > high:
		return "must be above Low"
	}
	return ""
}

// checkPeak checks what has bounds and a most likely value.
func checkPeak(low, mode, high float64) error {
	return rules.First(
		possible("Low", low),
		possible("Mode", mode),
		possible("High", high),
		rules.Break("High", aboveRule(low, high)),
		rules.Break("Mode", when(mode < low || mode > high, "must be from Low to High")),
	)
}

// from returns what is a share of the way from low to high, reckoned from the nearer of both.
func from(low, high float64, share tails) float64 {
	if share.below < share.above {
		return low + (high-low)*share.below
	}
	return high - (high-low)*share.above
}

// nearTails is tailsOf with only the smaller one to full accuracy, in half the time.
func nearTails(z float64) tails {
	tail := math.Erfc(math.Abs(z)/math.Sqrt2) / 2
	if z < 0 {
		return tails{tail, 1 - tail}
	}
	return tails{1 - tail, tail}
}

func clamped(p float64) float64 { return min(max(p, 0), 1) }

// rounded writes a number for people.
func rounded(v float64) string {
	short := strconv.FormatFloat(v, 'g', 6, 64)
	if size := math.Abs(v); size < 1e6 || size >= 1e15 {
		return short
	}
	near, _ := strconv.ParseFloat(short, 64)
	return strconv.FormatFloat(near, 'f', -1, 64)
}
