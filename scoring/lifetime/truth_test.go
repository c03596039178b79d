package lifetime_test

import (
	"bufio"
	"compress/gzip"
	"io"
	"iter"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/scoring/lifetime"
)

// buyLines yields the fields of a file of real data line by line, the names of the columns first. Lines that begin with # are
// notes.
func buyLines(t testing.TB, name string) iter.Seq[[]string] {
	t.Helper()
	path := realparts.Data(t, "clv", name)
	return func(yield func([]string) bool) {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var in io.Reader = f
		if strings.HasSuffix(name, ".gz") {
			if in, err = gzip.NewReader(f); err != nil {
				t.Fatal(err)
			}
		}
		lines := bufio.NewScanner(in)
		for lines.Scan() {
			if !strings.HasPrefix(lines.Text(), "#") && !yield(strings.Split(lines.Text(), ",")) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// buyRows returns the rows of a file of real data as values by column name.
func buyRows(t testing.TB, name string) []map[string]string {
	t.Helper()
	var head []string
	var rows []map[string]string
	for fields := range buyLines(t, name) {
		if head == nil {
			head = fields
			continue
		}
		row := make(map[string]string, len(fields))
		for i, h := range head {
			row[h] = fields[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// buyNumber returns a number from a file.
func buyNumber(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// buyModel returns a model by the name that the reference files give it.
func buyModel(name string, p [4]float64) lifetime.Model {
	switch name {
	case "bgnbd":
		return lifetime.BGNBD{R: p[0], Alpha: p[1], A: p[2], B: p[3]}
	case "mbgnbd":
		return lifetime.MBGNBD{R: p[0], Alpha: p[1], A: p[2], B: p[3]}
	}
	return lifetime.ParetoNBD{R: p[0], Alpha: p[1], S: p[2], Beta: p[3]}
}

// TestPredictionsAreThoseOfExactArithmetic compares with values in 90 digits, for customers of CDNOW and for patterns and
// parameters as extreme as can be.
func TestPredictionsAreThoseOfExactArithmetic(t *testing.T) {
	t.Parallel()
	type known struct {
		model lifetime.Model
		c     lifetime.Customer
		real  bool
	}
	cases := map[string]known{}
	for _, r := range buyRows(t, "reference-cases.csv") {
		n := func(field string) float64 { return buyNumber(t, r[field]) }
		cases[r["case"]] = known{
			buyModel(r["model"], [4]float64{n("p1"), n("p2"), n("p3"), n("p4")}),
			lifetime.Customer{X: n("x"), TX: n("t_x"), T: n("T")},
			strings.Contains(r["case"], ":cdnow:cdnow"),
		}
	}
	worst := map[string]float64{}
	at := map[string]string{}
	seen := 0
	for _, r := range buyRows(t, "reference-predictions.csv") {
		k, found := cases[r["case"]]
		if !found {
			continue
		}
		want := buyNumber(t, r["truth"])
		got, err := buyAsk(k.model, k.c, r["quantity"])
		if err != nil {
			t.Errorf("%s %s: %v", r["case"], r["quantity"], err)
			continue
		}
		seen++
		e := math.Abs(got-want) / math.Abs(want)
		if r["quantity"] == "ll" && math.Abs(want) < 1e-5 {
			if math.Abs(got-want) > 1e-14 {
				t.Errorf("%s %s: got %.17g, want %.17g", r["case"], r["quantity"], got, want)
			}
			continue
		}
		if got == want {
			e = 0
		}
		limit, kind := 1e-9, "extreme"
		if k.real {
			limit, kind = 1e-12, "real"
		}
		key := kind + " " + strings.Split(r["case"], ":")[0] + " " + r["quantity"]
		if e > worst[key] {
			worst[key], at[key] = e, r["case"]
		}
		if !(e <= limit) {
			t.Errorf("%s %s: got %.17g, want %.17g, off by %.2g", r["case"], r["quantity"], got, want, e)
		}
	}
	for key, e := range worst {
		t.Logf("%-30s %.2g at %s", key, e, at[key])
	}
	if len(cases) != 451 || seen < 2500 {
		t.Errorf("got %d cases and %d values, want 451 and some thousands", len(cases), seen)
	}
}

// buyAsk asks a model for what a reference file calls a quantity.
func buyAsk(m lifetime.Model, c lifetime.Customer, quantity string) (float64, error) {
	if of, isCET := strings.CutPrefix(quantity, "cet"); isCET {
		horizon, err := strconv.ParseFloat(of, 64)
		if err != nil {
			return 0, err
		}
		return m.Expected(c, horizon)
	}
	if of, isDERT := strings.CutPrefix(quantity, "dert"); isDERT {
		rate, err := strconv.ParseFloat(of, 64)
		if err != nil {
			return 0, err
		}
		return m.Discounted(c, rate)
	}
	if quantity == "palive" {
		return m.PAlive(c, 0)
	}
	return m.LogLikelihood(c)
}
