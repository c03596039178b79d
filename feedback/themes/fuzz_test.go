package themes_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/kithcrm/kith/feedback"
	"github.com/kithcrm/kith/feedback/themes"
	"github.com/kithcrm/kith/internal/rules"
)

// FuzzText gives every question any text. A text that an item can have is answered, with scores that are
// whole, and any other is refused.
func FuzzText(f *testing.F) {
	for _, seed := range []string{
		"", "Please add a coat hook", "Great, but it crashes! Why not fix it?", "\xff", "a\x00b", "don’t l'hôtel rock'n'roll '", "3.30 p.m. ... a.b",
		"电池不好用。请增加", "ร้านนี้ดี", "👍👍 ❤️", "\u0301\u200d", "ß ẞ İ ı ſ", "but but but", strings.Repeat("w", 200), "a'b'c'd", "ies s ss us",
	} {
		f.Add(seed)
	}
	model, rulesAlone := train(f, café()), new(themes.Model)
	said := guests()
	x := index(f, said)
	f.Fuzz(func(t *testing.T, text string) {
		fine := text != "" && len(text) <= feedback.MaxText && rules.Text(text) == ""
		for _, m := range []*themes.Model{model, rulesAlone} {
			s, err := m.Suggest(text)
			if (err == nil) != fine || s.Score.Check(0, 1) != nil {
				t.Fatalf("got kind %q, score %v, error %v", s.Kind, s.Score, err)
			}
			points, err := m.Points(text)
			if (err == nil) != fine || len(points) == 1 {
				t.Fatalf("got %d points, error %v", len(points), err)
			}
		}
		var shelves themes.Shelves
		if err := shelves.Add("a", text); (err == nil) != fine {
			t.Fatalf("shelves: got error %v", err)
		}
		here := themes.Said{Item: "new", Text: text}
		proposals, err := themes.Propose(append(said, here, themes.Said{Item: "old", Text: text}), themes.ProposeConfig{})
		if (err == nil) != fine {
			t.Fatalf("propose: got error %v", err)
		}
		for _, p := range proposals {
			if p.Score.Check(0, 1) != nil || p.Name == "" {
				t.Fatalf("got proposal %q with score %v", p.Name, p.Score)
			}
		}
		if !fine {
			return
		}
		known(t, x, &shelves, text)
	})
}

// known asks for a text that is known, and takes it out again.
func known(t *testing.T, x *themes.Index, shelves *themes.Shelves, text string) {
	before, err := x.Similar("battery screens", 9)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Add(themes.Said{Item: "new", Text: text}); err != nil {
		t.Fatal(err)
	}
	found, err := x.Similar(text, 9)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range found {
		if a.Score.Check(0, 1) != nil {
			t.Fatalf("got score %v", a.Score)
		}
	}
	fits, err := shelves.Suggest(text, 3)
	if err != nil || len(fits) > 1 {
		t.Fatalf("got fits %v, error %v", fits, err)
	}
	for _, f := range fits {
		if f.Score.Check(0, 1) != nil {
			t.Fatalf("got score %v", f.Score)
		}
	}
	if err := shelves.Remove("a", text); err != nil {
		t.Fatal(err)
	}
	if err := x.Remove("new", 0); err != nil {
		t.Fatal(err)
	}
	after, err := x.Similar("battery screens", 9)
	if d := cmp.Diff(before, after); err != nil || d != "" {
		t.Fatalf("removed, it is not as before: error %v (-before +after)\n%s", err, d)
	}
}

// FuzzLoad reads what may be a model. What is read can be asked.
func FuzzLoad(f *testing.F) {
	f.Add(saved(f, new(themes.Model)))
	f.Add(saved(f, train(f, café()))[:300])
	f.Add("kith-themes-model 2 00\n{}")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := themes.Load(strings.NewReader(text))
		if err != nil {
			if m != nil {
				t.Fatal("there is a model beside the error")
			}
			return
		}
		if s := suggest(t, m, "please add a hook"); s.Score.Check(0, 1) != nil {
			t.Fatalf("got score %v", s.Score)
		}
	})
}
