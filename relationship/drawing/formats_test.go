package drawing_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kithcrm/kith/internal/realparts"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/drawing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// formats are the ways to draw a map, by the ending of their files.
func formats() map[string]func(drawing.Map, drawing.Config) ([]byte, error) {
	return map[string]func(drawing.Map, drawing.Config) ([]byte, error){
		"svg": drawing.Map.SVG, "dot": drawing.Map.DOT, "mmd": drawing.Map.Mermaid, "graphml": drawing.Map.GraphML,
	}
}

func draw(tb rapid.TB, format string, m drawing.Map, cfg drawing.Config) []byte {
	tb.Helper()
	out, err := formats()[format](m, cfg)
	if err != nil {
		tb.Fatalf("%s: %v", format, err)
	}
	if !utf8.Valid(out) {
		tb.Fatalf("%s: not UTF-8", format)
	}
	return out
}

func TestASmallMapLooksAsItDid(t *testing.T) {
	t.Parallel()
	for format := range formats() {
		got := draw(t, format, household(), config())
		file := filepath.Join("testdata", "household."+format)
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

func TestOrderChangesNothing(t *testing.T) {
	t.Parallel()
	for name, m := range cases() {
		other := m
		other.Parties, other.Ties = append([]relationship.Party(nil), m.Parties...), append([]relationship.Tie(nil), m.Ties...)
		rng := rand.New(rand.NewPCG(1, 2))
		rng.Shuffle(len(other.Parties), func(i, j int) { other.Parties[i], other.Parties[j] = other.Parties[j], other.Parties[i] })
		rng.Shuffle(len(other.Ties), func(i, j int) { other.Ties[i], other.Ties[j] = other.Ties[j], other.Ties[i] })
		for format := range formats() {
			if !bytes.Equal(draw(t, format, m, config()), draw(t, format, other, config())) {
				t.Errorf("%s differs as %s", name, format)
			}
		}
	}
}

func TestDrawingDoesNotChangeTheMap(t *testing.T) {
	t.Parallel()
	for format := range formats() {
		m := chain()
		draw(t, format, m, config())
		if diff := cmp.Diff(chain(), m); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
}

// anyText draws text of all sorts, with trouble on purpose.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) }),
		rapid.SampledFrom([]string{
			"", " ", "</title><script>alert(1)</script>", `"`, `\`, `\"`, `a\`, "]]>", "<!--", "&amp;", "&#0;", "\x00\x01\x1f", "\ufffe", "a\nb\r\nc\td",
			"%%{init: {}}%%", "end", "graph", "1. list", "`code`", "#quot;", "\u202eevil\u2069", "é́́́", "\u200d\u200d", "\xff\xfe", `\N\G`, "<TABLE>", "::: class", "--> x",
			strings.Repeat("W", 300), strings.Repeat("\u0301", 50), "﷽﷽﷽﷽﷽﷽",
		}),
	)
}

// anyID draws identifiers that the hub allows, with n in front so that they differ.
func anyID(n string) *rapid.Generator[string] {
	return rapid.Map(anyText(), func(s string) string {
		s = strings.ReplaceAll(strings.ToValidUTF8(n+s, "?"), "\x00", "?")
		for len(s) > relationship.MaxID || !utf8.ValidString(s) {
			s = s[:len(s)-1]
		}
		return s
	})
}

// written is the household with other words: the same shape, told with any text.
func written(t *rapid.T) (drawing.Map, drawing.Config) {
	m, cfg := household(), config()
	ids := map[relationship.PartyID]relationship.PartyID{}
	for i := range m.Parties {
		p := &m.Parties[i]
		ids[p.ID] = relationship.PartyID(anyID(string(rune('a'+i))).Draw(t, "party"))
		p.ID, p.Name = ids[p.ID], anyText().Draw(t, "name")
	}
	m.Centre = ids[m.Centre]
	var kinds []relationship.Kind
	for i := range m.Ties {
		tie := &m.Ties[i]
		tie.ID = relationship.TieID(anyID(string(rune('a'+i))).Draw(t, "tie"))
		tie.From, tie.To = ids[tie.From], ids[tie.To]
		tie.Ends.From.Role = anyText().Draw(t, "role")
		phrase := strings.ReplaceAll(strings.ToValidUTF8(anyText().Draw(t, "phrase"), "?"), "\x00", "?") + "."
		end := relationship.KindEnd{Phrase: phrase, Role: "role"}
		kinds = append(kinds, relationship.Kind{Name: tie.Kind, From: end, To: end, Symmetric: tie.Kind == "self", Loop: relationship.LoopAllowed})
	}
	var err error
	if cfg.Kinds, err = (relationship.Kinds{}).With(kinds...); err != nil {
		t.Fatalf("%v", err)
	}
	cfg.Title = anyText().Draw(t, "title")
	return m, cfg
}

func checkAnyText(t *rapid.T) {
	m, cfg := written(t)
	checkSVG(t, draw(t, "svg", m, cfg), m)
	checkGraphML(t, draw(t, "graphml", m, cfg))
	checkDOT(t, draw(t, "dot", m, cfg))
	checkMermaid(t, draw(t, "mmd", m, cfg))
}

func TestAnyTextGivesWellFormedDrawings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, checkAnyText)
}

func FuzzText(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkAnyText)) }

// count reads XML to its end and counts the elements by name. Attributes that could do something
// are reported.
func count(tb rapid.TB, text []byte) map[string]int {
	tb.Helper()
	found := map[string]int{}
	for d := xml.NewDecoder(bytes.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			tb.Fatalf("not well-formed: %v\n%s", err, text)
		}
		if e, ok := token.(xml.StartElement); ok {
			found[e.Name.Local]++
			for _, a := range e.Attr {
				found["@"+a.Name.Local]++
				if n := a.Name.Local; strings.HasPrefix(n, "on") || n == "href" || n == "style" || n == "id" && e.Name.Space == "http://www.w3.org/2000/svg" {
					tb.Errorf("attribute %s of %s", n, e.Name.Local)
				}
			}
		}
	}
}

func checkSVG(tb rapid.TB, text []byte, m drawing.Map) {
	tb.Helper()
	got := count(tb, text)
	if got["@data-party"] != len(m.Parties) || got["@data-tie"] != 5 || got["desc"] != 1 || got["title"] != 1+len(m.Parties)+5 || got["svg"] != 2 {
		tb.Errorf("got %v", got)
	}
	for name := range got {
		if !strings.HasPrefix(name, "@") && !strings.Contains(" svg title desc g rect path circle ellipse text ", " "+name+" ") {
			tb.Errorf("element %s", name)
		}
	}
}

func checkGraphML(tb rapid.TB, text []byte) {
	tb.Helper()
	got := count(tb, text)
	if got["node"] != 5 || got["edge"] != 5 || got["graph"] != 1 || got["graphml"] != 1 {
		tb.Errorf("got %v", got)
	}
}

// dotTokens cuts DOT into its tokens by the grammar of Graphviz, and returns what it cannot read.
func dotTokens(text string) (tokens []string, rest string) {
	token := regexp.MustCompile(`^(?:"(?:[^"\\]|\\(?s:.))*"|[A-Za-z_][A-Za-z0-9_]*|->|[][{}=,;])`)
	for {
		text = strings.TrimLeft(text, " \t\n")
		found := token.FindString(text)
		if found == "" {
			return tokens, text
		}
		tokens, text = append(tokens, found), text[len(found):]
	}
}

func checkDOT(tb rapid.TB, text []byte) {
	tb.Helper()
	tokens, rest := dotTokens(string(text))
	if rest != "" {
		tb.Fatalf("not DOT from here: %q", rest)
	}
	found := map[string]int{}
	for _, t := range tokens {
		found[t]++
	}
	if found["->"] != 5 || found["["] != 3+5+5 || found["digraph"] != 1 || found["shape"] != 5 || found["taillabel"] != 5 {
		tb.Errorf("got %q", tokens)
	}
}

func checkMermaid(tb rapid.TB, text []byte) {
	tb.Helper()
	const words = `(?:[^\x00-\x1f\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]|#[0-9]+;)*`
	known := regexp.MustCompile(`^(?:flowchart LR|  acc(?:Title|Descr): ` + words + `|  n\d+(?:\(\["` + words + `"\]\)|\["` + words + `"\]|\{\{"` + words + `"\}\}|\("` + words + `"\))(?::::middle)?` +
		`|  n\d+ --[->]\|"` + words + `"\| n\d+|  linkStyle \d+ stroke:#[0-9A-F]{6},stroke-width:[0-9.]+px(?:,stroke-dasharray:7 4)?|  classDef middle [a-z:#,0-9A-F]+)$`)
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(lines) != 3+5+5+5+1 {
		tb.Errorf("got %d lines", len(lines))
	}
	for _, line := range lines {
		if !known.MatchString(line) {
			tb.Errorf("unknown line %q", line)
		}
	}
}

func TestGraphvizReadsWhatIsDrawn(t *testing.T) {
	t.Parallel()
	dot := realparts.Graphviz(t)
	maps := cases()
	for name, text := range map[string]string{"quotes": `a\"b\`, "lines": "a\nb\\", "html": "<b>&x;&#0;</b>"} {
		m := household()
		m.Parties[1].Name = text
		maps[name] = m
	}
	for name, m := range maps {
		c := exec.CommandContext(t.Context(), dot, "-Tcanon")
		c.Stdin = bytes.NewReader(draw(t, "dot", m, config()))
		if out, err := c.CombinedOutput(); err != nil || bytes.Contains(out, []byte("Error")) || bytes.Contains(out, []byte("Warning")) {
			t.Errorf("%s: %v: %.300s", name, err, out)
		}
	}
}

func TestALongNameCostsLittle(t *testing.T) {
	t.Parallel()
	m := hub()
	m.Parties[0].Name = strings.Repeat("Ä<", 1<<19)
	for format := range formats() {
		if got := draw(t, format, m, config()); len(got) > 20<<20 {
			t.Errorf("%s: got %d bytes: the name is told too often", format, len(got))
		}
	}
}
