package businesscase_test

import (
	"bytes"
	"math"
	"testing"

	"github.com/kithcrm/kith/scoring/businesscase"
)

// FuzzDist reads anything at all: what is read can be asked, and is written as it was read.
func FuzzDist(f *testing.F) {
	for _, text := range []string{
		`{"exactly":5}`, `{"between":[1,2,4]}`, `{"uniform":[1,2]}`, `{"triangular":[35000,40000,45000]}`, `{"pert":[10,40,80]}`,
		`{"normal":[45,8]}`, `{"lognormal":[1000,0.3]}`, `{"beta":[3,7]}`, `{"sample":[1,3,2,2]}`, `{"exactly":null}`, `{"beta":[0,-0]}`, `{"uniform":[-1e300,1e300]}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var d, again businesscase.Dist
		if err := d.UnmarshalJSON(text); err != nil {
			return
		}
		for _, v := range []float64{d.Mean(), d.SD(), have(d.Quantile(1e-12))(t), have(d.Quantile(.5))(t), have(d.Quantile(1 - 1e-12))(t)} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("%v: got %v", d, v)
			}
		}
		written := have(d.MarshalJSON())(t)
		if err := again.UnmarshalJSON(written); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(have(again.MarshalJSON())(t), written) {
			t.Fatalf("%s was written as %s", text, written)
		}
	})
}
