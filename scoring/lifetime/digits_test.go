package lifetime_test

import (
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/lifetime"
)

// The wanted values have 50 digits and more, by mpmath 1.3.0 from the printed formulas. All are of parameters far out, where parts
// of those formulas are huge and cancel.
func TestFarOutNoDigitsAreLost(t *testing.T) {
	t.Parallel()
	must := buyMust(t)
	many := lifetime.MBGNBD{R: 38932.269571756617, Alpha: 10.467406318302713, A: 2, B: 0.12385620990196337}
	early := lifetime.MBGNBD{R: 43151.076792157, Alpha: 0.999999999, A: 2, B: 2.2237639891409269}
	gone := lifetime.MBGNBD{R: 9469.6045157576355, Alpha: 0.999999999, A: 0.999999999, B: 8.9865369656765695e-05}
	lost := lifetime.ParetoNBD{R: 0.00067104450184957175, Alpha: 0.047787496959959673, S: 101.27635309297099, Beta: 0.047787496960007468}
	heavy := lifetime.BGNBD{R: 2, Alpha: 0.88342294359643014, A: 0.10488188041142142, B: 52949.093929596958}
	alike := lifetime.GammaGamma{P: 182.58500762615256, Q: 1.0000000010000001, Gamma: 0.045796470736900831}
	for name, c := range map[string]struct{ got, want, within float64 }{
		"purchases of one who buys all the time": {must(many.Expected(lifetime.Customer{T: 0.0048686908433680657}, 520)), 1.8047328554630478e-9, 1e-12},
		"purchases of a new one who does":        {must(early.Expected(lifetime.Customer{}, 520)), 2.2237636696437884, 1e-13},
		"likelihood of having left":              {must(gone.LogLikelihood(lifetime.Customer{T: 157.95152006152998})), -8.986133209618604e-05, 1e-12},
		"likelihood of having left early":        {must(lost.LogLikelihood(lifetime.Customer{T: 1.0806383929565881})), -6.6258535012156107e-06, 1e-10},
		"staying of one who bought often": {
			must(heavy.PAlive(lifetime.Customer{X: 1e5, TX: 1.1028641831624709e-06, T: 1.1028641842653351e-06}, 208950.70034665416)), 0.28558287876983079, 1e-12,
		},
		"likelihood of thousands of purchases": {must(alike.LogLikelihood(5000, 0.35729019039410653)), -19.220886583356741, 1e-13},
	} {
		if !(math.Abs(c.got/c.want-1) <= c.within) {
			t.Errorf("%s: got %.17g, want %.17g", name, c.got, c.want)
		}
	}
}
