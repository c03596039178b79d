package lifetime

// MBGNBD is the modified beta-geometric/NBD model (Batislam, Denizel and Filiztekin 2007; Hoppe and Wagner 2007, as central
// variant): [BGNBD] where customers may leave after the first purchase too, so that who never came back can be gone.
type MBGNBD struct {
	// R and Alpha are the shape of the rates of purchase and their scale: the mean rate is R/Alpha per unit of time,
	// so that Alpha is a time.
	R     float64 `json:"r"`
	Alpha float64 `json:"alpha"`

	// A and B are the shapes of the chances of leaving, whose mean is A/(A+B).
	A float64 `json:"a"`
	B float64 `json:"b"`
}

// FitMBGNBD fits a MBG/NBD model to a sample by maximum likelihood. The model is in the sample's unit of time; in another
// unit the same customers give the same model. The same sample gives the same bits.
//
// A fit that the data do not carry has verdicts, and its estimates are where the search gave up. Special cases are:
//   - where nobody came back, or nobody is there, the verdict is NoRepeats, and the model is the zero one
//   - on a ridge or a boundary there are no standard errors
//
// It returns an error matching relationship.ErrInvalid for a Config out of its ranges. A step takes O(n) time in the number
// of groups, and there are about ten.
func FitMBGNBD(s *Sample, cfg Config) (MBGNBD, Fit, error) {
	p, f, err := fitBetaGeometric(s, 1, "MBG/NBD", cfg)
	return MBGNBD{p[0], p[1], p[2], p[3]}, f, err
}

// Check returns an error matching relationship.ErrInvalid for parameters that are not from 1e-30 to 1e30.
func (m MBGNBD) Check() error { return opError("check model", m.beta().check()) }

// LogLikelihood returns the logarithm of the likelihood of a customer. See [Model].
func (m MBGNBD) LogLikelihood(c Customer) (float64, error) { return logLikelihood(m.beta(), c) }

// PAlive returns the probability that a customer is still there at T + later. See [Model].
func (m MBGNBD) PAlive(c Customer, later float64) (float64, error) { return pAlive(m.beta(), c, later) }

// Expected returns the mean number of purchases of a customer within a horizon after T. See [Model].
func (m MBGNBD) Expected(c Customer, horizon float64) (float64, error) {
	return expected(m.beta(), c, horizon)
}

// Discounted returns the mean number of all purchases of a customer after T, discounted. See [Model]. It takes a quarter of
// a millisecond.
func (m MBGNBD) Discounted(c Customer, rate float64) (float64, error) {
	return discounted(m.beta(), c, rate)
}

// Probability returns the probability that a new customer makes n purchases within t after the first. See [Model].
func (m MBGNBD) Probability(n int, t float64) (float64, error) { return probability(m.beta(), n, t) }

func (m MBGNBD) kernel() kernel { return m.beta() }

func (m MBGNBD) beta() betaGeometric { return betaGeometric{m.R, m.Alpha, m.A, m.B, 1} }
