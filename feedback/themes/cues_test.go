package themes

import (
	"strings"
	"testing"
)

// The grammar is written by hand: nothing in it may be there twice, or mean nothing.
func TestTheGrammarIsWhole(t *testing.T) {
	t.Parallel()
	g := readGrammar(cues)
	runs := map[string]bool{}
	for _, c := range g.cues {
		if c.kind < 0 || c.strength <= 0 || c.strength >= 1 || runs[c.text] {
			t.Errorf("cue %q: kind %d, strength %v, there twice: %v", c.text, c.kind, c.strength, runs[c.text])
		}
		runs[c.text] = true
		for w := range strings.FieldsSeq(c.text) {
			if name, ok := strings.CutPrefix(w, "{"); ok && !strings.Contains(cues, "\n"+strings.TrimSuffix(name, "}")+" = ") {
				t.Errorf("cue %q: there is no class %s", c.text, w)
			}
		}
	}
	for w := range g.classes {
		s := scan(w, nil)
		if !s.next() || string(s.word) != w || s.next() {
			t.Errorf("%q is not one word as a text has it", w)
		}
	}
}
