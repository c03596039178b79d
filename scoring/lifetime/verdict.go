package lifetime

// A Verdict is a reason not to believe a fit as it stands. Advice says what to do.
type Verdict uint8

// What can speak against a fit.
const (
	// NoRepeats says that nobody came back, or that there is nobody: there is nothing to estimate. The fit has
	// no parameters, and the model is its zero value, whose methods return an error.
	NoRepeats Verdict = iota + 1

	// AlikeRates says that customers buy as if all had the same rate: the shape of the rates and its scale grow
	// together without end.
	AlikeRates

	// SplitRates says that customers buy as if some never did and few bought all: the shape of the rates goes to 0.
	SplitRates

	// NoLoss says that customers look as if none ever left.
	NoLoss

	// AlikeLoss says that customers leave as if all had the same chance: the two parameters of leaving
	// grow together without end.
	AlikeLoss

	// SplitLoss says that customers leave as if some never did and the others did at once: the parameters of
	// leaving go to 0.
	SplitLoss

	// AlikeSpend says that customers spend as if all had the same mean: the two parameters by which they differ grow
	// together without end.
	AlikeSpend

	// NoMean says that the amounts of customers have no mean over all: see [GammaGamma.HasMean].
	NoMean

	// Weak says that a parameter is hardly known: 95 % of its range is a factor of more than 7 either way, or the
	// likelihood is flat.
	Weak

	// Unfinished says that the search had no steps left.
	Unfinished
)

// verdict is how a verdict reads.
type verdict struct{ name, advice string }

// text returns how the verdict reads.
func (v Verdict) text() verdict {
	switch v {
	case NoRepeats:
		return verdict{"no repeats", "Watch for longer, or count smaller purchases: no model can tell who comes back before anybody has."}
	case AlikeRates:
		return verdict{"alike rates", "The mean rate can be used, its spread cannot: predictions for known customers hardly differ by how often they bought. Check whether the rows are real, or fit kinds of customers together."}
	case SplitRates:
		return verdict{"split rates", "Predictions for who came back can be used, those for new customers hardly: look at the few who buy by themselves, and fit without them."}
	case NoLoss:
		return verdict{"no loss", "Do not read the probability of being there: it is 1 by lack of evidence. Watch for longer after the last purchases, and let T be the same day for all and not the last purchase."}
	case AlikeLoss:
		return verdict{"alike loss", "The mean chance of leaving can be used, its spread cannot. More customers, or a longer time, would tell."}
	case SplitLoss:
		return verdict{"split loss", "Who has left and who has not is clear from the data, and the future of those who stay is not. A longer time would tell; a fit of MBG/NBD beside BG/NBD shows how much hangs on the model."}
	case AlikeSpend:
		return verdict{"alike spend", "Take the mean over all for everybody: what one customer spent so far says nothing of what it will spend."}
	case NoMean:
		return verdict{"no mean", "Do not use a mean for new customers: a few who spend most make it as large as there are customers. Use GammaGamma.Expected for known ones where it gives a number, or fit without the largest amounts."}
	case Weak:
		return verdict{"weak", "Use totals over many customers, and no parameter by itself. More customers or a longer time would tell; so would a model with fewer parameters."}
	case Unfinished:
		return verdict{"unfinished", "Allow more steps, or give no Start."}
	}
	return verdict{"unknown", "There is no such verdict."}
}

// String returns the verdict as a few words in lower case.
func (v Verdict) String() string { return v.text().name }

// Advice returns what can be done about it, in a sentence or two.
func (v Verdict) Advice() string { return v.text().advice }

// MarshalText returns the words of String.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }
