package chart_test

import (
	"errors"
	"io"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/adapters/chart"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/businesscase"
)

// result returns what a made-up case might come to: an outlay now, and returns that grow for a while.
func result(unit businesscase.Unit, periods int) businesscase.Result {
	r := businesscase.Result{Unit: unit, Periods: periods, Currency: "EUR", Perfect: businesscase.Mean{Value: 21e6, SE: 3e5}}
	year := map[businesscase.Unit]float64{businesscase.Year: 1, businesscase.Quarter: 4, businesscase.Month: 12, businesscase.Week: 52}[unit]
	for t := range periods + 1 {
		years := float64(t) / year
		b := businesscase.Band{Period: t, Mean: -80e6 + 5e6*years*(years+1)}
		for _, q := range []struct{ p, z float64 }{{.05, -1.64}, {.25, -.67}, {.5, -.1}, {.75, .67}, {.95, 1.8}} {
			b.Quantiles = append(b.Quantiles, businesscase.Quantile{P: q.p, Value: b.Mean + q.z*(2e6+9e6*years)})
		}
		r.Fan = append(r.Fan, b)
	}
	r.Inputs = []businesscase.Finding{
		{Input: "change.leaving", Basis: relationship.Guessed, Perfect: businesscase.Mean{Value: 14e6, SE: 2e5}, Share: .61},
		{Input: "spend", Basis: relationship.Observed, Perfect: businesscase.Mean{Value: 3.2e6, SE: 15e4}, Share: .2},
		{Input: "change.once", Basis: relationship.Stated, Perfect: businesscase.Mean{SE: 5e4}, Share: .01},
	}
	return r
}

func tornado() businesscase.Tornado {
	return businesscase.Tornado{Base: 145e6, Bars: []businesscase.Bar{
		{Input: "change.leaving", Basis: relationship.Guessed, Low: .02, Base: .15, High: .3, AtLow: -62e6, AtHigh: 390e6, Swing: 452e6, BreakEven: new(.053)},
		{Input: "spend", Basis: relationship.Observed, Low: 61000, Base: 72000, High: 81000, AtLow: 70e6, AtHigh: 201e6, Swing: 131e6},
		{Input: "change.delay", Low: 0, Base: 1, High: 6, AtLow: 160e6, AtHigh: 90e6, Swing: 70e6},
		{Input: "customers", Basis: relationship.Stated, Low: 1.1e6, Base: 1.25e6, High: 1.4e6, AtLow: 130e6, AtHigh: 160e6, Swing: 30e6},
		{Input: "change.price", Basis: relationship.Guessed, Low: -.05, Base: 0, High: .05, AtLow: 128e6, AtHigh: 119e6, Swing: 26e6},
		{Input: "rate", Basis: relationship.Stated, Low: .06, Base: .08, High: .1, AtLow: 145e6, AtHigh: 145e6},
	}}
}

func lossCurve() ([]businesscase.LossPoint, businesscase.BreakEven) {
	var all []businesscase.LossPoint
	for i, p := range []float64{0, .0005, .002, .01, .06, .2, .44, .72, .9} {
		s := float64(8-i) / 4
		all = append(all, businesscase.LossPoint{Scale: s, Loss: businesscase.Chance{Value: p, Low: .96 * p, High: p + .1*p*(1-p)}})
	}
	return all, businesscase.BreakEven{Scale: .45, Found: true, Low: .44, High: .46}
}

func euros() chart.Amounts { return chart.Amounts{Minor: 1e8, Name: "million EUR"} }

// casePictures returns one of each kind, with a name for an input and for all texts that can be chosen.
func casePictures(name string, in chart.Amounts, cfg chart.Config) (map[string]*chart.Chart, error) {
	bars, found := tornado(), result(businesscase.Year, 10)
	bars.Bars[0].Input, bars.Bars[1].Input, found.Inputs[0].Input = name, name, name
	points, even := lossCurve()
	fan, err1 := chart.Fan(found, in, cfg)
	months, err2 := chart.Fan(result(businesscase.Month, 60), in, cfg)
	tornado, err3 := chart.Tornado(bars, in, cfg)
	loss, err4 := chart.LossCurve(points, even, cfg)
	worth, err5 := chart.WorthKnowing(found, in, cfg)
	return map[string]*chart.Chart{"fan": fan, "fan-of-months": months, "tornado": tornado, "loss": loss, "worth-knowing": worth},
		errors.Join(err1, err2, err3, err4, err5)
}

// show keeps pictures for who wants to look at them, and returns them as SVG.
func show(t fataler, charts map[string]*chart.Chart, err error) map[string]string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	drawn := map[string]string{}
	for what, c := range charts {
		if tb, ok := t.(testing.TB); ok && os.Getenv("KITH_PICTURES") != "" {
			keep(tb, os.Getenv("KITH_PICTURES")+"/"+what+".png", c)
		}
		drawn[what] = svg(t, c, nil)
	}
	return drawn
}

func TestACaseIsDrawn(t *testing.T) {
	t.Parallel()
	charts, err := casePictures("change.leaving", euros(), chart.Config{Title: "The case for change"})
	for what, picture := range show(t, charts, err) {
		tidy(t, what, picture)
		want := map[string][]string{
			"fan":           {"mean", "median", "90 % of outcomes", "50 % of outcomes", "years from now", "expected break-even: year 3.5", "10"},
			"fan-of-months": {"months from now", "expected break-even: month 42.4", "60"},
			"tornado":       {"change.leaving (guessed)", "change.delay (guessed)", "spend (guessed)", "rate", "61000", "1.4 million", "all as most likely: 1.45", "value of the change, in million EUR"},
			"loss":          {"probability of a loss", "its range", "as hoped for", "worth nothing on average: 0.45"},
			"worth-knowing": {"change.leaving", "guessed", "stated", "observed", "all of them"},
		}[what]
		for _, w := range want {
			found := slices.Contains(texts(t, picture), w)
			if guess := w == "spend (guessed)"; found == guess {
				t.Errorf("%s: %q is there: %t, in %q", what, w, found, texts(t, picture))
			}
		}
	}
}

func TestAmountsAreInWhatSuitsThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		largest float64
		in      chart.Amounts
		want    string
	}{
		{12, chart.Amounts{}, "discounted earnings, in minor units of EUR"},
		{-7e5, chart.Amounts{}, "discounted earnings, in thousand minor units of EUR"},
		{3e20, chart.Amounts{}, "discounted earnings, in trillion minor units of EUR"},
		{3e20, chart.Amounts{Minor: 1e15, Name: "ten trillion EUR"}, "discounted earnings, in ten trillion EUR"},
		{0, chart.Amounts{}, "discounted earnings, in minor units of EUR"},
	} {
		r := businesscase.Result{Currency: "EUR", Fan: []businesscase.Band{{Period: 0}, {Period: 1, Mean: c.largest}}}
		picture, err := chart.Fan(r, c.in, chart.Config{})
		if found := texts(t, svg(t, picture, err)); !slices.Contains(found, c.want) {
			t.Errorf("of %g: got %q, want %q", c.largest, found, c.want)
		}
	}
}

// tableText returns the table of a picture as text.
func tableText(t fataler, c *chart.Chart) string {
	t.Helper()
	var out strings.Builder
	if err := c.Table().WriteText(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheTableOfACaseHoldsWhatThePictureShows(t *testing.T) {
	t.Parallel()
	charts, err := casePictures("=1+1", euros(), chart.Config{})
	if err != nil {
		t.Fatal(err)
	}
	delete(charts, "fan-of-months")
	delete(charts, "fan") // see ExampleFan
	want := map[string]string{
		"tornado": `input         basis     low      most likely  high     value at low  value at most likely  value at high  swing  break-even  unit
=1+1          guessed   0.02     0.15         0.3      -0.62         1.45                  3.9            4.52   0.053       million EUR
=1+1          observed  61000    72000        81000    0.7           1.45                  2.01           1.31               million EUR
change.delay  guessed   0        1            6        1.6           1.45                  0.9            0.7                million EUR
customers     stated    1.1e+06  1.25e+06     1.4e+06  1.3           1.45                  1.6            0.3                million EUR
change.price  guessed   -0.05    0            0.05     1.28          1.45                  1.19           0.26               million EUR
rate          stated    0.06     0.08         0.1      1.45          1.45                  1.45           0                  million EUR
`,
		"loss": `scale  scale low  scale high  loss    loss low  loss high    mark
0                             0.9     0.864     0.909
0.25                          0.72    0.6912    0.74016
0.45   0.44       0.46                                       worth nothing on average
0.5                           0.44    0.4224    0.46464
0.75                          0.2     0.192     0.216
1                                                            as hoped for
1                             0.06    0.0576    0.06564
1.25                          0.01    0.0096    0.01099
1.5                           0.002   0.00192   0.0021996
1.75                          0.0005  0.00048   0.000549975
2                             0       0         0
`,
		"worth-knowing": `input        basis     worth of knowing  low      high     share of variance  unit
all of them            0.21              0.20412  0.21588                     million EUR
=1+1         guessed   0.14              0.13608  0.14392  0.61               million EUR
spend        observed  0.032             0.02906  0.03494  0.2                million EUR
change.once  stated    0                 0        0.00098  0.01               million EUR
`,
	}
	got := map[string]string{}
	for what, c := range charts {
		got[what] = tableText(t, c)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestNamesOfACaseAreShownAsTheyAre(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(
			rapid.StringMatching(`[<>&"'a-z;/]{1,18}`),
			rapid.SampledFrom([]string{"</text><script>", "&lt;", "日本", "é\u0301", "=1+1", "%s", "\\frac{1}{2}", "$x$"}),
		).Draw(t, "name")
		charts, err := casePictures(name, chart.Amounts{Minor: 3, Name: name}, chart.Config{Title: name})
		for what, picture := range show(t, charts, err) {
			if !slices.Contains(texts(t, picture), name) {
				t.Fatalf("%s: a name is not in the picture", what)
			}
			if picture != svg(t, charts[what], nil) {
				t.Fatalf("%s: drawn twice, it differs", what)
			}
		}
	})
}

func TestLongNamesOfACaseStayWithinThePicture(t *testing.T) {
	t.Parallel()
	for _, width := range []int{700, 960} {
		charts, err := casePictures(strings.Repeat("W", 255), chart.Amounts{}, chart.Config{Title: strings.Repeat("title ", 42), Width: width, Height: width / 2, Values: strings.Repeat("values ", 36)})
		for what, picture := range show(t, charts, err) {
			tidy(t, what, picture)
		}
	}
}

func TestCasesOfAnySizeAreDrawn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		scale := rapid.SampledFrom([]float64{0, 1e-300, 1e-9, 1, -1, 1e14, -1e14, 1e26}).Draw(t, "scale")
		unit := businesscase.Unit(rapid.IntRange(0, 3).Draw(t, "unit"))
		r := businesscase.Result{Unit: unit, Currency: "JPY"}
		for i := range rapid.IntRange(2, 40).Draw(t, "periods") {
			v := scale * rapid.Float64Range(-1, 1).Draw(t, "value")
			quantiles := []businesscase.Quantile{{P: .9, Value: v}, {P: .1, Value: -v}, {P: .3, Value: scale}}
			r.Fan = append(r.Fan, businesscase.Band{Period: i, Mean: v, Quantiles: quantiles})
		}
		bar := businesscase.Bar{Input: "a", Low: -scale / 1e12, High: scale / 1e12, AtLow: r.Fan[0].Mean, AtHigh: r.Fan[1].Mean}
		cfg := chart.Config{}
		if rapid.Bool().Draw(t, "fixed") {
			cfg.From, cfg.To = -1, 3
		}
		fan, err1 := chart.Fan(r, chart.Amounts{}, cfg)
		bars, err2 := chart.Tornado(businesscase.Tornado{Base: scale / 2, Bars: []businesscase.Bar{bar, bar}}, chart.Amounts{}, cfg)
		for what, picture := range show(t, map[string]*chart.Chart{"fan": fan, "bars": bars}, errors.Join(err1, err2)) {
			tidy(t, what, picture)
			if strings.Contains(picture, "NaN") || strings.Contains(picture, "Inf") {
				t.Fatalf("%s: there is no place for a number", what)
			}
		}
	})
}

func TestAmountsAtTheEndsOfATornadoAreInTheUnitOfTheValue(t *testing.T) {
	t.Parallel()
	bars := []businesscase.Bar{
		{Input: "gain", Low: 400_000, Base: 500_000, High: 600_000, AtLow: -1e6, AtHigh: 1e6, Swing: 2e6, BreakEven: new(500_000.), Currency: "EUR"},
		{Input: "reach", Low: .4, Base: .5, High: .6, AtLow: -1e6, AtHigh: 1e6, Swing: 2e6, BreakEven: new(.5)},
	}
	c, err := chart.Tornado(businesscase.Tornado{Bars: bars}, chart.Amounts{Minor: 100_000, Name: "thousand EUR"}, chart.Config{})
	if err != nil {
		t.Fatal(err)
	}
	rows := c.Table().Rows
	if got, want := rows[0][2:5], []string{"4", "5", "6"}; !slices.Equal(got, want) || rows[0][9] != "5" {
		t.Errorf("got %q, want %q", rows[0], want)
	}
	if got, want := rows[1][2:5], []string{"0.4", "0.5", "0.6"}; !slices.Equal(got, want) || rows[1][9] != "0.5" {
		t.Errorf("got %q, want %q", rows[1], want)
	}
}

func TestPicturesOfACaseHaveTheSizeAskedFor(t *testing.T) {
	t.Parallel()
	charts, err := casePictures("a", chart.Amounts{}, chart.Config{Width: 500, Height: 400})
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range slices.Sorted(maps.Keys(charts)) {
		if w, h := decoded(t, charts[what]); w != 500 || h != 400 {
			t.Errorf("%s: got %d by %d pixels, want 500 by 400", what, w, h)
		}
		if err := charts[what].WriteSVG(io.Discard); err != nil {
			t.Error(err)
		}
	}
}

func TestACaseThatCannotBeDrawnIsRefusedByFieldAndRule(t *testing.T) {
	t.Parallel()
	nan, bands := math.NaN(), func(change func(*businesscase.Result)) error {
		r := result(businesscase.Year, 3)
		change(&r)
		_, err := chart.Fan(r, chart.Amounts{}, chart.Config{})
		return err
	}
	in := func(a chart.Amounts) error {
		_, err := chart.Fan(result(businesscase.Year, 3), a, chart.Config{})
		return err
	}
	bars := func(base float64, b ...businesscase.Bar) error {
		_, err := chart.Tornado(businesscase.Tornado{Base: base, Bars: b}, chart.Amounts{}, chart.Config{})
		return err
	}
	curve := func(even businesscase.BreakEven, points ...businesscase.LossPoint) error {
		_, err := chart.LossCurve(points, even, chart.Config{})
		return err
	}
	worth := func(r businesscase.Result) error {
		_, err := chart.WorthKnowing(r, chart.Amounts{}, chart.Config{})
		return err
	}
	sure := businesscase.LossPoint{Scale: 1, Loss: businesscase.Chance{High: 1}}
	for _, c := range []struct {
		name, field string
		err         error
	}{
		{"no fan", "Fan", bands(func(r *businesscase.Result) { r.Fan = nil })},
		{"no such unit", "Unit", bands(func(r *businesscase.Result) { r.Unit = 9 })},
		{"a period left out", "Fan[2].Period", bands(func(r *businesscase.Result) { r.Fan[2].Period = 3 })},
		{"no number", "Fan[1].Mean", bands(func(r *businesscase.Result) { r.Fan[1].Mean = nan })},
		{"a number beyond all bounds", "Fan[1].Quantiles[4]", bands(func(r *businesscase.Result) { r.Fan[1].Quantiles[4].Value = 1e300 })},
		{"other quantiles", "Fan[3].Quantiles", bands(func(r *businesscase.Result) { r.Fan[3].Quantiles[0].P = .5 })},
		{"too many quantiles", "Fan[0].Quantiles", bands(func(r *businesscase.Result) { r.Fan[0].Quantiles = make([]businesscase.Quantile, 21) })},
		{"an odd currency", "Currency", bands(func(r *businesscase.Result) { r.Currency = "\n" })},
		{"amounts without a name", "Amounts.Name", in(chart.Amounts{Minor: 100})},
		{"a name without an amount", "Amounts.Minor", in(chart.Amounts{Name: "EUR"})},
		{"amounts below 0", "Amounts.Minor", in(chart.Amounts{Minor: -1, Name: "EUR"})},
		{"amounts that are none", "Amounts.Minor", in(chart.Amounts{Minor: nan, Name: "EUR"})},
		{"no bars", "Bars", bars(0)},
		{"too many bars", "Bars", bars(0, make([]businesscase.Bar, 201)...)},
		{"no base", "Base", bars(nan, businesscase.Bar{Input: "a"})},
		{"a bar without a name", "Bars[0].Input", bars(0, businesscase.Bar{})},
		{"an endless bar", "Bars[0].AtHigh", bars(0, businesscase.Bar{Input: "a", AtHigh: math.Inf(1)})},
		{"an endless input", "Bars[0].Low", bars(0, businesscase.Bar{Input: "a", Low: math.Inf(-1)})},
		{"no break-even", "Bars[0].BreakEven", bars(0, businesscase.Bar{Input: "a", BreakEven: &nan})},
		{"no points", "Points", curve(businesscase.BreakEven{})},
		{"a chance that is none", "Points[0].Loss", curve(businesscase.BreakEven{}, businesscase.LossPoint{Loss: businesscase.Chance{Value: 2, High: 2}})},
		{"a chance outside its range", "Points[1].Loss", curve(businesscase.BreakEven{}, sure, businesscase.LossPoint{Loss: businesscase.Chance{Value: .5, High: .4}})},
		{"no scale", "Points[0].Scale", curve(businesscase.BreakEven{}, businesscase.LossPoint{Scale: nan})},
		{"a break-even outside its range", "BreakEven", curve(businesscase.BreakEven{Found: true, Scale: 1, Low: 2, High: 3}, sure)},
		{"nothing to find out", "Inputs", worth(businesscase.Result{})},
		{"a finding that is no number", "Rows[1].Value.Value", worth(businesscase.Result{Inputs: []businesscase.Finding{{Input: "a", Perfect: businesscase.Mean{Value: nan}}}})},
	} {
		e, ok := errors.AsType[*relationship.OpError](c.err)
		if !ok || !errors.Is(c.err, relationship.ErrInvalid) || e.Field != c.field || e.Room != "chart" {
			t.Errorf("%s: got %v, want it to name %s", c.name, c.err, c.field)
		}
	}
}
