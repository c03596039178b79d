// Package sight tells how well colours are told apart, by all eyes. It is for tests of pictures.
package sight

import (
	"fmt"
	"math"
)

// Distance returns how far two colours such as "#0072B2" are apart for the eye that tells them apart worst:
// usual sight, protanopia, deuteranopia or tritanopia. It is the distance of CIE 1976 L*a*b* under D65, where
// 2 to 3 can just be seen and ten times that is plain. It panics where a text is no colour.
func Distance(a, b string) float64 {
	least := math.Inf(1)
	for _, eye := range eyes() {
		p, q := lab(through(eye, linear(a))), lab(through(eye, linear(b)))
		least = min(least, math.Sqrt(sq(p[0]-q[0])+sq(p[1]-q[1])+sq(p[2]-q[2])))
	}
	return least
}

// Contrast returns the contrast of two colours as WCAG 2.2 defines it, from 1 to 21.
func Contrast(a, b string) float64 {
	p, q := luminance(a), luminance(b)
	return (max(p, q) + 0.05) / (min(p, q) + 0.05)
}

// eyes returns what eyes make of light: Machado, Oliveira and Fernandes (2009), "A Physiologically-based Model
// for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), the matrices for severity 1.
func eyes() [][3][3]float64 {
	return [][3][3]float64{
		{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
		{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
		{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
		{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
	}
}

// linear returns the light of red, green and blue of a colour, from 0 to 1 (IEC 61966-2-1).
func linear(colour string) [3]float64 {
	var parts [3]uint8
	if _, err := fmt.Sscanf(colour, "#%02X%02X%02X", &parts[0], &parts[1], &parts[2]); err != nil || len(colour) != 7 {
		panic("sight: " + colour + " is no colour")
	}
	var out [3]float64
	for i, v := range parts {
		if c := float64(v) / 255; c <= 0.04045 {
			out[i] = c / 12.92
		} else {
			out[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return out
}

func luminance(colour string) float64 {
	c := linear(colour)
	return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
}

func through(eye [3][3]float64, c [3]float64) [3]float64 {
	var out [3]float64
	for i, row := range eye {
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

func sq(v float64) float64 { return v * v }
