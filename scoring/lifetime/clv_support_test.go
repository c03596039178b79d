package lifetime_test

import (
	"encoding/csv"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/realparts"
)

// A clvTB is what a test and a case of a law have in common.
type clvTB interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// clvTable returns the rows of a table of reference data by the names of its columns, without its comments.
func clvTable(t testing.TB, name string) []map[string]string {
	t.Helper()
	file, err := os.Open(realparts.Data(t, "clv", name))
	if err != nil {
		t.Fatal(err)
	}
	in := csv.NewReader(file)
	in.Comment = '#'
	rows, err := in.ReadAll()
	file.Close()
	if err != nil {
		t.Fatal(err)
	}
	table := make([]map[string]string, len(rows)-1)
	for i, row := range rows[1:] {
		table[i] = make(map[string]string, len(row))
		for j, cell := range row {
			table[i][rows[0][j]] = cell
		}
	}
	return table
}

// clvNumber reads a cell.
func clvNumber(t clvTB, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// clvNear reports whether two numbers agree within a share of the wanted one, or within what is left of a number
// near 0.
func clvNear(got, want, within float64) bool {
	return math.Abs(got-want) <= within*math.Max(math.Abs(want), 1e-3) && !math.IsNaN(got)
}

func clvWant(t clvTB, what string, got, want, within float64) {
	t.Helper()
	if !clvNear(got, want, within) {
		t.Errorf("%s: got %.17g, want %.17g", what, got, want)
	}
}

func clvDay(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// clvKeys returns the keys of a map in order.
func clvKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
