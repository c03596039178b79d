package network

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kithcrm/kith/relationship"
)

// The limits of a path: see [ParsePath].
const (
	maxPathBytes = 4096
	maxPathSteps = 64
	maxPathDepth = 100
)

// Rules that are broken in more than one place.
const (
	ruleLength  = "is where the path gets too long: it must be at most 4096 bytes"
	ruleSize    = "is where the path gets too long: it must name at most 64 kinds once bounds are written out"
	ruleNegated = "begins a negated set, which paths cannot have here"
	ruleMore    = "must be / or |, or end the path or group"
)

// A pathParser reads a path by recursive descent. Its methods are productions [88] to [94] of the
// grammar of SPARQL 1.1.
type pathParser struct {
	text    string
	at      int  // the byte that comes next
	depth   int  // how many parentheses are open
	inverse bool // an odd number of "^" applies to what comes next
	kinds   relationship.Kinds
}

// parse reads the whole text.
func (p *pathParser) parse() (pathPart, error) {
	if err := p.checkText(); err != nil {
		return pathPart{}, err
	}
	whole, err := p.list(anyOf)
	switch {
	case err != nil:
		return pathPart{}, err
	case p.peek() == ')':
		return pathPart{}, p.broken(p.at, "closes a group that is not open")
	case !p.atEnd():
		return pathPart{}, p.unexpected(ruleMore)
	case max(len(whole.String()), len(whole.inverse().String())) > maxPathBytes:
		// With "^" before single kinds a text gets longer, and what a Path says must parse.
		return pathPart{}, p.broken(0, "begins a path that is too long: its inverse must be at most 4096 bytes too")
	}
	return whole, nil
}

func (p *pathParser) checkText() error {
	for i := 0; i < len(p.text); {
		r, size := utf8.DecodeRuneInString(p.text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return p.broken(i, "must be valid UTF-8")
		case i+size > maxPathBytes:
			return p.broken(i, ruleLength)
		}
		i += size
	}
	if p.skipSpace(); p.atEnd() {
		return p.broken(p.at, "must name a kind: the path is empty")
	}
	return nil
}

// list reads alternatives, [89], or a sequence, [90].
func (p *pathParser) list(form pathForm) (pathPart, error) {
	var parts []pathPart
	for size := 0; ; {
		start := p.skipSpace()
		part, err := p.listed(form)
		if err != nil {
			return pathPart{}, err
		}
		if size += part.size; size > maxPathSteps {
			return pathPart{}, p.broken(start, ruleSize)
		}
		parts = append(parts, part)
		if !p.take(form.operator()) {
			if p.inverse && form == inTurn {
				slices.Reverse(parts)
			}
			return joinPaths(form, parts), nil
		}
	}
}

func (p *pathParser) listed(form pathForm) (pathPart, error) {
	if form == anyOf {
		return p.list(inTurn)
	}
	return p.element()
}

// element reads an element of a sequence, [91] and [92].
func (p *pathParser) element() (pathPart, error) {
	if p.take('^') {
		p.inverse = !p.inverse
		defer func() { p.inverse = !p.inverse }()
	}
	part, err := p.primary()
	if err != nil {
		return pathPart{}, err
	}
	return p.modified(part)
}

// primary reads a kind or a group, [94].
func (p *pathParser) primary() (pathPart, error) {
	p.skipSpace()
	switch r := p.peek(); {
	case r == '(':
		return p.group()
	case r == '^':
		return pathPart{}, p.broken(p.at, "must not be a second ^ without parentheses")
	case inKindName(r):
		return p.kind()
	}
	return pathPart{}, p.unexpected("must be a kind, or a group in parentheses")
}

func (p *pathParser) kind() (pathPart, error) {
	rest := p.text[p.at:]
	name := relationship.KindName(rest[:len(rest)-len(strings.TrimLeftFunc(rest, inKindName))])
	kind, known := p.kinds.Kind(name)
	if !known {
		return pathPart{}, p.broken(p.at, "names a kind that is not known")
	}
	p.at += len(name)
	one := step{kind: name, inverse: p.inverse && !kind.Symmetric}
	return pathPart{form: oneTie, step: one, symmetric: kind.Symmetric, size: 1}, nil
}

func (p *pathParser) group() (pathPart, error) {
	open := p.at
	p.at++
	if p.depth++; p.depth > maxPathDepth {
		return pathPart{}, p.broken(open, "opens a group too deep: at most 100 may stand in each other")
	}
	part, err := p.list(anyOf)
	if err != nil {
		return pathPart{}, err
	}
	if !p.take(')') {
		if p.atEnd() {
			return pathPart{}, p.broken(open, "opens a group that is never closed")
		}
		return pathPart{}, p.unexpected(ruleMore)
	}
	p.depth--
	return part, nil
}

// modified reads what stands after a kind or a group, [93].
func (p *pathParser) modified(part pathPart) (pathPart, error) {
	start := p.skipSpace()
	low, high := 0, 1
	switch p.peek() {
	case '?':
	case '*':
		high = unbounded
	case '+':
		low, high = 1, unbounded
	case '{':
		var err error
		if low, high, err = p.bounds(); err != nil {
			return pathPart{}, err
		}
	default:
		return part, nil
	}
	p.at++
	if part = repeatPath(part, low, high); part.size > maxPathSteps {
		return pathPart{}, p.broken(start, ruleSize)
	}
	if p.skipSpace(); strings.ContainsRune("?*+{", p.peek()) {
		return pathPart{}, p.broken(p.at, "must not be a second modifier without parentheses")
	}
	return part, nil
}

// bounds reads bounds up to the brace that closes them.
func (p *pathParser) bounds() (low, high int, err error) {
	open := p.at
	p.at++
	if low, err = p.bound(1); err != nil {
		return 0, 0, err
	}
	high = low
	if p.take(',') {
		high = unbounded
		if p.skipSpace(); p.peek() != '}' {
			if high, err = p.bound(low); err != nil {
				return 0, 0, err
			}
		}
	}
	switch p.skipSpace(); {
	case p.atEnd():
		return 0, 0, p.broken(open, "opens bounds that are never closed")
	case p.peek() != '}':
		return 0, 0, p.broken(p.at, "must be a comma or the end of the bounds, as in {1,3}")
	}
	return low, high, nil
}

// bound reads a number of at least low.
func (p *pathParser) bound(low int) (int, error) {
	start := p.skipSpace()
	n := 0
	for ; '0' <= p.peek() && p.peek() <= '9'; p.at++ {
		n = min(10*n+int(p.peek()-'0'), maxPathSteps+1)
	}
	switch {
	case p.at == start:
		return 0, p.broken(start, "must be a number, as in {1,3}")
	case n == 0:
		return 0, p.broken(start, "must be 1 or more: for none, write (...)?")
	case n > maxPathSteps:
		return 0, p.broken(start, "must be at most 64")
	case n < low:
		return 0, p.broken(start, "must not be below the bound before it")
	}
	return n, nil
}

// skipSpace skips white space and returns where it ends.
func (p *pathParser) skipSpace() int {
	p.at = len(p.text) - len(strings.TrimLeft(p.text[p.at:], " \t\r\n"))
	return p.at
}

// take skips white space, and then c if it comes next.
func (p *pathParser) take(c byte) bool {
	p.skipSpace()
	if p.peek() != rune(c) {
		return false
	}
	p.at++
	return true
}

// peek returns the character that comes next, or one that can stand nowhere at the end of the text.
func (p *pathParser) peek() rune {
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	return r
}

func (p *pathParser) atEnd() bool { return p.at == len(p.text) }

// unexpected returns the error for what comes next where something else must stand.
func (p *pathParser) unexpected(rule string) error {
	if p.peek() == '!' {
		rule = ruleNegated
	}
	return p.broken(p.at, rule)
}

// broken returns the error for a rule that is broken at a byte of the text.
func (p *pathParser) broken(at int, rule string) error {
	column := utf8.RuneCountInString(p.text[:at]) + 1
	return broken("parse path", "column "+strconv.Itoa(column), rule)
}

// inKindName reports whether the names of kinds can have a character.
func inKindName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("-_.:", r)
}
