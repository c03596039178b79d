package market

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/relationship"
)

// Terms are what a market is opened with. They never change after that.
type Terms struct {
	// Outcomes are what can come true, exactly one of them: from 2 to 100, distinct, at most 255 bytes
	// each. Put the one that is hoped for first: see [Calibration.Bias].
	Outcomes []string `json:"outcomes"`

	// Criterion says how it is found out which outcome came true, and by when. Not empty, at most
	// 65,536 bytes.
	Criterion string `json:"criterion"`

	// Judge is who finds it out. A judge does not trade.
	Judge relationship.PartyID `json:"judge"`

	// Sponsor is who stands against every trade and bears the loss. A sponsor neither trades nor judges.
	Sponsor relationship.PartyID `json:"sponsor"`

	// WorstLoss is how many coins the sponsor loses at most, from 1 to 1e12, and B the liquidity, from
	// 0.001 to 1e12: see [Maker]. One of them is given, the other follows: B = WorstLoss / ln(1/p), p
	// being the least of the opening prices.
	WorstLoss int64   `json:"worst_loss,omitempty"`
	B         float64 `json:"b,omitempty"`

	// Prices are the opening prices, one per outcome: each 1e-9 at least, their sum one. None means
	// that all are alike.
	Prices []float64 `json:"prices,omitempty"`

	// Closes is the instant from which on nobody trades.
	Closes time.Time `json:"closes"`

	// Limit is how many coins a trader may have in the market, from 1 to 1e12: those paid less those
	// received. 0 means a fifth of B, with which nobody alone moves a price from .5 beyond .6.
	Limit int64 `json:"limit,omitempty"`

	// Insiders are those who have a say in what comes true, sorted or not, each once, and neither the
	// judge nor the sponsor. They may trade; what they do is flagged.
	Insiders []relationship.PartyID `json:"insiders,omitempty"`

	// AskFirst says that prices are shown only to those who gave an estimate of their own: see
	// [Market.Estimate].
	AskFirst bool `json:"ask_first,omitempty"`

	// Change is the change that the market depends on. Where it is not made, the market is refunded:
	// see [Market.Refund]. Empty means that it depends on none.
	Change feedback.ChangeID `json:"change,omitempty"`

	// Shown says who may see a market in a [Hall] that depends on no change: everybody where it is
	// feedback.Shared, else staff. One that does is seen by who sees its change. The judge, the sponsor
	// and who has something in it see it in any case.
	Shown feedback.Shown `json:"shown,omitempty"`

	// DisputeFor is for how long a settlement can be disputed, up to 10 years. 0 means 7 days.
	DisputeFor time.Duration `json:"dispute_for,omitempty"`
}

// maxOutcomes is how many outcomes there may be.
const maxOutcomes = 100

// ready returns terms with memory of their own and with the defaults filled in. They must have been
// checked.
func (t Terms) ready() Terms {
	t.Outcomes, t.Prices, t.Insiders = slices.Clone(t.Outcomes), slices.Clone(t.Prices), slices.Clone(t.Insiders)
	t.Closes = rules.UTC(t.Closes)
	slices.Sort(t.Insiders)
	if len(t.Prices) == 0 {
		t.Prices = slices.Repeat([]float64{1 / float64(len(t.Outcomes))}, len(t.Outcomes))
	}
	t.Limit = cmp.Or(t.Limit, max(1, int64(t.liquidity()/5)))
	t.DisputeFor = cmp.Or(t.DisputeFor, 7*24*time.Hour)
	return t
}

// liquidity returns B, given or not. Prices must be filled in.
func (t *Terms) liquidity() float64 {
	if t.B != 0 {
		return t.B
	}
	return float64(t.WorstLoss) / -math.Log(least(t.Prices))
}

// check returns the first rule that terms break. In a log, the IDs of those who were erased are empty.
func (t *Terms) check(erased bool) error {
	if err := t.checkOutcomes(); err != nil {
		return err
	}
	err := rules.First(
		rules.Break("Criterion", longText(t.Criterion)),
		rules.Break("Judge", partyRule(t.Judge, erased)),
		rules.Break("Sponsor", partyRule(t.Sponsor, erased)),
		rules.Break("Sponsor", when(t.Sponsor == t.Judge && !erased, "must not be the judge")),
		rules.Break("WorstLoss", when(t.WorstLoss != 0 && t.B != 0 || t.WorstLoss == 0 && t.B == 0, "must be given, or B, and not both")),
		rules.Break("WorstLoss", when(t.WorstLoss < 0 || t.WorstLoss > maxCoins, "must be from 1 to 1,000,000,000,000")),
		rules.Break("Closes", instantRule(t.Closes)),
		rules.Break("Limit", when(t.Limit < 0 || t.Limit > maxCoins, "must be from 0 to 1,000,000,000,000")),
		rules.Break("DisputeFor", when(t.DisputeFor < 0 || t.DisputeFor > 10*366*24*time.Hour, "must be from 0 to 10 years")),
		t.checkInsiders(erased),
		rules.Break("Shown", when(t.Shown != feedback.Private && t.Shown != feedback.Shared, "must be shared, or empty")),
	)
	if err == nil && t.Change != "" {
		err = rules.Break("Change", rules.ID(string(t.Change)))
	}
	return rules.First(err, t.checkLiquidity())
}

func (t *Terms) checkOutcomes() error {
	if n := len(t.Outcomes); n < 2 || n > maxOutcomes {
		return rules.Break("Outcomes", "must be from 2 to 100")
	}
	for i, o := range t.Outcomes {
		rule := rules.ID(o)
		if slices.Contains(t.Outcomes[:i], o) {
			rule = "must not be there twice"
		}
		if rule != "" {
			return rules.Break(rules.Index("Outcomes", i), rule)
		}
	}
	return nil
}

// checkInsiders takes those of a log as they are: two of them may have turned out to be one.
func (t *Terms) checkInsiders(logged bool) error {
	seen := make(map[relationship.PartyID]bool, len(t.Insiders))
	for i, id := range t.Insiders {
		rule := rules.ID(string(id))
		switch {
		case rule != "" || logged:
		case id == t.Judge || id == t.Sponsor:
			rule = "must not be the judge or the sponsor"
		case seen[id]:
			rule = "must not be there twice"
		}
		if rule != "" {
			return rules.Break(rules.Index("Insiders", i), rule)
		}
		seen[id] = true
	}
	return nil
}

func (t *Terms) checkLiquidity() error {
	if len(t.Prices) > 0 {
		if err := checkPrices("Prices", t.Prices, len(t.Outcomes), leastPrice); err != nil {
			return err
		}
	}
	if t.B != 0 {
		return rules.Break("B", liquidityRule(t.B))
	}
	ready := t.ready()
	return rules.Break("WorstLoss", when(liquidityRule(ready.liquidity()) != "", "must lead to a B from 0.001 to 1,000,000,000,000"))
}

func partyRule(id relationship.PartyID, erased bool) string {
	if id == "" && erased {
		return ""
	}
	return rules.ID(string(id))
}

func instantRule(t time.Time) string {
	if t.IsZero() {
		return "must not be zero"
	}
	return rules.Instant(t)
}
