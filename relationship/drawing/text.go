package drawing

import (
	"slices"
	"strings"
	"unicode"
)

// clean returns a text as one line that every format can hold: white space becomes single spaces,
// control characters and bytes that are not UTF-8 become U+FFFD, and characters that would turn
// round the direction of other text go.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case turnsText(r):
			return -1
		case unicode.IsControl(r), r == 0xFFFE, r == 0xFFFF:
			return unicode.ReplacementChar
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// turnsText reports whether a character changes the direction of the text around it.
func turnsText(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0x200E || r == 0x200F || r == 0x061C
}

// quote returns a clean text as it stands in a sentence: shortened, since sentences tell the same
// names again and again, and isolated.
func quote(s string) string { return isolated(shorten(s, 1, 60)) }

// isolated returns a clean text with marks that keep its direction to itself (Unicode Standard Annex
// 9, section 2.4.2), where it has letters that run from right to left.
func isolated(s string) string {
	if strings.ContainsFunc(s, fromRight) {
		return "\u2068" + s + "\u2069"
	}
	return s
}

func fromRight(r rune) bool {
	return r >= 0x0590 && r <= 0x08FF || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFF || r >= 0x10800 && r <= 0x10FFF || r >= 0x1E800 && r <= 0x1EFFF
}

// A glyph is a piece of text that is not to be broken, with the width up to its end.
type glyph struct {
	end   int     // in bytes
	width float64 // in units of the font's size, of all the text up to here
}

// glyphs cuts a text where it may be broken at worst: not before marks that combine, nor inside
// emoji that are joined. It stops at a width that no line has, so that long texts cost little.
func glyphs(s string) []glyph {
	const enough = 200
	var out []glyph
	width, joined := 0.0, false
	for at, r := range s {
		if len(out) == 0 || !(joined || combines(r)) {
			if width > enough {
				break
			}
			out = append(out, glyph{})
		}
		joined = r == 0x200D
		width += runeWidth(r)
		out[len(out)-1] = glyph{at + len(string(r)), width}
	}
	return out
}

func combines(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r == 0x200D || r == 0x200C ||
		r >= 0xFE00 && r <= 0xFE0F || r >= 0x1F3FB && r <= 0x1F3FF
}

// textWidth returns how wide a text is at a size, or somewhat more.
func textWidth(s string, size float64) float64 {
	width := 0.0
	for _, r := range s {
		width += runeWidth(r)
	}
	return width * size
}

// shorten returns as much of a text as fits a width, with an ellipsis where something is cut.
func shorten(s string, size, width float64) string {
	all := glyphs(s)
	if len(all) == 0 || all[len(all)-1].width*size <= width && all[len(all)-1].end == len(s) {
		return s
	}
	room := width/size - runeWidth('…')
	n, _ := slices.BinarySearchFunc(all, room, func(g glyph, w float64) int {
		if g.width <= w {
			return -1
		}
		return 1
	})
	if n == 0 {
		return "…"
	}
	return strings.TrimRight(s[:all[n-1].end], " ") + "…"
}

// wrap breaks a text into at most two lines of a width, as even as can be, and shortens the second
// where that is not enough.
func wrap(s string, size, width float64) []string {
	all := glyphs(s)
	if len(all) == 0 || all[len(all)-1].width*size <= width && all[len(all)-1].end == len(s) {
		return []string{s}
	}
	at := evenBreak(s, all, width/size)
	if at == 0 {
		at = lateBreak(s, all, width/size)
	}
	return []string{strings.TrimRight(s[:at], " "), shorten(strings.TrimLeft(s[at:], " "), size, width)}
}

// evenBreak returns the place that makes the longer of two lines shortest, or 0 where two lines are
// not enough.
func evenBreak(s string, all []glyph, width float64) int {
	best, at := width, 0
	last := all[len(all)-1]
	if last.end < len(s) {
		return 0
	}
	for i, g := range all[:len(all)-1] {
		if longer := max(g.width, last.width-g.width); longer <= best && mayBreak(s, all, i) {
			best, at = longer, g.end
		}
	}
	return at
}

// lateBreak returns the last place at which the first line still fits: between words if that fills
// a third of it.
func lateBreak(s string, all []glyph, width float64) int {
	at := all[0].end
	between := false
	for i, g := range all[:len(all)-1] {
		if g.width > width {
			break
		}
		if good := mayBreak(s, all, i) && g.width > width/3; good || !between {
			at, between = g.end, good || between
		}
	}
	return at
}

// mayBreak reports whether a line may end after a glyph: between words, after a hyphen, and in
// scripts that have no spaces.
func mayBreak(s string, all []glyph, i int) bool {
	this := []rune(s[start(all, i):all[i].end])[0]
	next := []rune(s[all[i].end:all[i+1].end])[0]
	return this == ' ' || this == '-' || this == '/' || this == '@' || breaksAnywhere(this) || breaksAnywhere(next)
}

func start(all []glyph, i int) int {
	if i == 0 {
		return 0
	}
	return all[i-1].end
}

func breaksAnywhere(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
