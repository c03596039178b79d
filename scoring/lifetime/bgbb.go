package lifetime

import (
	"math"

	"github.com/kithcrm/kith/internal/rules"
	"github.com/kithcrm/kith/internal/special"
)

// Turns are what one customer did with its occasions to buy, such as yearly drives, where each can be taken
// once. The zero Turns are a new customer's.
type Turns struct {
	// X is how many occasions were taken, TX which of them was the last, counted from 1, and N how many there
	// were, at most a million: 0 <= X <= TX <= N, and TX is 0 exactly where X is.
	X  int `json:"x"`
	TX int `json:"t_x"`
	N  int `json:"n"`
}

// maxTurns bounds what a sum over occasions may cost.
const maxTurns = 1_000_000

func (t Turns) check() error {
	switch {
	case t.X < 0:
		return rules.Break("X", "must not be below 0")
	case t.X > t.TX || (t.X == 0) != (t.TX == 0):
		return rules.Break("TX", "must be at least X, and 0 exactly where X is")
	case t.TX > t.N || t.N > maxTurns:
		return rules.Break("N", "must be from TX to 1,000,000")
	}
	return nil
}

// BGBB is the beta-geometric/beta-Bernoulli model of customers with occasions to buy (Fader, Hardie and Shang 2010,
// Marketing Science 29(6)). A customer takes an occasion with a chance that has a beta distribution with Alpha
// and Beta, and before each leaves for good with a chance that has one with Gamma and Delta. All are above
// 0. [FitBGBB] estimates them.
type BGBB struct {
	// Alpha and Beta are the shapes of the chances of taking an occasion, whose mean is Alpha/(Alpha+Beta).
	Alpha float64 `json:"alpha"`
	Beta  float64 `json:"beta"`

	// Gamma and Delta are the shapes of the chances of leaving, whose mean is Gamma/(Gamma+Delta).
	Gamma float64 `json:"gamma"`
	Delta float64 `json:"delta"`
}

// Check returns an error matching [relationship.ErrInvalid] for parameters that are not from 1e-30 to 1e30.
func (m BGBB) Check() error { return opError("check model", m.check()) }

func (m BGBB) check() error {
	return rules.First(checkAbove("Alpha", m.Alpha), checkAbove("Beta", m.Beta), checkAbove("Gamma", m.Gamma), checkAbove("Delta", m.Delta))
}

func (m BGBB) checkBoth(op string, t Turns) error {
	return opError(op, rules.First(m.check(), t.check()))
}

// LogLikelihood returns the logarithm of the probability of one customer's turns in their order (equation 5).
// It takes O(N) time.
func (m BGBB) LogLikelihood(t Turns) (float64, error) {
	if err := m.checkBoth("find likelihood", t); err != nil {
		return 0, err
	}
	all, _ := m.chances(t)
	return all, nil
}

// PAlive returns the probability that a customer is still there at a later occasion: at N+ahead, which is 1 for the
// first to come, as the paper tabulates, and 0 for the last that was (equation 11). It takes O(N+ahead) time.
func (m BGBB) PAlive(t Turns, ahead int) (float64, error) {
	if err := m.checkBoth("find who is there", t); err != nil {
		return 0, err
	}
	if ahead < 0 || ahead > maxTurns {
		return 0, opError("find who is there", rules.Break("ahead", ruleAhead))
	}
	all, alive := m.chances(t)
	stays := -m.leaves(float64(t.N), ahead)
	return min(1, math.Exp(alive-all+stays)), nil
}

const ruleAhead = "must be from 0 to 1,000,000"

// Expected returns how many of the next occasions a customer will take, 0 to ahead of them (equation 13, in a form
// without its pole at Gamma 1). It takes O(N+ahead) time.
func (m BGBB) Expected(t Turns, ahead int) (float64, error) {
	if err := m.checkBoth("expect purchases", t); err != nil {
		return 0, err
	}
	if ahead < 0 || ahead > maxTurns {
		return 0, opError("expect purchases", rules.Break("ahead", ruleAhead))
	}
	d, sum, still := m.Delta+float64(t.N), 0.0, 1.0
	for range ahead {
		still *= d / (m.Gamma + d)
		sum += still
		d++
	}
	return m.takes(t) * sum, nil
}

// takes returns the probability that the customer is there, times the chance that it then takes an occasion.
func (m BGBB) takes(t Turns) float64 {
	all, alive := m.chances(t)
	chance := (m.Alpha + float64(t.X)) / (m.Alpha + m.Beta + float64(t.N))
	return math.Exp(min(0, alive-all)) * chance
}

// Discounted returns how many later occasions a customer will take, each discounted by how far ahead it is: one
// period for the next (equation 14, DERT). An occasion is the unit of time.
//
// It returns an error matching [relationship.ErrInvalid] for a discount out of range, and for none where the sum
// has no bound: for Gamma of at most 1.
func (m BGBB) Discounted(t Turns, d Discount) (float64, error) {
	const op = "discount purchases"
	if err := m.checkBoth(op, t); err != nil {
		return 0, err
	}
	sum, err := discountedStays(m.Gamma, m.Delta+float64(t.N), d)
	if err != nil {
		return 0, opError(op, err)
	}
	return m.takes(t) * d.Factor(1) * sum, nil
}

// Probability returns the probability that a new customer takes x of n occasions (equation 8). It takes O(n) time.
func (m BGBB) Probability(x, n int) (float64, error) {
	const op = "find probability"
	if err := m.check(); err != nil {
		return 0, opError(op, err)
	}
	if n < 0 || n > maxTurns || x < 0 || x > n {
		return 0, opError(op, rules.Break("x", "must be from 0 to n, and n at most 1,000,000"))
	}
	sum, stay := 0.0, 0.0
	for i := range n + 1 {
		at := float64(i)
		leave := math.Log(m.Gamma) - math.Log(m.Gamma+m.Delta+at)
		if i == n {
			leave = 0
		}
		if i >= x {
			sum += math.Exp(stay + leave + m.took(float64(x), at))
		}
		stay -= math.Log1p(m.Gamma / (m.Delta + at))
	}
	return min(1, sum), nil
}

// took returns the logarithm of the probability to take x of n occasions while there.
func (m BGBB) took(x, n float64) float64 {
	choose := special.LogRising(n-x+1, x) - special.LogRising(1, x)
	return choose + special.LogRising(m.Alpha, x) + special.LogRising(m.Beta, n-x) - special.LogRising(m.Alpha+m.Beta, n)
}

// chances returns the logarithms of the probability of the turns in their order and of the part in which the
// customer is still there. They are sums of logarithms of shares, each exact, so that no parameter is too
// large; a customer who left after occasion i adds a part that is a share of the part before.
func (m BGBB) chances(t Turns) (all, alive float64) {
	x, tx, n := float64(t.X), float64(t.TX), float64(t.N)
	rate := m.Alpha + m.Beta
	order := -shares(m.Beta, m.Alpha, t.X) - shares(m.Alpha+x, m.Beta, t.TX-t.X)
	stayed := -m.leaves(0, t.TX)
	alive = order + stayed - shares(m.Alpha+x, m.Beta+(tx-x), t.N-t.TX) - m.leaves(tx, t.N-t.TX)
	if t.N == t.TX {
		return alive, alive
	}
	gone := order + stayed + math.Log(m.Gamma) - math.Log(m.Gamma+m.Delta+tx)
	part, sum := 1.0, 0.0
	for at := tx; at < n && part > 0; at++ {
		sum += part
		part *= (m.Beta + (at - x)) / (rate + at) * ((m.Delta + at) / (m.Gamma + m.Delta + at + 1))
	}
	gone += math.Log(sum)
	return min(0, max(gone, alive)+math.Log1p(math.Exp(-math.Abs(gone-alive)))), alive
}

// leaves returns minus the logarithm of the probability that who is there at an occasion is there so many later.
func (m BGBB) leaves(from float64, occasions int) float64 {
	return shares(m.Gamma, m.Delta+from, occasions)
}

// shares returns minus the sum of ln(rest+k) - ln(part+rest+k) over k below n.
func shares(part, rest float64, n int) float64 {
	sum := 0.0
	for k := range n {
		left := rest + float64(k)
		if part < left {
			sum -= math.Log1p(-part / (part + left))
		} else {
			sum -= math.Log(left / (part + left))
		}
	}
	return sum
}

// discountedStays returns the sum over j from 1 of v^(j-1) (d)_j/(g+d)_j: the probabilities of being there at the next
// occasions, discounted back to the first of them.
func discountedStays(g, d float64, rate Discount) (float64, error) {
	if err := rate.check(); err != nil {
		return 0, err
	}
	v := rate.Factor(1)
	if v < 1 {
		return d / (g + d) * special.Unit2F1(d+1, g+d+1, v), nil
	}
	if g <= 1 {
		return 0, rules.Break("Rate", "must be above 0 where customers stay so long that the sum has no bound")
	}
	return d / (g - 1), nil
}
