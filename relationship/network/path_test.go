package network_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
	"pgregory.net/rapid"
)

// pathKinds returns the ready kinds and some with names for the tests of paths: all are directed but
// those of the ready kinds that are not, and "s".
func pathKinds(tb testing.TB) relationship.Kinds {
	tb.Helper()
	ks := relationship.ReadyKinds()
	for _, name := range []relationship.KindName{
		"a", "b", "c", "d", "3", "-", "ex:motherOf", "ex:fatherOf", "v1.2_x", "élève", "e\u0301l", "客户", "s",
		longKind,
	} {
		end := relationship.KindEnd{Phrase: "p", Role: "r"}
		var err error
		if ks, err = ks.With(relationship.Kind{Name: name, From: end, To: end, Symmetric: name == "s"}); err != nil {
			tb.Fatal(err)
		}
	}
	return ks
}

// longKind has the longest name that a kind can have.
var longKind = relationship.KindName(strings.Repeat("l", relationship.MaxID))

// longPath returns 15 long kinds, and then some of 11 letters and some of one.
func longPath(mothers, as int) string {
	text := strings.Repeat("/"+string(longKind), 15) + strings.Repeat("/ex:motherOf", mothers) + strings.Repeat("/a", as)
	return text[1:]
}

func ExampleParsePath() {
	kinds := relationship.ReadyKinds()
	path, err := network.ParsePath("serves / advises{1,2} / ^( works-for | member-of )", kinds)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(path)
	fmt.Println(path.Inverse())
	_, err = network.ParsePath("serves/advices", kinds)
	fmt.Println(err)
	// Output:
	// serves/advises{1,2}/(^works-for|^member-of)
	// (works-for|member-of)/^advises{1,2}/^serves
	// network: parse path: column 8 names a kind that is not known
}

func TestPathsBindAsInSPARQL(t *testing.T) {
	t.Parallel()
	kinds := pathKinds(t)
	for _, test := range []struct{ text, means, canonical string }{
		{"a", "(a)", "a"},
		{"a|b|c", "(a|(b|c))", "a|b|c"},
		{"a/b/c", "(a/(b/c))", "a/b/c"},
		{"a/b|c/d", "(a/b)|(c/d)", "a/b|c/d"},
		{"a|b/c|d", "(a|(b/c))|d", "a|b/c|d"},
		{"(a|b)/c", "((a)|(b))/(c)", "(a|b)/c"},
		{"^a/b", "(^a)/b", "^a/b"},
		{"a/^b", "a/(^b)", "a/^b"},
		{"^(a/b)", "(^b)/(^a)", "^b/^a"},
		{"^(a|b)", "(^a)|(^b)", "^a|^b"},
		{"^a|b", "(^a)|b", "^a|b"},
		{"^a+", "^(a+)", "^a+"},
		{"(^a)+", "^(a+)", "^a+"},
		{"^a?", "^(a?)", "^a?"},
		{"^a*", "^(a*)", "^a*"},
		{"^a{2,3}", "^(a{2,3})", "^a{2,3}"},
		{"^(a/b)+", "(^b/^a)+", "(^b/^a)+"},
		{"^(^a)", "a", "a"},
		{"a/b+", "a/(b+)", "a/b+"},
		{"(a/b)+", "((a/b))+", "(a/b)+"},
		{"a|b?", "a|(b?)", "a|b?"},
		{"(a?)+", "((a?)+)", "(a?)+"},
		{"(a+)*", "((a)+)*", "(a+)*"},
		{"^a/b+|c", "((^a)/(b+))|c", "^a/b+|c"},
		{"a{3}", "a{3,3}", "a{3}"},
		{"a{1}", "a", "a"},
		{"a{1,}", "a+", "a+"},
		{"a{002,}", "a{2,}", "a{2,}"},
		{"(a/b){1}/c", "a/b/c", "a/b/c"},
		{"(a{2}){3}", "((a){2}){3}", "(a{2}){3}"},
		{"^knows", "knows", "knows"},
		{"^(a/knows)+", "(knows/^a)+", "(knows/^a)+"},
		{"^s{2}", "s{2}", "s{2}"},
		{" a\t{ 2 ,\r\n3 } / ( b ) ", "a{2,3}/b", "a{2,3}/b"},
		{"3{3}", "(3){3}", "3{3}"},
		{"-/v1.2_x", "(-)/(v1.2_x)", "-/v1.2_x"},
		{"élève|客户|e\u0301l", "(élève)|(客户)|(e\u0301l)", "élève|客户|e\u0301l"},
		// From section 9.2 of SPARQL 1.1, and from its section 9.
		{"(ex:motherOf|ex:fatherOf)+", "((ex:motherOf)|(ex:fatherOf))+", "(ex:motherOf|ex:fatherOf)+"},
		{"knows/knows/supplies", "(knows/knows)/supplies", "knows/knows/supplies"},
		{"supplies/^supplies", "supplies/(^supplies)", "supplies/^supplies"},
		{"supplies/part-of*", "supplies/(part-of*)", "supplies/part-of*"},
	} {
		for _, text := range []string{test.text, test.means, test.canonical} {
			path, err := network.ParsePath(text, kinds)
			if err != nil || path.String() != test.canonical {
				t.Errorf("ParsePath(%q) = %q, %v, want %q", text, path, err, test.canonical)
			}
		}
	}
}

func TestTextsThatAreNoPathsAreRefusedAtTheirColumn(t *testing.T) {
	t.Parallel()
	kinds := pathKinds(t)
	a64 := strings.Repeat("a|", 63) + "a"
	long := strings.Repeat(string(longKind)+"/", 16) // 4096 bytes
	tests := []struct {
		text   string
		column int
		rule   string // part of it
	}{
		{"", 1, "is empty"},
		{" \n ", 4, "is empty"},
		{"enemy", 1, "not known"},
		{"a/(b|enemy)+", 6, "not known"},
		{"客户/élève/élèv", 10, "not known"},
		{"A", 1, "not known"},
		{"knows–for", 6, "must be / or |"}, // an en dash
		{"a/", 3, "must be a kind"},
		{"a/ ", 4, "must be a kind"},
		{"客户/", 4, "must be a kind"},
		{"/a", 1, "must be a kind"},
		{"|", 1, "must be a kind"},
		{"a||b", 3, "must be a kind"},
		{"a|/b", 3, "must be a kind"},
		{"()", 2, "must be a kind"},
		{"(a|)", 4, "must be a kind"},
		{"(", 2, "must be a kind"},
		{"^", 2, "must be a kind"},
		{"+", 1, "must be a kind"},
		{"^+a", 2, "must be a kind"},
		{"{2}", 1, "must be a kind"},
		{"<a>", 1, "must be a kind"},
		{"\x00", 1, "must be a kind"},
		{"\uFFFD", 1, "must be a kind"},
		{"^^a", 2, "second ^"},
		{"^ ^a", 3, "second ^"},
		{"a b", 3, "must be / or |"},
		{"a^b", 2, "must be / or |"},
		{"a(b)", 2, "must be / or |"},
		{"(a b)", 4, "must be / or |"},
		{"a;", 2, "must be / or |"},
		{"a{2}b", 5, "must be / or |"},
		{"a\u00a0", 2, "must be / or |"}, // a space that SPARQL has not either
		{"a\x00", 2, "must be / or |"},
		{"(a", 1, "never closed"},
		{"a/(b|(c)", 3, "never closed"},
		{"((a)", 1, "never closed"},
		{"(a/(b)", 1, "never closed"},
		{")", 1, "must be a kind"},
		{"a)", 2, "not open"},
		{"(a))/b", 4, "not open"},
		{"(a/b)+)", 7, "not open"},
		{"!a", 1, "negated"},
		{"a/!(a|b)", 3, "negated"},
		{"^!a", 2, "negated"},
		{"(a!b)", 3, "negated"},
		{"a!", 2, "negated"},
		{"a+?", 3, "second modifier"},
		{"a? *", 4, "second modifier"},
		{"(a)+{2}", 5, "second modifier"},
		{"a{2}{3}", 5, "second modifier"},
		{"a{0}", 3, "1 or more"},
		{"a{ 000 }", 4, "1 or more"},
		{"a{0,3}", 3, "1 or more"},
		{"a{0,}", 3, "1 or more"},
		{"a{2,0}", 5, "1 or more"},
		{"a{3,1}", 5, "below the bound before it"},
		{"a{}", 3, "must be a number"},
		{"a{,3}", 3, "must be a number"},
		{"a{-1}", 3, "must be a number"},
		{"a{٣}", 3, "must be a number"},
		{"a{1,x}", 5, "must be a number"},
		{"a{", 3, "must be a number"},
		{"a{2", 2, "never closed"},
		{"b/a{2, ", 8, "must be a number"},
		{"b/a{2,3 ", 4, "never closed"},
		{"a{2;3}", 4, "must be a comma"},
		{"a{2,3,4}", 6, "must be a comma"},
		{"a{2 3}", 5, "must be a comma"},
		{"a{3x}", 4, "must be a comma"},
		{"a{65}", 3, "at most 64"},
		{"a{65,}", 3, "at most 64"},
		{"a{2,65}", 5, "at most 64"},
		{"a{99999999999999999999999999}", 3, "at most 64"},
		{"a{18446744073709551617}", 3, "at most 64"}, // 1 in 64 bits
		{a64 + "|a", 129, "at most 64 kinds"},
		{"(" + a64 + ")/a", 131, "at most 64 kinds"},
		{"a{32}/(b/c)/d{31}", 13, "at most 64 kinds"},
		{"(a/b){33}", 6, "at most 64 kinds"},
		{"(a/b){33,}", 6, "at most 64 kinds"},
		{"((a{9}){9}){9}", 8, "at most 64 kinds"},
		{strings.Repeat("(", 100) + "a" + strings.Repeat("{64})", 100), 107, "at most 64 kinds"},
		{strings.Repeat("(", 101) + "a" + strings.Repeat(")", 101), 101, "at most 100"},
		{"a/" + strings.Repeat("^(", 2000), 204, "at most 100"},
		{"a\xff", 2, "UTF-8"},
		{"客户/\xe5\xae", 4, "UTF-8"},
		{"enemy \xc0", 7, "UTF-8"},
		{long + "a", 4097, "at most 4096 bytes"},
		{strings.Repeat(" ", 4095) + "客", 4096, "at most 4096 bytes"},
		{strings.Repeat("客", 2000), 1366, "at most 4096 bytes"},
		{strings.TrimSuffix(long, "/"), 1, "inverse"},
		{longPath(18, 3), 1, "inverse"}, // the inverse has 4097 bytes
	}
	for _, test := range tests {
		path, err := network.ParsePath(test.text, kinds)
		broken, ok := errors.AsType[*relationship.OpError](err)
		if !ok || !errors.Is(err, relationship.ErrInvalid) || path.String() != "" {
			t.Errorf("ParsePath(%.40q) = %q, %v, want ErrInvalid", test.text, path, err)
			continue
		}
		if want := fmt.Sprint("column ", test.column); broken.Field != want || !strings.Contains(broken.Rule, test.rule) {
			t.Errorf("ParsePath(%.40q) = %v, want %s ... %s", test.text, err, want, test.rule)
		}
		if broken.Room != "network" || broken.Op != "parse path" {
			t.Errorf("ParsePath(%.40q) = %v, want it from network: parse path", test.text, err)
		}
	}
}

func TestLongestAndDeepestPathsAreParsed(t *testing.T) {
	t.Parallel()
	kinds := pathKinds(t)
	for _, text := range []string{
		strings.Repeat("a/", 63) + "a",
		"a{64}", "a{64,}", "a{1,64}", "(a{8}){8}", "(a/b){32}", "((a?){2,4}){16}",
		strings.Repeat("(", 100) + "a" + strings.Repeat("+)", 100),
		strings.Repeat("^(", 100) + "a/b" + strings.Repeat(")", 100),
		strings.Repeat("(a)/", 63) + strings.Repeat("(", 100) + "a" + strings.Repeat(")", 100),
		"a" + strings.Repeat(" ", 4095),
		longPath(17, 7), // the inverse has 4096 bytes
	} {
		path, err := network.ParsePath(text, kinds)
		if err != nil {
			t.Errorf("ParsePath(%.40q): %v", text, err)
			continue
		}
		for _, p := range []network.Path{path, path.Inverse()} {
			if again, err := network.ParsePath(p.String(), kinds); err != nil || again.String() != p.String() {
				t.Errorf("ParsePath(%.40q) = %.40q, %v, want the same", p, again, err)
			}
		}
	}
}

func TestZeroPathIsEmpty(t *testing.T) {
	t.Parallel()
	var zero network.Path
	if zero.String() != "" || zero.Inverse().String() != "" {
		t.Errorf("got %q and the inverse %q, want empty texts", zero, zero.Inverse())
	}
}

func TestNoKindIsKnownToTheEmptySet(t *testing.T) {
	t.Parallel()
	if _, err := network.ParsePath("knows", relationship.Kinds{}); !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("got %v, want ErrInvalid", err)
	}
}

func TestWhatNamesAKindCanStandInAPath(t *testing.T) {
	t.Parallel()
	end := relationship.KindEnd{Phrase: "p", Role: "r"}
	try := func(tb rapid.TB, name string) {
		ks, err := relationship.Kinds{}.With(relationship.Kind{Name: relationship.KindName(name), From: end, To: end})
		if err != nil {
			return
		}
		if path, err := network.ParsePath(name, ks); err != nil || path.String() != name {
			tb.Errorf("ParsePath(%q) = %q, %v", name, path, err)
		}
	}
	for r := range rune(0x3000) {
		try(t, string(r))
	}
	rapid.Check(t, func(t *rapid.T) { try(t, rapid.String().Draw(t, "name")) })
}
