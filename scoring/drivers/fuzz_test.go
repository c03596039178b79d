package drivers_test

import (
	"testing"

	"github.com/kithcrm/kith/scoring/drivers"
)

// FuzzAnalyse tries any rows. The first byte is how many drivers there are; then follows for each row a byte
// that is its weight and gaps, one for its outcome, and one for each driver.
func FuzzAnalyse(f *testing.F) {
	f.Add([]byte{2, 0, 9, 5, 3, 0, 4, 2, 3, 0, 7, 4, 4, 1, 3, 0, 2, 0, 9, 1, 1})
	f.Add([]byte{3, 0, 1, 1, 1, 2, 0, 2, 2, 2, 4, 0, 3, 3, 3, 6, 0, 9, 1, 2, 3, 0, 7, 255, 1, 0})
	f.Add([]byte{1, 16, 255, 255, 32, 0, 1, 0, 1, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		n := 1 + int(data[0]%6)
		var rows []drivers.Row
		for data = data[1:]; len(data) >= n+2 && len(rows) < 60; data = data[n+2:] {
			rows = append(rows, rowOf(data[0], data[1:n+2]))
		}
		a := analysed(t, named(n), rows, drivers.Config{Rounds: new(100)})
		if _, _, err := a.Quadrants(drivers.Lines{}); err != nil {
			t.Fatal(err)
		}
		sound(t, done(counted(t, named(n), rows).Analyse(drivers.Config{}))(t))
	})
}

func rowOf(how byte, answers []byte) drivers.Row {
	scales := []float64{1, 1e-90, 1e97, -.1}
	var r drivers.Row
	for i, b := range answers {
		switch v := float64(b) * scales[how/16%4]; {
		case i > 0:
			r.Drivers = append(r.Drivers, v)
		default:
			r.Outcome = v
		}
	}
	switch how % 8 {
	case 1:
		r.Gaps, r.Drivers[0] = []int{0}, 0
	case 2:
		r.NoOutcome, r.Outcome = true, 0
	case 3:
		r.Weight = new(0.0)
	case 4:
		r.Weight = new(1e9)
	case 5:
		r.Weight = new(1e-9)
	}
	return r
}
