package readiness_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/scoring/readiness"
)

// FuzzParseInstrument gives text of any kind: it is refused, or is an instrument that comes back the same, and that
// ratings can be made by.
func FuzzParseInstrument(f *testing.F) {
	for _, ins := range []readiness.Instrument{readiness.ReadyInstrument(), instrument(2, fivePoints())} {
		text, err := json.Marshal(ins)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"name":"x","scale":{"low":0,"high":1e300,"step":1e-300},"roots":[{"id":"a","text":"A"}],"items":[{"id":"i","text":"I","group":"g","roots":{"a":1e-300}}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		ins, err := readiness.ParseInstrument(text)
		if err != nil {
			return
		}
		again, err := json.Marshal(ins)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readiness.ParseInstrument(again)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(ins, got); diff != "" {
			t.Error(diff)
		}
		tally := tallyOf(t, ins)
		for i, v := range []float64{ins.Scale.Low, ins.Scale.High} {
			for _, item := range ins.Items {
				add(t, tally, readiness.Rating{By: person(i), Item: item.ID, Value: v})
			}
		}
		roundOf(t, tally, readiness.Config{Least: 1, Rounds: 100})
		sound(t, compared(t, tally, tally))
	})
}
