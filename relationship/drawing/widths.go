package drawing

import (
	"strings"
	"unicode"
)

// fonts are those asked for. Widths are those of the widest of them, so that text fits in all.
const fonts = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"

// runeWidth returns the width of a character in units of the font's size: at least that in DejaVu
// Sans, among the widest of the usual fonts.
func runeWidth(r rune) float64 {
	switch {
	case r < 0x7F:
		return asciiWidth(r)
	case unicode.In(r, unicode.Mn, unicode.Me) || unicode.In(r, unicode.Cf):
		return 0
	case r < 0x0250, r >= 0x1E00 && r < 0x1F00: // Latin
		return latinWidth(r)
	case r < 0x0530, r >= 0x1F00 && r < 0x2000: // Greek, Cyrillic
		return bandWidth(r, 0.72, 0.92)
	case r < 0x0700: // Armenian, Hebrew, Arabic
		return 0.7
	case r < 0x1E00: // further alphabets
		return 0.9
	case r >= 0x2010 && r < 0x2030:
		return 1
	case r >= 0x1F000 && r < 0x20000: // pictures
		return 1.4
	case certain(r):
		return 1
	}
	return 1.3
}

// certain reports whether the width of a character is known well. Text with others is told how
// wide to be.
func certain(r rune) bool {
	return r < 0x0530 || r >= 0x1E00 && r < 0x2030 && r != 0x2E3B || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) ||
		r >= 0x3000 && r < 0xA000 || r >= 0xAC00 && r < 0xD7A4 || r >= 0xF900 && r < 0xFB00 || r >= 0xFF00 && r < 0xFFF0 ||
		r >= 0x20000 && r < 0x40000
}

// sure reports whether the width of a whole text is known well.
func sure(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !certain(r) })
}

func asciiWidth(r rune) float64 {
	switch {
	case strings.ContainsRune("ijlIJ'", r):
		return 0.30
	case strings.ContainsRune(" ,./:;\\|f-", r):
		return 0.37
	case strings.ContainsRune("()[]tr!\"", r):
		return 0.46
	case strings.ContainsRune("sz*_`?c", r):
		return 0.56
	case strings.ContainsRune("LFkvxyPTYaoeESbdghnpqu0123456789${}", r):
		return 0.64
	case strings.ContainsRune("KAVBRXZC", r):
		return 0.70
	case strings.ContainsRune("UHNDGOQ&w", r):
		return 0.82
	}
	return 1
}

// latinWidth is for letters with marks: nearly that of their plain ones, but which those are would
// take a table.
func latinWidth(r rune) float64 {
	switch {
	case strings.ContainsRune("ìíîïĩīĭįıĺļľŀłţťŧŗŕř·¡¦", r):
		return 0.46
	case strings.ContainsRune("ŒœÆæŴŵ¼½¾Ǆ", r), r >= 0x01C4 && r <= 0x01CC, r >= 0x01F1 && r <= 0x01F3:
		return 1.43
	}
	return bandWidth(r, 0.66, 0.84)
}

// bandWidth is one for small letters and one for others.
func bandWidth(r rune, small, large float64) float64 {
	switch {
	case !unicode.IsLower(r):
		return large
	case strings.ContainsRune("щшжюыфмωњљдђ", r):
		return large
	}
	return small
}
