package businesscase

import (
	"math"

	"github.com/kithcrm/kith/relationship"
)

// flags returns what to be careful about: first what makes the answer itself doubtful, then what it leaves out.
func (s *simulation) flags(r *Result) []Flag {
	out := []Flag{}
	for _, f := range [...]Flag{guessed(r), undecided(r), rare(r)} {
		if f.Text != "" {
			out = append(out, f)
		}
	}
	out = append(out, s.inputs.flags()...)
	for _, f := range [...]Flag{unpaid(r), s.costless(), ambiguous(r), unshared(r)} {
		if f.Text != "" {
			out = append(out, f)
		}
	}
	return out
}

// guessed flags guesses that explain most of the spread, and the one that explains most.
func guessed(r *Result) Flag {
	share, most := 0., Finding{}
	for _, f := range r.Inputs {
		if f.Basis > relationship.Guessed {
			continue
		}
		share += f.Share
		if f.Share > most.Share {
			most = f
		}
	}
	if share < .5 {
		return Flag{}
	}
	return Flag{
		Input: most.Input, Share: 1,
		Text: "most of what is uncertain about the value comes from guesses, and from this one more than from any other",
	}
}

// undecided flags a mean of which not even the sign is known.
func undecided(r *Result) Flag {
	if r.Value.SE == 0 || math.Abs(r.Value.Value) > 2*r.Value.SE {
		return Flag{}
	}
	const text = "so few draws do not tell whether the change is worth more or less than nothing on average: draw more"
	return Flag{Text: text, Share: 1}
}

// rare flags a chance of a loss that rests on a handful of draws.
func rare(r *Result) Flag {
	lost := r.Loss.Value * float64(r.Draws)
	if lost < .5 || lost > 30 {
		return Flag{}
	}
	const text = "a loss is so rare that its probability is only known roughly: draw more, or go by its upper limit"
	return Flag{Text: text, Share: r.Loss.Value}
}

// unpaid flags a horizon that ends too early for many draws.
func unpaid(r *Result) Flag {
	never := 1 - r.Payback.Within.Value
	if never < .1 {
		return Flag{}
	}
	return Flag{Text: "the horizon ends before the change has paid back what it cost", Share: never}
}

func (s *simulation) costless() Flag {
	n := s.endless()
	if n == 0 {
		return Flag{}
	}
	const text = "there is no return, because the change costs nothing, or saves more than it costs"
	return Flag{Text: text, Share: float64(n) / float64(s.cfg.Draws)}
}

func ambiguous(r *Result) Flag {
	if !r.Rates.Ambiguous || r.Rates.Any {
		return Flag{}
	}
	return Flag{Text: "the expected flows have no internal rate of return that can be relied on: go by the value", Share: 1}
}

// unshared flags a sum of gains with a loss in it. What customers gain may not be in the model at all, and that the
// company loses is plain from the value.
func unshared(r *Result) Flag {
	switch s := r.Sharing; {
	case s.Company < 0 && s.Customers < 0:
		return Flag{Text: "both the company and its customers lose by the change on average", Share: 1}
	case s.Company < 0 && s.Customers > 0:
		return Flag{Text: "the company loses by the change on average, so that there is no gain to share", Share: 1}
	case s.Customers < 0:
		return Flag{Text: "customers lose by the change on average, so that there is no gain to share", Share: 1}
	}
	return Flag{}
}
