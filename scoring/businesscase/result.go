package businesscase

import "github.com/kithcrm/kith/relationship"

// A Result is what a case comes to. Amounts are in minor units of Currency, worth now.
type Result struct {
	// Draws is how many ways for things to turn out were drawn; Periods, Unit and Currency are those of the model.
	Draws    int    `json:"draws"`
	Periods  int    `json:"periods"`
	Unit     Unit   `json:"unit"`
	Currency string `json:"currency"`

	// Value is the net present value of changing rather than doing nothing. Worth is the same as an estimate: its
	// range holds 95 % of all draws, and its mean too; it has the weakest basis of all inputs, and the least evidence
	// of any that varies. An input of exactly 0 without a basis counts as not given.
	Value Spread                `json:"value"`
	Worth relationship.Estimate `json:"worth"`

	// Loss is the probability that Value is below 0. ExpectedLoss is the mean of what is then lost, over
	// all draws; WorstMean is the mean of the worst twentieth of Value, also known as expected shortfall.
	Loss         Chance `json:"loss"`
	ExpectedLoss Mean   `json:"expected_loss"`
	WorstMean    Mean   `json:"worst_mean"`

	// Cost is what the change costs, below 0 where it saves more than that. Return is Value divided by Cost, draw by
	// draw: 0.2 where 1.2 comes back for each 1 that is paid, both worth now. It is all 0 where some draw has no cost
	// above 0 to divide by, which is flagged.
	Cost   Spread `json:"cost"`
	Return Spread `json:"return"`

	// Payback is after how many periods the change, rather than doing nothing, has earned what it cost, undiscounted,
	// and DiscountedPayback the same discounted.
	Payback           PaybackSpread `json:"payback"`
	DiscountedPayback PaybackSpread `json:"discounted_payback"`

	// Flows are the expected net flows of changing rather than doing nothing, by period, now first, not discounted.
	// Rates are their internal rates of return for one Unit: [Unit.Convert] makes them yearly ones.
	Flows []float64 `json:"flows"`
	Rates Rates     `json:"rates"`

	// Change, Nothing and AsNow are what the company takes in the three cases side by side, costs of the change
	// taken off. Waiting is what staying as we are costs: AsNow less Nothing.
	Change  Spread `json:"change"`
	Nothing Spread `json:"nothing"`
	AsNow   Spread `json:"as_now"`
	Waiting Spread `json:"waiting"`

	// Customers is what customers gain by the change beyond what they pay, and Sharing how the sum of that and Value
	// is shared.
	Customers Spread  `json:"customers"`
	Sharing   Sharing `json:"sharing"`

	// Fan is what has been earned until the end of each period, discounted: of changing rather than doing nothing.
	Fan []Band `json:"fan"`

	// Perfect is what it would be worth to know all inputs before deciding; Inputs is that for each alone, the one
	// most worth finding out first, then by Share, then by name. Inputs that are exact are left out.
	Perfect Mean      `json:"perfect"`
	Inputs  []Finding `json:"inputs"`

	// Flags say what to be careful about: first what makes the value itself doubtful, then what is left out.
	Flags []Flag `json:"flags"`
}

// A Spread is how a number turns out over all draws.
type Spread struct {
	Mean

	// SD is the standard deviation.
	SD float64 `json:"sd"`

	// Quantiles are those that [Config.Quantiles] asks for, in its order.
	Quantiles []Quantile `json:"quantiles"`
}

// A Mean is a mean with the error of the simulation, which more draws make smaller: it says nothing of the doubt in
// the inputs.
type Mean struct {
	// Value is the mean, and SE its standard error.
	Value float64 `json:"value"`
	SE    float64 `json:"se"`
}

// A Quantile is a value that a share of all draws is not above.
type Quantile struct {
	// P is the share, and Value the least value that it is not above.
	P     float64 `json:"p"`
	Value float64 `json:"value"`

	// Low and High are the range of 95 % that the simulation leaves, from ranks of draws, whatever their distribution.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// A Chance is a probability with the range of 95 % that the simulation leaves (Wilson 1927): none where no input
// varies.
type Chance struct {
	// Value is the share of draws, from Low to High its range.
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// A PaybackSpread is when a change has paid back for good, as [Payback] counts.
type PaybackSpread struct {
	// Within is the probability that it has within the horizon.
	Within Chance `json:"within"`

	// Quantiles are of the time in periods over all draws. Those that are not within the horizon are left out, and
	// a High that is not is the horizon.
	Quantiles []Quantile `json:"quantiles"`
}

// Sharing is how expected gains are shared between the company and its customers.
type Sharing struct {
	// Company and Customers are the expected gains, and Total their sum.
	Company   float64 `json:"company"`
	Customers float64 `json:"customers"`
	Total     float64 `json:"total"`

	// CompanyShare and CustomersShare sum to 1. They are Known where neither side loses and one gains, and 0
	// elsewhere: a share of a sum with a loss in it means nothing.
	CompanyShare   float64 `json:"company_share"`
	CustomersShare float64 `json:"customers_share"`
	Known          bool    `json:"known"`
}

// A Band is one period of a fan.
type Band struct {
	// Period is which one, 0 for now. Mean is the mean of all draws, and Quantiles those asked for, of the first
	// 65,536 draws, or as many fewer as keep draws times periods within 4,194,304.
	Period    int        `json:"period"`
	Mean      float64    `json:"mean"`
	Quantiles []Quantile `json:"quantiles"`
}

// A Finding is what there is to find out about one input.
type Finding struct {
	// Input is its name, Basis what it rests on now.
	Input string             `json:"input"`
	Basis relationship.Basis `json:"basis"`

	// Now is the input as it is drawn, in its own unit: its mean and a range of 95 %, which has its mean in it too. Once
	// something was found out about it, or about one that is correlated with it, that is what is known since (see
	// [Model.Learn]); N is then all the evidence.
	Now relationship.Estimate `json:"now"`

	// Perfect is what it would be worth to know this input, and no other, before deciding, with what it says about
	// those that are correlated with it. It is worth nothing where it would never change the decision.
	Perfect Mean `json:"perfect"`

	// Share is how much of the variance of Value it explains alone, from 0 to 1 (Sobol's first-order index). Shares
	// do not sum to 1 where inputs are correlated, or matter by what they do together.
	Share float64 `json:"share"`
}

// A Tornado is how far each input alone moves the value.
type Tornado struct {
	// Base is the value with every input as it most likely is: see the Base of a [Bar].
	Base float64 `json:"base"`

	// Bars are by swing, the widest first, then by name. Exact inputs are left out.
	Bars []Bar `json:"bars"`
}

// A Bar is how far one input moves the value while all others stay as they most likely are.
type Bar struct {
	// Input is its name, Basis what it rests on, and Currency that of an amount, in whose minor unit Low, Base, High
	// and BreakEven then are; empty for any other.
	Input    string             `json:"input"`
	Basis    relationship.Basis `json:"basis"`
	Currency string             `json:"currency"`

	// Low, Base and High are the input, AtLow and AtHigh the value there. Swing is the distance between the
	// least and the greatest value of the three. Base is the input as it most likely is: the mode of a [Triangular] and
	// a [PERT], which is not their mean, the value of [Between] and of [Exactly], and of any other the median, which of
	// [Normal] and [Uniform] is the middle; between its limits. Once something was found out about it, or about one that
	// is correlated with it, it is the median of what is known since.
	Low    float64 `json:"low"`
	Base   float64 `json:"base"`
	High   float64 `json:"high"`
	AtLow  float64 `json:"at_low"`
	AtHigh float64 `json:"at_high"`
	Swing  float64 `json:"swing"`

	// BreakEven is where the value is 0, or jumps past it: of several places that nearest to Base, between the limits
	// of the input; nil where there is none.
	BreakEven *float64 `json:"break_even"`
}

// A BreakEven is how much of the improvement is needed for the change to be worth nothing on average.
type BreakEven struct {
	// Scale is by what all inputs that improve are multiplied: 1 is the improvement as hoped for. Found is false
	// where no scale from 0 to 16 will do: then Scale is 0 with a Mean above 0, because no improvement is needed,
	// or 16 with one below 0.
	Scale float64 `json:"scale"`
	Found bool    `json:"found"`

	// Mean is the expected value at Scale. Where Found, it is 0 but for rounding, unless the value jumps past 0.
	Mean Mean `json:"mean"`

	// Low and High are the range of 95 % of Scale that the simulation leaves.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// A LossPoint is one point of the curve that [Model.Against] returns.
type LossPoint struct {
	// Scale is by what all inputs that improve are multiplied.
	Scale float64 `json:"scale"`

	// Loss is the probability of a loss there, and Value the expected value.
	Loss  Chance `json:"loss"`
	Value Mean   `json:"value"`
}

// A Flag is something to be careful about.
type Flag struct {
	// Input is which input it is about; empty where it is about the whole.
	Input string `json:"input,omitempty"`

	// Text says what it is, for people; Share is how many of the draws it concerns, from 0 to 1.
	Text  string  `json:"text"`
	Share float64 `json:"share"`
}
