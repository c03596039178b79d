package themes

import (
	"unicode"
	"unicode/utf8"
)

// A scanner walks over the words of a text, in lower case and without apostrophes: "don't" is dont. Of a
// script that puts no spaces between words every two neighbouring characters are one. An emoji is a
// word as well.
type scanner struct {
	text string
	at   int

	word     []byte // the word met last; it is overwritten by the next
	from, to int    // where it stands
	first    bool   // it begins a sentence
	alone    bool   // something stands between it and the word before: a comma, a bracket
	broken   bool   // a sentence has ended since
	parted   bool
	unspaced rune // the character before, where a pair with the next is a word
	last     int
}

// scan returns a scanner that uses buf for words.
func scan(text string, buf []byte) scanner {
	return scanner{text: text, word: buf[:0], broken: true, parted: true}
}

// next goes to the next word and reports whether there is one.
func (s *scanner) next() bool {
	for s.at < len(s.text) {
		r, size := s.rune(s.at)
		switch class(r) {
		case inWord:
			s.unspaced = 0
			s.begin()
			s.run()
			return true
		case unspaced:
			if s.pair(r, size) {
				return true
			}
		case symbol:
			s.unspaced = 0
			s.begin()
			s.word = utf8.AppendRune(s.word, r)
			s.at += size
			s.to = s.at
			return true
		case stop:
			s.broken = s.broken || r == '\n' || r > 0x7f || s.at+1 == len(s.text) || s.text[s.at+1] <= ' ' || class(rune(s.text[s.at+1])) != inWord
			s.parted, s.unspaced = true, 0
			s.at += size
		case comma:
			s.parted, s.unspaced = true, 0
			s.at += size
		default:
			s.unspaced = 0
			s.at += size
		}
	}
	return false
}

func (s *scanner) rune(at int) (r rune, size int) {
	if b := s.text[at]; b < utf8.RuneSelf {
		return rune(b), 1
	}
	return utf8.DecodeRuneInString(s.text[at:])
}

func (s *scanner) begin() {
	s.first, s.broken = s.broken, false
	s.alone, s.parted = s.parted, false
	s.word, s.from = s.word[:0], s.at
}

// longest is how many bytes of a word count: what is longer is no word that anyone looks for.
const longest = 64

// run takes one word in, from its first letter.
func (s *scanner) run() {
	for s.at < len(s.text) {
		r, size := s.rune(s.at)
		if class(r) != inWord {
			if !s.elided(r, size) {
				break
			}
			s.at += size
			continue
		}
		if len(s.word) < longest {
			s.word = appendLower(s.word, r)
		}
		s.at += size
	}
	s.to = s.at
}

func appendLower(word []byte, r rune) []byte {
	switch {
	case 'A' <= r && r <= 'Z':
		return append(word, byte(r)+'a'-'A')
	case r < utf8.RuneSelf:
		return append(word, byte(r))
	}
	return utf8.AppendRune(word, unicode.ToLower(r))
}

// elided reports whether an apostrophe stands before the short end of a word, as in don't and she'll,
// and not after its short beginning, as in l'hôtel.
func (s *scanner) elided(r rune, size int) bool {
	if r != '\'' && r != '’' {
		return false
	}
	letters := 0
	for _, next := range s.text[s.at+size:] {
		if class(next) != inWord {
			break
		}
		if letters++; next >= utf8.RuneSelf || letters > 2 {
			return false
		}
	}
	return letters > 0
}

// pair makes a word of two neighbouring characters, or of one that has no neighbour.
func (s *scanner) pair(r rune, size int) bool {
	before, from := s.unspaced, s.last
	s.unspaced, s.last = r, s.at
	if before == 0 {
		if next, _ := utf8.DecodeRuneInString(s.text[s.at+size:]); class(next) == unspaced {
			s.at += size
			return false
		}
	}
	s.begin()
	if before != 0 {
		s.word, s.from = utf8.AppendRune(s.word, before), from
	}
	s.word = utf8.AppendRune(s.word, r)
	s.at += size
	s.to = s.at
	return true
}

// What a character can be in a text.
const (
	space = iota
	inWord
	unspaced
	symbol
	comma
	stop
)

func class(r rune) int {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return inWord
	case r < utf8.RuneSelf:
		return asciiClass(r)
	case withoutSpaces(r):
		return unspaced
	case unicode.IsLetter(r), unicode.IsMark(r) && r != '\ufe0f' && r != '\u20e3', unicode.IsNumber(r):
		return inWord
	case unicode.Is(unicode.So, r):
		return symbol
	}
	switch r {
	case '。', '！', '？', '।', '॥', '؟', '۔', '…', '։', '።', '\u2028', '\u2029':
		return stop
	case '，', '、', '،', '；', '：', '–', '—', '（', '）', '“', '”', '„', '«', '»':
		return comma
	}
	return space
}

func asciiClass(r rune) int {
	switch r {
	case '.', '!', '?', '\n':
		return stop
	case ',', ';', ':', '(', ')', '"', '[', ']', '/', '*', '|':
		return comma
	}
	return space
}

// withoutSpaces reports whether a character is of a script that puts no spaces between words.
func withoutSpaces(r rune) bool {
	if r < 0x0e00 {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
