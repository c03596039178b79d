package beliefs

import (
	"math"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring"
)

// hair is what rounding may add to a number without a range.
const hair = 1e-9

// A Gap is how far something believed or funded is from what was measured.
type Gap struct {
	// Attribute names what it is about.
	Attribute string `json:"attribute"`

	// Of is what was believed or funded, and Against what was measured: each with its own 95 % range.
	Of      relationship.Estimate `json:"of"`
	Against relationship.Estimate `json:"against"`

	// Value is Of less Against: above 0 where too much is believed, or spent. Low and High bound it, for all
	// gaps of the comparison at once.
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`

	// State is [scoring.False] where the whole interval is beyond the margin of [Config], which without a margin
	// means that it leaves out 0; [scoring.Holds] where the whole interval is within; and
	// [scoring.Untested] where the interval is too wide to tell.
	State scoring.State `json:"state"`
}

// Gaps returns how far one side is from another, in order of attributes, with intervals that hold the truth all
// together as surely as cfg.Level says; where there is no gap at all, any State is False at most
// as often as they do not.
//
// Each interval is made of both ranges, by recovering the variances from their limits (Zou and Donner 2008), so
// that it may be uneven as they are. Ranges are of 95 %, and are drawn out, on their own scale or on that of
// log odds, whichever goes farther, to what all gaps at once need: each misses as rarely as 1 - level^(1/k) says, for k
// gaps of which one side or the other has a range. That is enough however their errors go together (Šidák 1967).
// Few degrees of freedom are allowed for by Student's t (Welch 1947).
//
// It returns an error matching [relationship.ErrInvalid], an OpError that names the field and the rule, for
// a side that breaks a rule, for attributes that differ, and for a setting out of range. It takes O(k³)
// time where there are covariances, and O(k log k) where not.
func Gaps(of, against Side, cfg Config) ([]Gap, error) {
	gaps, err := gapsOf(of, against, cfg)
	return gaps, opError("find gaps", err)
}

func gapsOf(of, against Side, cfg Config) ([]Gap, error) {
	cfg, err := cfg.settled()
	if err != nil {
		return nil, err
	}
	of, against, err = pair("of", of, "against", against)
	if err != nil {
		return nil, err
	}
	return gapsBetween(of, against, cfg), nil
}

// gapsBetween is Gaps of sides that are checked and in order.
func gapsBetween(of, against Side, cfg Config) []Gap {
	first, second := of.measures(), against.measures()
	unsure := 0
	for i := range first {
		if first[i].sd()+second[i].sd() > 0 {
			unsure++
		}
	}
	gaps := make([]Gap, len(first))
	for i := range gaps {
		gaps[i] = first[i].less(second[i], sidak(cfg.Level, unsure)).judged(cfg.Margin)
		gaps[i].Attribute = of.Shares[i].Attribute
	}
	return gaps
}

// sidak returns how often each of k intervals may miss so that all together miss as rarely as level says.
func sidak(level float64, k int) float64 {
	return -math.Expm1(math.Log(level) / float64(max(1, k)))
}

// A measure is a number, and what its range of 95 % is made of.
type measure struct {
	relationship.Estimate
	freedom float64
	reach   float64 // of the range, in standard errors
	share   bool    // whether it is from 0 to 1 by its nature
}

func (s Side) measures() []measure {
	all, reach := make([]measure, len(s.Shares)), quantile(.05, s.Freedom)
	for i, x := range s.Shares {
		all[i] = measure{x.Value, s.Freedom, reach, true}
	}
	return all
}

func (a measure) sd() float64 { return (a.High - a.Low) / 2 / a.reach }

// less returns how far a is above b, with an interval that misses as rarely as alone says.
func (a measure) less(b measure, alone float64) Gap {
	reach := quantile(alone, welch(a, b))
	downA, upA := a.drawnOut(reach)
	downB, upB := b.drawnOut(reach)
	g := Gap{Of: a.Estimate, Against: b.Estimate, Value: a.Value - b.Value}
	g.Low, g.High = g.Value-math.Hypot(downA, upB), g.Value+math.Hypot(upA, downB)
	return g
}

// welch returns the degrees of freedom of the difference of two numbers, 0 for many.
func welch(a, b measure) float64 {
	sdA, sdB := a.sd(), b.sd()
	if !(sdA+sdB > 0) {
		return 0
	}
	whole := math.Hypot(sdA, sdB)
	rate := few(sdA/whole, a.freedom) + few(sdB/whole, b.freedom)
	if rate == 0 {
		return 0
	}
	return max(1, 1/rate)
}

// few returns what a part of the error adds to the rate at which degrees of freedom are lost.
func few(part, freedom float64) float64 {
	if freedom == 0 {
		return 0
	}
	return part * part * part * part / freedom
}

// drawnOut returns how far down and up a range goes that reaches so many standard errors, instead of those of
// its 95 %. Nobody says on which scale it is even, so that a share goes as far as it does on its own scale or on
// that of log odds, whichever is farther.
func (a measure) drawnOut(reach float64) (down, up float64) {
	factor := reach / a.reach
	down, up = factor*(a.Value-a.Low), factor*(a.High-a.Value)
	if a.share && a.Low > 0 && a.High < 1 {
		at := odds(a.Value)
		down = max(down, a.Value-fromOdds(at-factor*(at-odds(a.Low))))
		up = max(up, fromOdds(at+factor*(odds(a.High)-at))-a.Value)
	}
	return down, up
}

// odds returns the logarithm of the odds of a share between 0 and 1, and fromOdds the share again.
func odds(p float64) float64     { return math.Log(p) - math.Log1p(-p) }
func fromOdds(o float64) float64 { return 1 / (1 + math.Exp(-o)) }

// judged returns the gap with its state.
func (g Gap) judged(margin float64) Gap {
	switch {
	case g.Low > margin+hair || g.High < -margin-hair:
		g.State = scoring.False
	case g.Low >= -margin-hair && g.High <= margin+hair:
		g.State = scoring.Holds
	default:
		g.State = scoring.Untested
	}
	return g
}
