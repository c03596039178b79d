package lifetime

// ParetoNBD is the Pareto/NBD model (Schmittlein, Morrison and Colombo 1987): customers buy at random at a rate of their
// own, gamma distributed, and leave for good after a lifetime that is exponential with a rate of their own, gamma
// distributed as well.
type ParetoNBD struct {
	// R and Alpha are the shape of the rates of purchase and their scale: the mean rate is R/Alpha per unit of time,
	// so that Alpha is a time.
	R     float64 `json:"r"`
	Alpha float64 `json:"alpha"`

	// S and Beta are the shape of the rates of leaving and their scale: the mean rate is S/Beta per unit of time, so that
	// Beta is a time.
	S    float64 `json:"s"`
	Beta float64 `json:"beta"`
}

// FitParetoNBD fits a Pareto/NBD model to a sample by maximum likelihood. The model is in the sample's unit of time; in
// another unit the same customers give the same model. The same sample gives the same bits.
//
// A fit that the data do not carry has verdicts, and its estimates are where the search gave up. Special cases are:
//   - where nobody came back, or nobody is there, the verdict is NoRepeats, and the model is the zero one
//   - on a ridge or a boundary there are no standard errors
//
// It returns an error matching relationship.ErrInvalid for a Config out of its ranges. A step takes O(n) time in the number
// of groups, and about a microsecond for each distinct pair of X and TX, and of X and T. There are about ten.
func FitParetoNBD(s *Sample, cfg Config) (ParetoNBD, Fit, error) {
	const model = "Pareto/NBD"
	if err := cfg.check(4); err != nil {
		return ParetoNBD{}, Fit{}, opError("fit "+model, err)
	}
	if s.repeats() == 0 {
		return ParetoNBD{}, noRepeats(model, s.n), nil
	}
	p, f := newParetoTable(s).plan(model).fit(cfg)
	return ParetoNBD{p[0], p[1], p[2], p[3]}, f, nil
}

// Check returns an error matching relationship.ErrInvalid for parameters that are not from 1e-30 to 1e30.
func (m ParetoNBD) Check() error { return opError("check model", m.pareto().check()) }

// LogLikelihood returns the logarithm of the likelihood of a customer. See [Model].
func (m ParetoNBD) LogLikelihood(c Customer) (float64, error) { return logLikelihood(m.pareto(), c) }

// PAlive returns the probability that a customer is still there at T + later. See [Model].
func (m ParetoNBD) PAlive(c Customer, later float64) (float64, error) {
	return pAlive(m.pareto(), c, later)
}

// Expected returns the mean number of purchases of a customer within a horizon after T. See [Model].
func (m ParetoNBD) Expected(c Customer, horizon float64) (float64, error) {
	return expected(m.pareto(), c, horizon)
}

// Discounted returns the mean number of all purchases of a customer after T, discounted (DERT; Fader, Hardie and Lee 2005,
// "RFM and CLV"). See [Model].
func (m ParetoNBD) Discounted(c Customer, rate float64) (float64, error) {
	return discounted(m.pareto(), c, rate)
}

// Probability returns the probability that a new customer makes n purchases within t after the first. See [Model].
func (m ParetoNBD) Probability(n int, t float64) (float64, error) {
	return probability(m.pareto(), n, t)
}

func (m ParetoNBD) kernel() kernel { return m.pareto() }

func (m ParetoNBD) pareto() *pareto { return &pareto{r: m.R, alpha: m.Alpha, s: m.S, beta: m.Beta} }
