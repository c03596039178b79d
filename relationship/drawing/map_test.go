package drawing_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/drawing"
)

func TestBrokenRulesAreNamed(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		spoil func(*drawing.Map, *drawing.Config)
		want  string
	}{
		{"no instant", func(_ *drawing.Map, c *drawing.Config) { c.At = time.Time{} }, "At must be set"},
		{"no middle", func(m *drawing.Map, _ *drawing.Config) { m.Centre = "" }, "Centre must be set where Tie is empty"},
		{"two middles", func(m *drawing.Map, _ *drawing.Config) { m.Tie = "t1" }, "Tie must be empty where Centre is set"},
		{"unknown middle", func(m *drawing.Map, _ *drawing.Config) { m.Centre = "x" }, "Centre must be among Parties"},
		{"unknown tie", func(m *drawing.Map, _ *drawing.Config) { m.Centre, m.Tie = "", "x" }, "Tie must be among Ties"},
		{"past tie", func(m *drawing.Map, _ *drawing.Config) { m.Centre, m.Tie = "", "t4" }, "Tie must hold at Config.At"},
		{"less than nobody left out", func(m *drawing.Map, _ *drawing.Config) { m.LeftOut = -1 }, "LeftOut must not be below 0"},
		{"party twice", func(m *drawing.Map, _ *drawing.Config) { m.Parties[1].ID = "rosa" }, "Parties[1].ID must not be there twice"},
		{"party without ID", func(m *drawing.Map, _ *drawing.Config) { m.Parties[1].ID = "" }, "Parties[1].ID must not be empty"},
		{"ID that is no text", func(m *drawing.Map, _ *drawing.Config) { m.Parties[1].ID = "\xff" }, "Parties[1].ID must be valid UTF-8"},
		{"ID that is long", func(m *drawing.Map, _ *drawing.Config) {
			m.Parties[1].ID = relationship.PartyID(strings.Repeat("x", 256))
		}, "Parties[1].ID must be at most 255 bytes"},
		{"tie twice", func(m *drawing.Map, _ *drawing.Config) { m.Ties[1].ID = "t1" }, "Ties[1].ID must not be there twice"},
		{"loose end", func(m *drawing.Map, _ *drawing.Config) { m.Ties[0].To = "x" }, "Ties[0].To must be among Parties"},
		{"loose end of a past tie", func(m *drawing.Map, _ *drawing.Config) { m.Ties[3].From = "x" }, "Ties[3].From must be among Parties"},
		{"no number", func(m *drawing.Map, _ *drawing.Config) {
			m.Ties[0].Ends.From.Health = read(math.NaN(), relationship.Stated)
		}, "Ties[0].Ends.From.Health must be in 0..1"},
		{"too much", func(m *drawing.Map, _ *drawing.Config) { m.Ties[0].Ends.To.Importance = read(1.5, relationship.Stated) }, "Ties[0].Ends.To.Importance must be in 0..1"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for format, render := range formats() {
				m, cfg := household(), config()
				c.spoil(&m, &cfg)
				out, err := render(m, cfg)
				if out != nil || !errors.Is(err, relationship.ErrInvalid) || !strings.HasSuffix(err.Error(), ": "+c.want) {
					t.Errorf("%s: got %d bytes and %v, want %q", format, len(out), err, c.want)
				}
				if e, ok := errors.AsType[*relationship.OpError](err); !ok || e.Room != "drawing" {
					t.Errorf("%s: got %#v, want an OpError of this room", format, err)
				}
				for _, p := range m.Parties {
					if strings.Contains(err.Error(), p.Name) {
						t.Errorf("%s: the error tells a name: %v", format, err)
					}
				}
			}
		})
	}
}

func TestWhatIsLeftOutIsSaid(t *testing.T) {
	t.Parallel()
	m := household()
	m.LeftOut = 3
	for _, format := range []string{"svg", "dot", "mmd"} {
		got := string(draw(t, format, m, config()))
		for _, want := range []string{"3 more parties are left out", "1 tie does not hold on this day"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q", format, want)
			}
		}
	}
}

func TestTheTextBehindThePictureTellsEachTie(t *testing.T) {
	t.Parallel()
	got := string(draw(t, "svg", household(), config()))
	_, got, _ = strings.Cut(got, "<desc>")
	got, _, _ = strings.Cut(got, "</desc>")
	for _, want := range []string{
		"Rosa (mother) is cared for by Mia (daughter). To Rosa: importance 1.00 (stated), health 0.80 (guessed). To Mia: importance 0.90 (stated), health 0.30 (stated).",
		"Rosa is a member of Residents&#39; board. To Rosa: importance not known, health not known.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}

func TestWordsLeadFromTheMiddleOutwards(t *testing.T) {
	t.Parallel()
	got := string(draw(t, "svg", couple(), config()))
	if !strings.Contains(got, ">is served by<") || strings.Contains(got, ">serves</text>\n<path d=\"M3") {
		t.Error("the tie is not read from Ann's end")
	}
}

func TestMarkedTiesAreMarkedAndOthersIgnored(t *testing.T) {
	t.Parallel()
	cfg := config()
	plain := string(draw(t, "svg", household(), cfg))
	cfg.Marked = []relationship.TieID{"elsewhere"}
	if got := string(draw(t, "svg", household(), cfg)); got != plain {
		t.Error("a tie that is not drawn changes the drawing")
	}
	cfg.Marked = append(cfg.Marked, "t3")
	if got := string(draw(t, "svg", household(), cfg)); strings.Count(got, "Marked.") != 2 {
		t.Error("the text and the title of a marked tie do not say so")
	}
}
