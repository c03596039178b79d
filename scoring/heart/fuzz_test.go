package heart_test

import (
	"testing"
	"time"

	"github.com/kithcrm/kith/scoring/heart"
)

// FuzzMeasure tries any moments. Every three bytes are one: its kind, its day, and how much it weighs.
func FuzzMeasure(f *testing.F) {
	f.Add([]byte{11, 3, 1, 6, 4, 1})
	f.Add([]byte{4, 0, 9, 4, 255, 255, 11, 255, 255})
	kinds := []heart.Kind{
		heart.Thanked, heart.Remembered, heart.ListenedTo, heart.TreatedAsPerson, heart.PromiseKept, heart.ProblemOwned,
		heart.ProblemRepaired, heart.Ignored, heart.Forgotten, heart.TalkedDown, heart.TreatedAsNumber,
		heart.PromiseBroken, heart.ProblemMet, heart.ProblemDenied, "unknown", "",
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var moments []heart.Moment
		for ; len(data) >= 3 && len(moments) < 100; data = data[3:] {
			m := heart.Moment{Kind: kinds[data[0]%16], At: days(int(data[1])), Weight: float64(data[2]) * float64(data[2]) / 64}
			switch {
			case m.Kind == heart.ProblemRepaired:
				m.Repairs = string(rune('a' + data[0]/16))
			case data[2]%2 == 1:
				m.ID = string(rune('a' + data[0]/16))
			}
			moments = append(moments, m)
		}
		for _, half := range []time.Duration{0, 24 * time.Hour} {
			h, err := heart.Measure(moments, days(255), heart.Config{HalfLife: &half})
			if err == nil {
				sound(t, h)
			}
		}
	})
}
