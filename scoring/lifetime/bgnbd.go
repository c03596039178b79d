package lifetime

// BGNBD is the beta-geometric/NBD model (Fader, Hardie and Lee 2005, "Counting Your Customers the Easy Way"): customers buy
// at random at a rate of their own, gamma distributed, and after each purchase but the first leave for good with a
// chance of their own, beta distributed.
type BGNBD struct {
	// R and Alpha are the shape of the rates of purchase and their scale: the mean rate is R/Alpha per unit of time,
	// so that Alpha is a time.
	R     float64 `json:"r"`
	Alpha float64 `json:"alpha"`

	// A and B are the shapes of the chances of leaving, whose mean is A/(A+B).
	A float64 `json:"a"`
	B float64 `json:"b"`
}

// FitBGNBD fits a BG/NBD model to a sample by maximum likelihood. The model is in the sample's unit of time; in another
// unit the same customers give the same model. The same sample gives the same bits.
//
// A fit that the data do not carry has verdicts, and its estimates are where the search gave up. Special cases are:
//   - where nobody came back, or nobody is there, the verdict is NoRepeats, and the model is the zero one
//   - on a ridge or a boundary there are no standard errors
//
// It returns an error matching relationship.ErrInvalid for a Config out of its ranges. A step takes O(n) time in the number
// of groups, and there are about ten.
func FitBGNBD(s *Sample, cfg Config) (BGNBD, Fit, error) {
	p, f, err := fitBetaGeometric(s, 0, "BG/NBD", cfg)
	return BGNBD{p[0], p[1], p[2], p[3]}, f, err
}

// Check returns an error matching relationship.ErrInvalid for parameters that are not from 1e-30 to 1e30.
func (m BGNBD) Check() error { return opError("check model", m.beta().check()) }

// LogLikelihood returns the logarithm of the likelihood of a customer. See [Model].
func (m BGNBD) LogLikelihood(c Customer) (float64, error) { return logLikelihood(m.beta(), c) }

// PAlive returns the probability that a customer is still there at T + later. See [Model]. Who never
// came back is there with certainty, since there was no occasion to leave: where that is wrong, take [MBGNBD].
func (m BGNBD) PAlive(c Customer, later float64) (float64, error) { return pAlive(m.beta(), c, later) }

// Expected returns the mean number of purchases of a customer within a horizon after T. See [Model].
func (m BGNBD) Expected(c Customer, horizon float64) (float64, error) {
	return expected(m.beta(), c, horizon)
}

// Discounted returns the mean number of all purchases of a customer after T, discounted. See [Model]. It takes a quarter of
// a millisecond.
func (m BGNBD) Discounted(c Customer, rate float64) (float64, error) {
	return discounted(m.beta(), c, rate)
}

// Probability returns the probability that a new customer makes n purchases within t after the first. See [Model].
func (m BGNBD) Probability(n int, t float64) (float64, error) { return probability(m.beta(), n, t) }

func (m BGNBD) kernel() kernel { return m.beta() }

func (m BGNBD) beta() betaGeometric { return betaGeometric{m.R, m.Alpha, m.A, m.B, 0} }
