package beliefs_test

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/scoring/beliefs"
)

// FuzzCompare tries any shares. Every 12 bytes are three numbers: a share, and how far its range reaches.
func FuzzCompare(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x3f\x00\x00\x00\x00\x00\x00\x80\x3f\x00\x00\x00\x3f\x00\x00\x00\x3f\x00\x00\x00\x3f"), byte(2), 3.)
	f.Add([]byte("\x00\x00\x80\x3f\x00\x00\x80\x3f\x00\x00\x80\x3f\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x3f"), byte(2), 0.)
	f.Fuzz(func(t *testing.T, data []byte, turn byte, freedom float64) {
		number := func(at int) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(data[at:]))) }
		var s beliefs.Side
		for ; len(data) >= 12 && len(s.Shares) < 7; data = data[12:] {
			e := relationship.Estimate{Value: number(0), Low: number(4), High: number(8), Basis: relationship.Stated}
			s.Shares = append(s.Shares, beliefs.Share{Attribute: names(8)[len(s.Shares)], Value: e})
		}
		s.Freedom = freedom
		a, err := s.Normalised()
		if err != nil {
			return
		}
		b := clone(a)
		for i := range b.Shares {
			b.Shares[i].Value = a.Shares[(i+int(turn))%len(a.Shares)].Value
		}
		c, err := beliefs.Compare(a, exactly(a.Shares[0].Value.Value, 1-a.Shares[0].Value.Value), b, beliefs.Config{Rounds: 100})
		if err == nil && len(a.Shares) != 2 {
			t.Fatal("sides of other attributes were compared")
		}
		if c, err = beliefs.Compare(a, b, b, beliefs.Config{Rounds: 100}); err != nil {
			t.Fatalf("normalised shares were refused: %v", err)
		}
		for _, g := range append(c.Belief, c.Spending...) {
			sound(t, g)
		}
		if _, err := json.Marshal(c); err != nil { // it refuses what is no number
			t.Fatal(err)
		}
	})
}
