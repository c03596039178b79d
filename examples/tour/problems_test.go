package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	goodParties = "id,kind,name\na,person,Zyx A\nb,person,Zyx B\no,organisation,Zyx O\n"
	goodTies    = "kind,from,to,since,until,importance,health,weight,role\n"
)

// tourOf runs the program on files with some contents. Their folder is left out of what is printed.
func tourOf(t testing.TB, parties, ties, kinds string, more ...string) (stdout, stderr string, status int) {
	t.Helper()
	dir := t.TempDir()
	args := more
	for _, f := range []struct{ name, text string }{{"parties", parties}, {"ties", ties}, {"kinds", kinds}} {
		if f.name == "kinds" && f.text == "" {
			continue
		}
		path := filepath.Join(dir, f.name+".csv")
		if err := os.WriteFile(path, []byte(f.text), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, "-"+f.name, path)
	}
	stdout, stderr, status = tour(t, args...)
	clean := strings.NewReplacer(dir+string(filepath.Separator), "")
	return clean.Replace(stdout), clean.Replace(stderr), status
}

func TestBadRowsAreAllToldByFileLineAndColumn(t *testing.T) {
	long := strings.Repeat("Zyx", 100)
	for _, c := range []struct {
		name                 string
		parties, ties, kinds string
		want                 []string
	}{
		{"an empty file", "", goodTies, "", []string{
			"parties.csv:1:1: must begin with a header row",
		}},
		{"no header row", "p1,person,Zyx\np2,person,Zyx\n", goodTies, "", []string{
			"parties.csv:1:1: id: this column is missing",
			"parties.csv:1:1: kind: this column is missing",
			"parties.csv:1:1: name: this column is missing",
		}},
		{"no header row for ties", goodParties, "works-for,a,o\n", "", []string{
			"ties.csv:1:1: this column has a name that is not one of kind, from, to, since, until, importance, health, weight, role, type, valid_from, valid_to",
			"ties.csv:1:1: kind: this column is missing",
			"ties.csv:1:1: from: this column is missing",
			"ties.csv:1:1: to: this column is missing",
			"ties.csv:1:11: this column has a name that is not one of kind, from, to, since, until, importance, health, weight, role, type, valid_from, valid_to",
			"ties.csv:1:13: this column has a name that is not one of kind, from, to, since, until, importance, health, weight, role, type, valid_from, valid_to",
		}},
		{"a missing column", "id,name\na,Zyx\n", "from,to\na,b\n", "", []string{
			"parties.csv:1:1: kind: this column is missing",
			"ties.csv:1:1: kind: this column is missing",
		}},
		{"a column twice", "id,kind,name,ID\na,person,Zyx,b\n", "kind,type,from,to\n", "", []string{
			"parties.csv:1:14: this column is there twice",
			"ties.csv:1:6: this column is there twice",
		}},
		{"a column without a name", "id,kind,name,\na,person,Zyx,b\n", goodTies, "", []string{
			"parties.csv:1:14: this column has no name",
		}},
		{"too few and too many fields", "id,kind,name\na,person\nb,person,Zyx,Zyx\n", "kind,from,to\nknows\n", "", []string{
			"parties.csv:2:1: must have 3 fields, as the header row has",
			"parties.csv:3:1: must have 3 fields, as the header row has",
			"ties.csv:2:1: must have 3 fields, as the header row has",
		}},
		{"quotes", "id,kind,name\na,person,Zyx \"Zyx\nb,person,\"Zyx\" Zyx\nc,person,\"Zyx", goodTies, "", []string{
			"parties.csv:2:14: must be CSV: bare \" in non-quoted-field",
			"parties.csv:3:14: must be CSV: extraneous or missing \" in quoted-field",
			"parties.csv:4:14: must be CSV: extraneous or missing \" in quoted-field",
		}},
		{"parties", "id,kind,name,city\n,person,Zyx,\na,,Zyx,\nb,person,Zyx\xff,\nb,person,Zyx,\nc,person,Zyx,Z\x00\n" + long + ",person,Zyx,\nd,zyx\x00,Zyx,\n", goodTies, "", []string{
			"parties.csv:2:1: id: must not be empty",
			"parties.csv:3:3: kind: must not be empty",
			"parties.csv:4:10: name: must be valid UTF-8",
			"parties.csv:5:1: id: must not be that of line 4",
			"parties.csv:6:14: city: must not hold a NUL byte",
			"parties.csv:7:1: id: must be at most 255 bytes",
			"parties.csv:8:3: kind: must not hold a NUL byte",
		}},
		{"ends", goodParties, "from,to,type\na,zyx,knows\nzyx,zyx,knows\n,b,knows\na,,knows\n", "", []string{
			"ties.csv:2:3: to: must be the ID of a party in the file of parties",
			"ties.csv:3:1: from: must be the ID of a party in the file of parties",
			"ties.csv:3:5: to: must be the ID of a party in the file of parties",
			"ties.csv:4:1: from: must not be empty",
			"ties.csv:5:3: to: must not be empty",
		}},
		{"kinds of tie", goodParties, "kind,from,to\n,a,b\nZyx zyx,a,b\n", "", []string{
			"ties.csv:2:1: kind: must not be empty",
			"ties.csv:3:1: kind: must have only letters, digits, '-', '_', '.' and ':'",
		}},
		{"periods", goodParties, goodTies +
			"knows,a,b,2020-01-02,2020-01-01,,,,\n" +
			"knows,a,b,2020-01-01T00:00:00Z,2020-01-01T00:00:00Z,,,,\n" +
			"knows,a,b,zyx,last year,,,,\n" +
			"knows,a,b,2020-02-30,2020-01-01T25:00:00Z,,,,\n" +
			"knows,a,b,0000-01-01,,,,,\n" +
			"knows,a,b,,9999-12-31,,,,\n", "", []string{
			"ties.csv:2:22: until: must be after since",
			"ties.csv:3:32: until: must be after since",
			"ties.csv:4:11: since: must be a day such as 2026-03-02, or an instant such as 2026-03-02T15:04:05Z",
			"ties.csv:4:15: until: must be a day such as 2026-03-02, or an instant such as 2026-03-02T15:04:05Z",
			"ties.csv:5:11: since: must be a day such as 2026-03-02, or an instant such as 2026-03-02T15:04:05Z",
			"ties.csv:5:22: until: must be a day such as 2026-03-02, or an instant such as 2026-03-02T15:04:05Z",
			"ties.csv:6:11: since: must be in the years 1 to 9999",
			"ties.csv:7:12: until: must be before 9999-12-31, or empty where the tie goes on",
		}},
		{"numbers", goodParties, goodTies +
			"knows,a,b,,,1.01,-0.01,,\n" +
			"knows,a,b,,,zyx,NaN,1e999,\n" +
			"knows,a,b,,,,NaN,Inf,\n" +
			"knows,a,b,,,,,Inf,\n" +
			"knows,a,b,,,,,,\xff\n", "", []string{
			"ties.csv:2:13: importance: must be in 0..1",
			"ties.csv:3:13: importance: must be a number, such as 0.8",
			"ties.csv:3:21: weight: must be a number, such as 0.8",
			"ties.csv:4:14: health: must be a finite number",
			"ties.csv:5:15: weight: must be a finite number",
			"ties.csv:6:16: role: must be valid UTF-8",
		}},
		{"rules of ready-made kinds", goodParties, "kind,from,to\nworks-for,o,a\nparent,a,b\nparent,b,a\nknows,a,a\nreports-to,a,o\n", "", []string{
			"ties.csv:2:11: from: must be a party of a kind that the kind of tie allows at this end",
			"ties.csv:4:10: to: must not close a circle in a tie of this kind",
			"ties.csv:5:9: to: must not be the same party as From in a tie of this kind",
			"ties.csv:6:14: to: must be a party of a kind that the kind of tie allows at this end",
		}},
		{"kinds", goodParties, goodTies, "name,phrase,role,inverse_phrase,inverse_role,symmetric\n" +
			",x,x,x,x,\nk1,,x,x,x,\nk2,x,,x,x,\nk3,x,x,,x,\nk4,x,x,x,,\nk5,x,x,y,y,yes\nk6,x,x,,,zyx\nk7,x,x,x,x,no\nk7,x,x,x,x,no\n", []string{
			"kinds.csv:2:1: name: must not be empty",
			"kinds.csv:3:4: phrase: must not be empty",
			"kinds.csv:4:6: role: must not be empty",
			"kinds.csv:5:8: inverse_phrase: must not be empty",
			"kinds.csv:6:10: inverse_role: must not be empty",
			"kinds.csv:7:8: inverse_phrase: must equal From, or be empty, in a symmetric kind",
			"kinds.csv:8:10: symmetric: must be yes, no or empty",
			"kinds.csv:10:1: name: must not be that of a line before",
		}},
		{"good rows beside bad ones", "id,kind,name\na,person,Zyx\nb,,Zyx\n", "kind,from,to\nknows,a,b\nknows,b,a\nknows,a,a\n", "", []string{
			"parties.csv:3:3: kind: must not be empty",
			"ties.csv:4:9: to: must not be the same party as From in a tie of this kind",
		}},
		{"lines within a field", "id,kind,name\na,person,\"Zyx\nZyx\nZyx\"\na,person,Zyx\n", goodTies, "", []string{
			"parties.csv:5:1: id: must not be that of line 2",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr, status := tourOf(t, c.parties, c.ties, c.kinds)
			if status != failed || stdout != "" {
				t.Errorf("got status %d and %q on the standard output", status, stdout)
			}
			want := strings.Join(c.want, "\n") + "\n" + count(len(c.want), "problem") + "; nothing was loaded\n" +
				"tour: the files have problems\n"
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(stderr, "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if strings.Contains(strings.ToLower(stderr), "zyx") {
				t.Error("a cell was told")
			}
		})
	}
}

func TestManyProblemsAreCounted(t *testing.T) {
	t.Parallel()
	_, stderr, _ := tourOf(t, goodParties, "kind,from,to\n"+strings.Repeat("knows,a,a\n", 1234), "")
	lines := strings.Split(stderr, "\n")
	want := []string{"and 1,184 more", "1,234 problems; nothing was loaded", "tour: the files have problems", ""}
	if diff := cmp.Diff(want, lines[50:]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
