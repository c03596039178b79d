package network

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kithcrm/kith/relationship"
)

// A Path says which ties to follow, one after another, from a party to those that it reaches. It is
// written as in W3C SPARQL 1.1, section 9 (property paths), with names of kinds of tie in the place
// of IRIs:
//
//	advises       a tie of this kind, from its From end to its To end
//	^works-for    one from its To end to its From end
//	a/b           a, then b
//	a|b           a or b
//	a?            a, or no tie at all: the party itself
//	a*            a any number of times, or no tie at all
//	a+            a once or more
//	a{2}          a twice
//	a{2,4}        a two, three or four times
//	a{2,}         a twice or more
//	(a|b)/c       parentheses group
//
// What stands after a kind or a group binds strongest, then "^", then "/", then "|": "^a/b+|c" is
// "((^a)/(b+))|c", and "^a+" is "^(a+)". There is one "^" before an element and one modifier after it;
// for more, write parentheses: "(a{2})?". A symmetric kind has no direction: "^knows" is "knows".
// Spaces, tabs and line breaks may stand between all of these.
//
// What differs from SPARQL:
//   - the bounds in braces are from working drafts of SPARQL 1.1; they are 1 or more
//   - there are no negated sets ("!")
//   - there are no prefixes, comments or short forms: ":" is a character of names, "a" is a name
//   - a path reaches a set: in it each party is once, in however many ways it is reached
//
// A Path never changes. The zero Path is not parsed: it reaches nobody, and its text is empty.
type Path struct {
	whole   pathPart
	machine *program // nil in the zero Path
}

// ParsePath returns the path that a text says, in the notation of [Path], with kinds as the kinds that
// may be named; the empty set allows none.
//
// A path has at most 64 places in which a kind stands once its bounds are written out, so that
// "(a/b){3}" has 6; its text, and that of its inverse, at most 4096 bytes; and parentheses stand at
// most 100 deep. For a text that is no path or passes these limits the error matches
// [relationship.ErrInvalid]; the Field of its [relationship.OpError] is the place in the text, as in
// "column 7", counted in characters from 1.
//
// It takes time and memory in proportion to the text, whatever the text is.
func ParsePath(text string, kinds relationship.Kinds) (Path, error) {
	p := pathParser{text: text, kinds: kinds}
	whole, err := p.parse()
	if err != nil {
		return Path{}, err
	}
	return newPath(whole), nil
}

func newPath(whole pathPart) Path { return Path{whole, compilePath(whole)} }

// String returns the path as text: without needless parentheses and spaces, bounds in their shortest
// form, and "^" before single kinds only, as in "^b/^a" for "^(a/b)". Parsing it with the same kinds
// gives the same path again.
func (p Path) String() string { return p.whole.String() }

// Inverse returns the path walked from its end to its start: it leads from b to a where p leads from
// a to b, as "^b/^a" does for "a/b". The inverse of the inverse is p.
func (p Path) Inverse() Path {
	if p.machine == nil {
		return Path{}
	}
	return newPath(p.whole.inverse())
}

// A pathForm is how a part of a path is made. A greater one binds stronger.
type pathForm uint8

const (
	anyOf    pathForm = iota // one of the parts
	inTurn                   // the parts one after another
	repeated                 // the first part, low to high times
	oneTie                   // a single step
)

// unbounded is the upper bound of what may be repeated without end.
const unbounded = 0

// A pathPart is a path, or a part of one, as a tree. "^" stands at its leaves only.
type pathPart struct {
	form      pathForm
	parts     []pathPart // never changed, as several paths may share them
	low, high int
	step      step
	symmetric bool // the kind of the step is
	size      int  // how many steps there are once bounds are written out
}

// joinPaths returns one part made of others, opening those that are of the same form.
func joinPaths(form pathForm, parts []pathPart) pathPart {
	if len(parts) == 1 {
		return parts[0]
	}
	out := pathPart{form: form}
	for _, p := range parts {
		out.size += p.size
		if p.form == form {
			out.parts = append(out.parts, p.parts...)
		} else {
			out.parts = append(out.parts, p)
		}
	}
	return out
}

func repeatPath(p pathPart, low, high int) pathPart {
	if low == 1 && high == 1 {
		return p
	}
	out := pathPart{form: repeated, parts: []pathPart{p}, low: low, high: high}
	out.size = p.size * out.copies()
	return out
}

// copies returns how often a repeated part stands in the path written out. The last copy stands for
// all further ones where there is no upper bound.
func (p pathPart) copies() int { return max(p.low, p.high, 1) }

func (p pathPart) inverse() pathPart {
	if p.form == oneTie {
		p.step.inverse = !p.step.inverse && !p.symmetric
		return p
	}
	p.parts = slices.Clone(p.parts)
	for i, part := range p.parts {
		p.parts[i] = part.inverse()
	}
	if p.form == inTurn {
		slices.Reverse(p.parts)
	}
	return p
}

func (p pathPart) String() string {
	var b strings.Builder
	p.write(&b, anyOf)
	return b.String()
}

// write writes p, in parentheses if it binds weaker than its place demands.
func (p pathPart) write(b *strings.Builder, demanded pathForm) {
	if p.form < demanded {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch p.form {
	case oneTie:
		if p.step.inverse {
			b.WriteByte('^')
		}
		b.WriteString(string(p.step.kind))
	case repeated:
		// A step with "^" needs no parentheses: the inverse of a+ is the repeated inverse of a.
		p.parts[0].write(b, oneTie)
		b.WriteString(p.modifier())
	default:
		for i, part := range p.parts {
			if i > 0 {
				b.WriteByte(p.form.operator())
			}
			part.write(b, p.form)
		}
	}
}

// operator returns what stands between the parts.
func (f pathForm) operator() byte {
	if f == anyOf {
		return '|'
	}
	return '/'
}

// modifier returns what stands after a repeated part.
func (p pathPart) modifier() string {
	low, high := strconv.Itoa(p.low), strconv.Itoa(p.high)
	switch {
	case p.low == 0 && p.high == 1:
		return "?"
	case p.low == 0:
		return "*" // bounds as written are 1 or more
	case p.low == 1 && p.high == unbounded:
		return "+"
	case p.high == unbounded:
		return "{" + low + ",}"
	case p.low == p.high:
		return "{" + low + "}"
	}
	return "{" + low + "," + high + "}"
}
