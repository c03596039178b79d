package beliefs

import (
	"github.com/kithcrm/kith/internal/rules"
)

// A Comparison is what is believed, what is funded and what was measured, side by side.
type Comparison struct {
	// Belief is what is believed against what was measured, attribute by attribute in their order, and
	// Spending the same of what is funded: two families, each with intervals that hold together. Whether
	// something is misjudged or misdirected, their State alone says.
	Belief   []Gap `json:"belief,omitempty"`
	Spending []Gap `json:"spending,omitempty"`

	// BelievedMeasured, FundedMeasured and FundedBelieved are how far two sides put attributes in the
	// same order.
	BelievedMeasured *Agreement `json:"believed_measured,omitempty"`
	FundedMeasured   *Agreement `json:"funded_measured,omitempty"`
	FundedBelieved   *Agreement `json:"funded_believed,omitempty"`

	// Misdirected is how much of the money goes where it is not called for.
	Misdirected *Misdirection `json:"misdirected,omitempty"`

	// Level and Margin are those that were set.
	Level  float64 `json:"level"`
	Margin float64 `json:"margin"`
}

// Compare returns what is believed, what is funded and what was measured side by side: gaps as by [Gaps], orders
// as by [Agree], and the misdirected share. Of believed and funded, one may be the zero Side; then what rests on
// it is nil. The order of attributes changes nothing.
//
// It returns an error matching [relationship.ErrInvalid], an OpError that names the field and the rule, for
// what [Gaps] refuses, and where there is nothing to compare. It takes the time of two Gaps and three Agree.
func Compare(believed, funded, measured Side, cfg Config) (Comparison, error) {
	c, err := compare(believed, funded, measured, cfg)
	return c, opError("compare beliefs", err)
}

func compare(believed, funded, measured Side, cfg Config) (Comparison, error) {
	cfg, err := cfg.settled()
	if err != nil {
		return Comparison{}, err
	}
	believes, pays := believed.Shares != nil, funded.Shares != nil
	if !believes && !pays {
		return Comparison{}, rules.Break("believed", "must have shares, or funded must")
	}
	c := Comparison{Level: cfg.Level, Margin: cfg.Margin}
	var of Side
	if believes {
		if believed, of, err = pair("believed", believed, "measured", measured); err != nil {
			return Comparison{}, err
		}
		c.Belief = gapsBetween(believed, of, cfg)
		c.BelievedMeasured = new(agree(believed.values(), of.values()))
	}
	if pays {
		if funded, of, err = pair("funded", funded, "measured", measured); err != nil {
			return Comparison{}, err
		}
		c.Spending = gapsBetween(funded, of, cfg)
		c.FundedMeasured = new(agree(funded.values(), of.values()))
		c.Misdirected = new(misdirect(funded, of, cfg))
	}
	if believes && pays {
		c.FundedBelieved = new(agree(funded.values(), believed.values()))
	}
	return c, nil
}
