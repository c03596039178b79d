package drawing_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/kithcrm/kith/relationship/drawing"
)

// linear returns the light of red, green and blue of a colour, from 0 to 1 (IEC 61966-2-1).
func linear(t *testing.T, colour string) [3]float64 {
	t.Helper()
	var out [3]float64
	for i := range out {
		v, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		if c := float64(v) / 255; c <= 0.04045 {
			out[i] = c / 12.92
		} else {
			out[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return out
}

func times(m [3][3]float64, c [3]float64) [3]float64 {
	var out [3]float64
	for i, row := range m {
		out[i] = min(1, max(0, row[0]*c[0]+row[1]*c[1]+row[2]*c[2]))
	}
	return out
}

// lab returns a colour in CIE 1976 L*a*b* under D65.
func lab(c [3]float64) [3]float64 {
	f := func(v float64) float64 {
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return (24389.0/27*v + 16) / 116
	}
	x := f((0.4124564*c[0] + 0.3575761*c[1] + 0.1804375*c[2]) / 0.95047)
	y := f(0.2126729*c[0] + 0.7151522*c[1] + 0.0721750*c[2])
	z := f((0.0193339*c[0] + 0.1191920*c[1] + 0.9503041*c[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func TestColoursAreToldApartByAllEyes(t *testing.T) {
	t.Parallel()
	// Machado, Oliveira and Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision
	// Deficiency", IEEE TVCG 15(6), the matrices for severity 1.
	eyes := map[string][3][3]float64{
		"usual":        {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
		"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
		"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
		"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
	}
	grades, _ := drawing.HealthColours()
	for name, eye := range eyes {
		for i, a := range grades {
			for _, b := range grades[:i] {
				p, q := lab(times(eye, linear(t, a))), lab(times(eye, linear(t, b)))
				// A difference of 2 to 3 can just be seen; ten times that is plain at a distance.
				if d := math.Sqrt(sq(p[0]-q[0]) + sq(p[1]-q[1]) + sq(p[2]-q[2])); d < 25 {
					t.Errorf("%s: %s and %s differ by %.1f only", name, a, b, d)
				}
			}
		}
	}
}

func sq(v float64) float64 { return v * v }

func TestColoursStandOutFromTheGround(t *testing.T) {
	t.Parallel()
	luminance := func(colour string) float64 {
		c := linear(t, colour)
		return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
	}
	grades, ground := drawing.HealthColours()
	for _, g := range grades {
		if ratio := (luminance(ground) + 0.05) / (luminance(g) + 0.05); ratio < 3 {
			t.Errorf("%s has a contrast of %.2f, want 3 (WCAG 2.2, 1.4.11)", g, ratio)
		}
	}
}
