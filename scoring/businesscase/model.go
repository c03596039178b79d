package businesscase

// A Model is a case as a calculation: inputs with their doubt, and what they come to in each period. [Case.Model]
// makes the usual one; a host whose business works otherwise writes its own Flows.
type Model struct {
	// Inputs are what the case rests on, with distinct names.
	Inputs []Input

	// Correlations are those between inputs; all others are independent.
	Correlations []Correlation

	// Measured are inputs that were measured since: what was believed before and what was found are put together by
	// the rule of Bayes. An input is measured at most once (see [Model.Learn]), and two inputs that are correlated
	// with each other can not both be.
	Measured []Measurement

	// Periods is the horizon, from 1 to 1200, and Unit how long a period is.
	Periods int
	Unit    Unit

	// Currency is that of all amounts, which are in its minor unit: three capital letters, or empty where amounts are
	// not money.
	Currency string

	// Flows writes into f what becomes of inputs x, which are in the order of Inputs: constants for their places keep
	// one from being taken for another, which nothing can tell. It must set nothing else, x included, must not keep x
	// or f, must give the same for the same, and must bear being called at once from many goroutines if [Config.Each]
	// does that. All amounts must be finite, and below 1e143 in size.
	Flows func(x []float64, f *Flows)
}

// Flows are what one way for things to turn out comes to, in amounts of money, at the end of each period: each list has
// one amount for now and one for each period. All are 0 to begin with.
type Flows struct {
	// Later is given: by how many periods all of the change comes later than planned, because it is tried first. It
	// is 0 but in [Model.Stage]. Before it, in the amounts below Later, Change must be as Nothing, and Cost 0: what is
	// paid at once for the change is in Cost[Later]. Flows that do otherwise are refused.
	Later int

	// Rate is by how much an amount is worth less one period later, such as 0.02 for 2 %; above -1.
	Rate float64

	// Change is what the company takes if it changes, before what the change costs, which is Cost: what is paid is
	// above 0, what is saved below. Nothing is what it takes if it does nothing, and AsNow what it would take if all
	// went on as it is now.
	Change, Cost, Nothing, AsNow []float64

	// CustomersChange and CustomersNothing are what customers gain, beyond what they pay.
	CustomersChange, CustomersNothing []float64

	own  []float64 // behind the lists
	work []float64 // of the Flows of a Case
}
