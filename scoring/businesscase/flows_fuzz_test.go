package businesscase_test

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// FuzzFlows gives flows of any kind: they are refused, or all numbers can be.
func FuzzFlows(f *testing.F) {
	for _, flows := range named() {
		f.Add(written(flows), .1)
	}
	f.Add(written([]float64{-1, 2.2, -1.21}), 0.)
	f.Add(written([]float64{-5e-324, math.MaxFloat64, -1}), -.999)
	f.Fuzz(func(t *testing.T, data []byte, rate float64) {
		flows := read(data)
		worth, err := businesscase.PresentValue(rate, flows)
		possible(t, err, worth)
		paid, err := businesscase.Payback(flows, rate)
		possible(t, err, paid.Periods, paid.First)
		if until := float64(len(flows)); paid.Periods > until || paid.First > until {
			t.Errorf("got %+v of %v", paid, flows)
		}
		rates, err := businesscase.ReturnRates(flows)
		possible(t, err, rates.All...)
		if !slices.IsSorted(rates.All) || slices.Contains(rates.All, -1) {
			t.Errorf("got %v", rates.All)
		}
		modified, err := businesscase.ModifiedRate(flows, businesscase.Capital{Finance: rate, Reinvest: rate})
		possible(t, err, modified)
		if !slices.Equal(written(read(data)), written(flows)) {
			t.Error("flows were changed")
		}
	})
}

// possible fails the test unless all numbers are finite, and 0 beside an error.
func possible(t *testing.T, err error, numbers ...float64) {
	t.Helper()
	for _, v := range numbers {
		if math.IsNaN(v) || math.IsInf(v, 0) || err != nil && v != 0 {
			t.Errorf("got %v beside error %v", v, err)
		}
	}
}

func written(flows []float64) []byte {
	var out []byte
	for _, v := range flows {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
	}
	return out
}

// read returns up to 40 amounts.
func read(data []byte) []float64 {
	var out []float64
	for len(data) >= 8 && len(out) < 40 {
		out = append(out, math.Float64frombits(binary.LittleEndian.Uint64(data)))
		data = data[8:]
	}
	return out
}
