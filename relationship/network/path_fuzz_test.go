package network_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/network"
)

// FuzzParsePath reads any text as a path: none may panic; an error says where in the text; and what
// a path says, and what its inverse says, is parsed as the same again.
func FuzzParsePath(f *testing.F) {
	kinds := pathKinds(f)
	for _, seed := range []string{"a", "^(a/s)+|b{2,3}", "((a{9}){9}){9}", "(a?){2,}", "a{1}{", "!a", "客户/\xff", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		path, err := network.ParsePath(text, kinds)
		if err != nil {
			mustPointInto(t, text, err)
			return
		}
		mustParseToItself(t, path, kinds)
		mustParseToItself(t, path.Inverse(), kinds)
		if twice := path.Inverse().Inverse(); twice.String() != path.String() {
			t.Errorf("%q inverted twice is %q", path, twice)
		}
	})
}

func mustPointInto(t *testing.T, text string, err error) {
	t.Helper()
	broken, ok := errors.AsType[*relationship.OpError](err)
	if !ok || !errors.Is(err, relationship.ErrInvalid) {
		t.Fatalf("ParsePath(%q) = %v, want ErrInvalid", text, err)
	}
	column, bad := strconv.Atoi(strings.TrimPrefix(broken.Field, "column "))
	if bad != nil || column < 1 || column > utf8.RuneCountInString(text)+1 {
		t.Errorf("ParsePath(%q) is wrong at %q, outside the text", text, broken.Field)
	}
}

func mustParseToItself(t *testing.T, path network.Path, kinds relationship.Kinds) {
	t.Helper()
	if again, err := network.ParsePath(path.String(), kinds); err != nil || again.String() != path.String() {
		t.Errorf("ParsePath(%q) = %q, %v, want the same", path, again, err)
	}
}
