package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// small is a good case on few lines. Its names are of the kind that must not come up in an error.
const small = `{
"title": "Zyx", "about": "Zyx", "at": "2026-03-02", "since": "2025-03-02", "unit": "EUR", "provider": "us",
"customers": {"path": "supplies", "are": "shops"},
"standings": [{"kind": "supplies", "side": "to", "ours": true, "reach": "0.2 guessed"}],
"parties": [{"id": "us", "kind": "organisation", "name": "Zyx"},
{"id": "a", "kind": "person", "name": "Zyx", "worth": ["2026-01-01 10 observed"]}],
"ties": [{"id": "t", "kind": "supplies", "from": "us", "to": "a", "payer": "a", "paid": "5 stated",
"to_end": {"importance": ["0.5 (0.4-0.6) stated n=3"], "health": ["0.5 guessed"]}}],
"needs": [{"id": "n", "party": "a", "tie": "t", "text": "Zyx", "voiced": true, "importance": ["0.5 stated"]}]
}`

func TestBadFilesAreToldByPlaceAndRule(t *testing.T) {
	t.Parallel()
	const form = `must be like "2026-03-02 0.35 (0.25-0.45) stated n=12", where day, range and n may be missing`
	for _, c := range []struct{ name, old, new, want string }{
		{"empty", small, "", "1:1: must be JSON, which ends too early"},
		{"a list", small, "[]", "1:1: must be an object in braces"},
		{"cut short", `"tie": "t", "text"`, "", "9:37: needs[0] must be JSON"},
		{"ends early", "]\n}", "]", "9:110: must be JSON, which ends too early"},
		{"text after it", "]\n}", "]\n}{}", "10:2: must end after the case"},
		{"not JSON", `"title": "Zyx"`, `"title": 'Zyx'`, "2:10: title must be JSON"},
		{"an unknown field", `"kind": "person"`, `"kind": "person", "Zyx": 1`, "6:31: parties[1] must have only the fields that the example files have"},
		{"a field in capitals", `"unit"`, `"Unit"`, "2:76: must have only the fields that the example files have"},
		{"a field twice", `"unit"`, `"about": "", "unit"`, "2:76: must not have a field twice"},
		{"a number for a text", `"title": "Zyx"`, `"title": 1`, "2:10: title must be a text in quotes"},
		{"a text for a truth", "true, \"importance\"", `"Zyx", "importance"`, "9:74: needs[0].voiced must be true or false"},
		{"a text for a list", `["0.5 guessed"]`, `"0.5 guessed"`, "8:66: ties[0].to_end.health must be a list in brackets"},
		{"a list for an object", `{"path": "supplies", "are": "shops"}`, `["Zyx"]`, "3:14: customers must be an object in braces"},
		{"no such day", "2026-03-02", "2026-02-30", "2:39: at must be a day such as 2026-03-02"},
		{"no day", `"at": "2026-03-02", `, "", "1:1: at must be a day such as 2026-03-02"},
		{"a later day to compare with", "2025-03-02", "2026-03-02", "2:62: since must be before at"},
		{"no such side", `"side": "to"`, `"side": "Zyx"`, "4:44: standings[0].side must be from or to"},
		{"no such basis", "0.5 guessed", "0.5 zyx", "8:67: ties[0].to_end.health[0] " + form},
		{"a negative number", "0.5 guessed", "-0.5 guessed", "8:67: ties[0].to_end.health[0] " + form},
		{"not a number", "0.5 guessed", "NaN guessed", "8:67: ties[0].to_end.health[0] " + form},
		{"a number outside its range", "(0.4-0.6)", "(0.6-0.7)", "8:27: ties[0].to_end.importance[0] must have its number within its range"},
		{"a reading on no day", "2026-01-01", "2026-13-01", "6:56: parties[1].worth[0] must be a day such as 2026-03-02"},
		{"above 1", "0.5 guessed", "1.5 guessed", "7:10: Ties[0].Ends.To.Health[0].Estimate.Value must be in 0..1"},
		{"a need above 1", `["0.5 stated"]`, `["2 stated"]`, "9:11: Needs[0].Importance[0].Estimate.Value must be in 0..1"},
		{"a reach above 1", "0.2 guessed", "1.2 guessed", "4:73: standings[0].reach must be in 0..1"},
		{"a standing twice", `"0.2 guessed"}`, `"0.2 guessed"}, {"kind": "supplies", "side": "to", "ours": true}`, "4:89: standings[1] must not be that of an earlier one"},
		{"a standing of nobody", `"kind": "supplies", "side"`, `"kind": "serves", "side"`, "4:15: standings[0] must be a kind of tie that a customer has"},
		{"no noun", `"shops"`, `""`, "3:42: customers.are must be a noun for the customers, such as brokers"},
		{"no such provider", `"provider": "us"`, `"provider": "zyx"`, "2:103: provider must be the id of one of the parties"},
		{"a party without ID", `"id": "a", `, "", "6:1: parties[1] must have an id"},
		{"a tie without ID", `"id": "t", `, "", "7:10: ties[0] must have an id"},
		{"a need without ID", `"id": "n", `, "", "9:11: needs[0] must have an id"},
		{"a party twice", `"id": "a"`, `"id": "us"`, "6:1: Parties[1].ID must not be in the batch twice"},
		{"a kind of party", `"kind": "person"`, `"kind": "zyx"`, "6:1: Parties[1].Kind must be person, organisation or group"},
		{"a kind of tie", `"kind": "supplies", "from"`, `"kind": "zyx", "from"`, "7:10: Ties[0].Kind must be a kind that the book knows by Config.Kinds"},
		{"a tie to nobody", `"to": "a", "payer": "a", "paid": "5 stated"`, `"to": "zyx"`, "7:10: Ties[0].To must name a party that is there"},
		{"a class on nothing", `"text": "Zyx"`, `"text": "Zyx", "class": "basic"`, "9:11: Needs[0].ClassBasis must say what Class rests on, and be unknown where there is none"},
		{"a basis of a class", `"text": "Zyx"`, `"text": "Zyx", "class_basis": "zyx"`, "9:79: needs[0].class_basis must be unknown, guessed, stated or observed"},
		{"paid by a third", `"payer": "a"`, `"payer": "zyx"`, "7:76: ties[0].payer must be from or to"},
		{"paid by nobody", `"payer": "a", `, "", "7:75: ties[0].paid must have a payer"},
		{"a path of no kind", `"path": "supplies"`, `"path": "supplies/zyx"`, "3:23: customers.path names a kind that is not known, at column 10 of the path"},
		{"a path to nobody", `"path": "supplies"`, `"path": "^supplies"`, "3:23: customers.path must lead to someone on the day asked about"},
		{"a path to itself", `"path": "supplies"`, `"path": "supplies/^supplies"`, "3:23: customers.path must lead to someone on the day asked about"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "mine.json")
			text := strings.Replace(small, c.old, c.new, 1)
			if text == small {
				t.Fatal("nothing was changed")
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			stdout, stderr, status := critical(t, path)
			want := "critical: " + path + ":" + c.want + "\n"
			if status != failed || stdout != "" || stderr != want {
				t.Errorf("got status %d and\n%swant\n%s", status, stderr, want)
			}
			if strings.Contains(strings.ToLower(stderr), "zyx") {
				t.Error("the error tells what the file holds")
			}
		})
	}
}

func TestAllBadFilesAreToldAtOnce(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"a.json", "b.json"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, stderr, status := critical(t, "-cases", folder); status != failed || strings.Count(stderr, "too early") != 2 {
		t.Errorf("got status %d and %q", status, stderr)
	}
}

func FuzzAnyFileIsAnsweredOrRefused(f *testing.F) {
	f.Add(small)
	f.Add(strings.Replace(small, `"supplies", "from": "us"`, `"self", "from": "a"`, 1))
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCase("mine.json", []byte(text))
		if err == nil {
			var a *answer
			if a, err = look(t.Context(), c, ""); err == nil {
				var out strings.Builder
				if err := (&printer{out: &out, answer: a}).print(); err != nil || !utf8.ValidString(out.String()) {
					t.Errorf("%v: %q", err, out.String())
				}
				return
			}
		}
		if !strings.HasPrefix(err.Error(), "mine.json") {
			t.Errorf("%q does not name the file", err)
		}
	})
}

func FuzzReadingsAreNumbersInTheirRanges(f *testing.F) {
	for _, text := range []string{"2026-03-02 0.35 (0.25-0.45) stated n=12", "1 guessed", "0 (0-0) observed", "1e9 stated"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var r reading
		if r.UnmarshalText([]byte(text)) != nil {
			return
		}
		e := r.Estimate
		if !e.Known() || !(0 <= e.Low && e.Low <= e.Value && e.Value <= e.High) || math.IsInf(e.High, 0) || math.IsInf(e.N, 0) {
			t.Errorf("%q gives %+v", text, e)
		}
	})
}
