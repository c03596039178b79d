package businesscase_test

import (
	"encoding/csv"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// inputs returns guessed inputs a, b, c and so on.
func inputs(dists ...businesscase.Dist) []businesscase.Input {
	out := make([]businesscase.Input, len(dists))
	for i, d := range dists {
		out[i] = businesscase.Guess(d)
		out[i].Name = string(rune('a' + i))
	}
	return out
}

// yearly returns a model of a programme that costs so much now and brings one input after the other, at 10 % a year.
func yearly(cost float64, dists ...businesscase.Dist) businesscase.Model {
	return businesscase.Model{
		Inputs: inputs(dists...), Periods: len(dists), Currency: "EUR",
		Flows: func(x []float64, f *businesscase.Flows) {
			f.Rate = .1
			f.Cost[0] = cost
			copy(f.Change[1:], x)
		},
	}
}

// atOnce returns a model whose only flow is now.
func atOnce(cost float64, value func(x []float64) float64, dists ...businesscase.Dist) businesscase.Model {
	return businesscase.Model{
		Inputs: inputs(dists...), Periods: 1,
		Flows: func(x []float64, f *businesscase.Flows) { f.Change[0], f.Cost[0] = value(x), cost },
	}
}

// crm is the programme of the reference, in thousands, with the standard deviations that its figures come from.
func crm() businesscase.Model {
	n := businesscase.Normal
	return yearly(250, n(40, 20), n(95, 30), n(130, 40), n(140, 45), n(140, 50))
}

// together returns a model of which all inputs go together entirely.
func together(m businesscase.Model) businesscase.Model {
	for i, a := range m.Inputs {
		for _, b := range m.Inputs[:i] {
			m.Correlations = append(m.Correlations, businesscase.Correlation{A: a.Name, B: b.Name, R: 1})
		}
	}
	return m
}

func triangular() businesscase.Model {
	d := businesscase.Triangular
	return yearly(250, d(10, 40, 80), d(40, 95, 140), d(60, 130, 190), d(60, 140, 210), d(50, 140, 230))
}

func product() businesscase.Model {
	return atOnce(40_000, func(x []float64) float64 { return x[0] * x[1] }, businesscase.Lognormal(1000, .3), businesscase.Normal(45, 8))
}

func ishigami() businesscase.Model {
	d := businesscase.Uniform(-math.Pi, math.Pi)
	return atOnce(0, func(x []float64) float64 {
		s := math.Sin(x[1])
		return math.Sin(x[0]) + 7*s*s + .1*x[2]*x[2]*x[2]*x[2]*math.Sin(x[0])
	}, d, d, d)
}

// churn is the case that the tornado of the reference is of.
func churn() businesscase.Model {
	d := businesscase.Triangular
	m := businesscase.Model{Periods: 5, Currency: "EUR", Inputs: inputs(
		d(35_000, 40_000, 45_000), d(.4, .6, .75), d(.005, .015, .022), d(81, 93, 102), d(150_000, 180_000, 260_000), d(.08, .1, .14),
	)}
	for i, name := range []string{"customers", "take_up", "churn_cut", "margin", "cost", "rate"} {
		m.Inputs[i].Name = name
	}
	m.Flows = func(x []float64, f *businesscase.Flows) {
		f.Cost[0], f.Rate = x[4], x[5]
		for t := range f.Change {
			f.Change[t] = x[0] * x[1] * x[2] * x[3] * float64(t)
		}
	}
	return m
}

// TestTheSimulationAgreesWithTheReference compares with reference-business.csv: closed forms and numerical
// convolutions. Every figure about chance, tornados and shares of variance must be there, within 4 standard errors.
func TestTheSimulationAgreesWithTheReference(t *testing.T) {
	t.Parallel()
	cfg := businesscase.Config{Draws: 20_000}
	run := func(m businesscase.Model) businesscase.Result { return have(m.Run(cfg))(t) }
	independent, alike, triangles, products := run(crm()), run(together(crm())), run(triangular()), run(product())
	one := 1.
	tornado := have(churn().Tornado(businesscase.TornadoConfig{Low: new(float64), High: &one}))(t)
	shares := sharesOfVariance(t)
	compared := 0
	for _, row := range businessRows(t) {
		switch about, _, _ := strings.Cut(row[0], " "); about {
		case "mc1":
			simulated(t, row, independent, 0)
		case "mc2":
			simulated(t, row, alike, 0)
		case "mc3":
			simulated(t, row, triangles, 0)
		case "mc4":
			simulated(t, row, products, 40_000)
		case "tornado":
			blown(t, row, tornado)
		case "sobol":
			agree(t, row[0]+", "+row[1], shares[row[1]].mean, figure(t, row[2]), shares[row[1]].sd)
		default:
			continue
		}
		compared++
	}
	if t.Logf("%d figures compared", compared); compared < 43 {
		t.Errorf("got %d figures, want at least 43", compared)
	}
}

// simulated fails the test unless a result is within 4 standard errors of what a row says of the value plus an offset.
func simulated(t *testing.T, row []string, r businesscase.Result, offset float64) {
	t.Helper()
	want := figure(t, row[2])
	near := func(got, se float64) { t.Helper(); agree(t, row[0]+", "+row[1], got, want, 4*se) }
	switch quantity, _, _ := strings.Cut(row[1], " (R"); {
	case strings.HasPrefix(quantity, "mean"):
		near(r.Value.Value+offset, r.Value.SE)
	case strings.HasPrefix(quantity, "sd"):
		near(r.Value.SD, 1.2*r.Value.SD/math.Sqrt(2*float64(r.Draws))) // kurtosis of a product a little above a normal one
	case strings.HasPrefix(quantity, "P("):
		near(r.Loss.Value, (r.Loss.High-r.Loss.Low)/(2*1.96))
	case strings.HasPrefix(quantity, "quantile"):
		i := slices.IndexFunc(r.Value.Quantiles, func(q businesscase.Quantile) bool { return q.P == figure(t, quantity[9:]) })
		q := r.Value.Quantiles[i]
		near(q.Value, (q.High-q.Low)/(2*1.96))
	case strings.HasPrefix(quantity, "expected loss"):
		near(r.ExpectedLoss.Value, r.ExpectedLoss.SE)
	case strings.HasPrefix(quantity, "CVaR"):
		near(r.WorstMean.Value, r.WorstMean.SE)
	default:
		t.Errorf("nothing is known of %s", row[1])
	}
}

// blown fails the test unless a tornado is what a row says to 12 digits.
func blown(t *testing.T, row []string, got businesscase.Tornado) {
	t.Helper()
	bars, order := map[string]businesscase.Bar{}, []string{}
	for _, b := range got.Bars {
		bars[b.Input] = b
		order = append(order, b.Input)
	}
	near := func(got float64) {
		t.Helper()
		agree(t, row[1], got, figure(t, row[2]), 1e-12*math.Abs(figure(t, row[2])))
	}
	switch input, end, _ := strings.Cut(row[1], " "); {
	case row[1] == "base NPV":
		near(got.Base)
	case row[1] == "order":
		if got := strings.Join(order, " > "); got != row[2] {
			t.Errorf("got order %s, want %s", got, row[2])
		}
	case row[1] == "break-even churn_cut":
		near(*bars["churn_cut"].BreakEven)
	case end == "low":
		near(bars[input].AtLow)
	case end == "high":
		near(bars[input].AtHigh)
	case end == "swing":
		near(bars[input].Swing)
	default:
		t.Errorf("nothing is known of %s", row[1])
	}
}

// A measured is the mean of repeated simulations, and the error of one.
type measured struct{ mean, sd float64 }

// sharesOfVariance returns what the shares of the function of Ishigami are, in 20 simulations. Of the first and the
// third input, and of no others, the function is no sum: so what the three leave belongs to these two, and the
// total of each input is 1 less what the other two explain.
func sharesOfVariance(t *testing.T) map[string]measured {
	t.Helper()
	seen := map[string][]float64{}
	for seed := range uint64(20) {
		share := map[string]float64{}
		for _, f := range have(ishigami().Run(businesscase.Config{Draws: 5_000, Rand: seeded(seed)}))(t).Inputs {
			share[f.Input] = f.Share
		}
		both := 1 - share["a"] - share["b"] - share["c"]
		for quantity, v := range map[string]float64{
			"S1": share["a"], "S2": share["b"], "S3": share["c"],
			"ST1": share["a"] + both, "ST2": share["b"], "ST3": share["c"] + both,
		} {
			seen[quantity] = append(seen[quantity], v)
		}
	}
	out := map[string]measured{}
	for quantity, v := range seen {
		mean, sd := moments(v)
		out[quantity] = measured{mean, sd}
		t.Logf("%s: %.4f, in one simulation off by %.4f", quantity, mean, sd)
	}
	return out
}

// businessRows returns the rows of the reference: case, quantity, which may hold a comma, and value.
func businessRows(t *testing.T) [][]string {
	t.Helper()
	f, err := os.Open(realparts.Data(t, "choice", "reference-business.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment, r.FieldsPerRecord = '#', -1
	rows := have(r.ReadAll())(t)[1:]
	for i, row := range rows {
		last := len(row) - 1
		rows[i] = []string{row[0], strings.Join(row[1:last], ","), row[last]}
	}
	return rows
}

// TestStatedErrorsAreThoseOfRepeatedRuns repeats a simulation of which all is known, for what its errors are worth:
// in units of the stated standard error, results must be off by about 1, and ranges of 95 % must miss about as
// rarely as they say.
func TestStatedErrorsAreThoseOfRepeatedRuns(t *testing.T) {
	t.Parallel()
	const mean, sd = 20., 50.
	m := total(0, businesscase.Normal(mean, 40), businesscase.Normal(0, 30), businesscase.Exactly(0))
	m.Inputs[0].Improves = true
	off := map[string][]float64{}
	missed, ranges := 0, 0
	for seed := range uint64(40) {
		cfg := businesscase.Config{Draws: 4000, Rand: seeded(seed)}
		r := have(m.Run(cfg))(t)
		for what, c := range map[string]struct {
			got  businesscase.Mean
			want float64
		}{
			"mean":          {r.Value.Mean, mean},
			"expected loss": {r.ExpectedLoss, unitLoss(mean, sd)},
			"worst mean":    {r.WorstMean, mean - sd*normalDensity(1.6448536269514722)/.05},
			"all known":     {r.Perfect, unitLoss(mean, sd)},
			"first known":   {found(r, "a").Perfect, unitLoss(mean, 40)},
			"second known":  {found(r, "b").Perfect, unitLoss(mean, 30)},
			"at half":       {have(m.Against([]float64{.5}, cfg))(t)[0].Value, mean / 2},
		} {
			off[what] = append(off[what], (c.got.Value-c.want)/c.got.SE)
		}
		for _, q := range r.Value.Quantiles {
			want := mean + sd*math.Sqrt2*math.Erfinv(2*q.P-1)
			ranges++
			if q.Low > want || q.High < want {
				missed++
			}
		}
		if want := math.Erfc(mean/sd/math.Sqrt2) / 2; r.Loss.Low > want || r.Loss.High < want {
			missed++
		}
		ranges++
	}
	for what, z := range off {
		m, s := moments(z)
		t.Logf("%s: errors in standard errors: mean %.2f, standard deviation %.2f", what, m, s)
		if math.Abs(m) > .6 || s < .65 || s > 1.35 {
			t.Errorf("%s: errors in standard errors have mean %.2f and standard deviation %.2f", what, m, s)
		}
	}
	if t.Logf("%d of %d ranges missed", missed, ranges); float64(missed) > .09*float64(ranges) {
		t.Errorf("%d of %d ranges of 95 %% missed", missed, ranges)
	}
}

// found returns what there is to find out about one input.
func found(r businesscase.Result, input string) businesscase.Finding {
	return r.Inputs[slices.IndexFunc(r.Inputs, func(f businesscase.Finding) bool { return f.Input == input })]
}

// unitLoss returns what is lost on average by a normal number below 0: the unit normal loss of Schlaifer (1959),
// which is what knowing a normal number is worth.
func unitLoss(mean, sd float64) float64 {
	z := math.Abs(mean) / sd
	return sd * (normalDensity(z) - z*math.Erfc(z/math.Sqrt2)/2)
}

func normalDensity(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }

func figure(t *testing.T, text string) float64 {
	t.Helper()
	return have(strconv.ParseFloat(text, 64))(t)
}

func moments(v []float64) (mean, sd float64) {
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		sd += (x - mean) * (x - mean) / float64(len(v)-1)
	}
	return mean, math.Sqrt(sd)
}
