package relationshiptest_test

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kithcrm/kith/relationship"
)

func lower(s string) string     { return strings.ToLower(s) }
func trimRight(s string) string { return strings.TrimRight(s, " ") }

func plainLetters(s string) string {
	return strings.NewReplacer("ä", "a", "a\u0308", "a", "ß", "ss").Replace(s)
}

func asNumber(s string) string {
	if n, err := strconv.Atoi(s); err == nil {
		return strconv.Itoa(n)
	}
	return s
}

func cut(bytes int) func(string) string {
	return func(s string) string { return strings.ToValidUTF8(s[:min(bytes, len(s))], "") }
}

// keepBugs are about how values of one type are kept.
func keepBugs() []bug {
	replace := func(oldnew ...string) flaw { return keeping(strings.NewReplacer(oldnew...).Replace) }
	return []bug{
		{name: "text without spaces around it", by: by("keep/text", "model"), flaw: keeping(strings.TrimSpace)},
		{name: "text in three bytes a letter at most", by: by("keep/text", "model"), flaw: replace("😀", "?", "\U0010ffff", "?")},
		{name: "text with other ends of lines", by: by("keep/text"), flaw: replace("\r\n", "\n")},
		{name: "text without control characters", by: by("keep/text"), flaw: replace("\x01", "", "\x7f", "")},
		{name: "text in composed letters", by: by("keep/text", "model"), flaw: replace("a\u0308", "ä", "e\u0301", "é")},
		{name: "text without a byte order mark", by: by("keep/text"), flaw: replace("\ufeff", "")},
		{name: "text escaped for a page", by: by("keep/text", "keep/party"), flaw: replace("<", "&lt;")},
		{name: "text cut at 64 KiB", by: by("keep/long-text"), flaw: keeping(cut(1<<16 - 1))},
		{name: "numbers in 32 bits", by: by("keep/numbers", "model"), flaw: keeping(func(x float64) float64 { return float64(float32(x)) })},
		{name: "numbers in 15 digits", by: by("keep/numbers", "model"), flaw: keeping(func(x float64) float64 {
			y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
			return y
		})},
		{name: "no negative zero", by: by("keep/numbers", "model"), flaw: keeping(func(x float64) float64 { return x + 0 })},
		{name: "tiny numbers are 0", by: by("keep/numbers", "model"), flaw: keeping(func(x float64) float64 {
			if x > 0 && x < 1e-308 {
				return 0
			}
			return x
		})},
		{name: "instants to the microsecond", by: by("keep/instants", "log/instants", "model"), flaw: keeping(func(t time.Time) time.Time { return t.Truncate(time.Microsecond) })},
		{name: "instants in nanoseconds since 1970", by: by("keep/instants", "log/instants", "model"), flaw: keeping(func(t time.Time) time.Time { return time.Unix(0, t.UnixNano()) })},
		{name: "instants without their zone", by: by("keep/instants", "log/instants", "model"), flaw: keeping(func(t time.Time) time.Time {
			return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
		})},
		{name: "instants with zones in whole minutes", by: by("keep/instants"), flaw: keeping(func(t time.Time) time.Time {
			_, offset := t.Zone()
			return t.Add(time.Duration(offset%60) * time.Second)
		})},
		{name: "instants before 1582 in the old calendar", by: by("keep/instants", "model"), flaw: keeping(func(t time.Time) time.Time {
			if !t.IsZero() && t.Before(time.Date(1582, time.October, 15, 0, 0, 0, 0, time.UTC)) {
				return t.AddDate(0, 0, 10)
			}
			return t
		})},
		{name: "no instant before the year 1000", by: by("keep/instants", "model"), flaw: keeping(func(t time.Time) time.Time {
			if t.Year() < 1000 {
				return time.Time{}
			}
			return t
		})},
	}
}

// fieldBugs are about single fields.
func fieldBugs() []bug {
	return []bug{
		{name: "instants of facts as text", by: by("keep/types", "keep/party", "model"), flaw: eachFact(func(f *relationship.Fact) {
			if t, ok := f.Value.(time.Time); ok {
				f.Value = t.Format(time.RFC3339Nano)
			}
		})},
		{name: "truth of facts as numbers", by: by("keep/types", "model"), flaw: eachFact(func(f *relationship.Fact) {
			if b, ok := f.Value.(bool); ok {
				f.Value = map[bool]float64{true: 1}[b]
			}
		})},
		{name: "text of facts taken for numbers", by: by("keep/types"), flaw: eachFact(func(f *relationship.Fact) {
			if s, ok := f.Value.(string); ok {
				if x, err := strconv.ParseFloat(s, 64); err == nil {
					f.Value = x
				}
			}
		})},
		{name: "facts without source", by: by("keep/party", "model"), flaw: eachFact(func(f *relationship.Fact) { f.Source = "" })},
		{name: "facts that are only guessed or observed", by: by("keep/party", "model"), flaw: eachFact(func(f *relationship.Fact) {
			if f.Basis == relationship.Stated {
				f.Basis = relationship.Guessed
			}
		})},
		{name: "one fact of each name", by: by("keep/party"), flaw: ofFacts(func(facts []relationship.Fact) []relationship.Fact {
			return slices.CompactFunc(facts, func(a, b relationship.Fact) bool { return a.Name == b.Name })
		})},
		{name: "facts in order of name", by: by("keep/party"), flaw: ofFacts(func(facts []relationship.Fact) []relationship.Fact {
			slices.SortStableFunc(facts, func(a, b relationship.Fact) int { return cmp.Compare(a.Name, b.Name) })
			return facts
		})},
		{name: "groups are organisations", by: by("keep/party", "model"), flaw: ofParties(func(p *relationship.Party) {
			if p.Kind == relationship.Group {
				p.Kind = relationship.Organisation
			}
		})},
		{name: "no merges", by: by("keep/party", "model"), flaw: ofParties(func(p *relationship.Party) { p.MergedInto = "" })},
		{name: "one stint", by: by("keep/tie", "model"), flaw: ofTies(func(t *relationship.Tie) { t.Stints = t.Stints[:1] })},
		{name: "stints that touch become one", by: by("model"), flaw: ofTies(func(t *relationship.Tie) {
			for i := len(t.Stints) - 1; i > 0; i-- {
				if a, b := &t.Stints[i-1], t.Stints[i]; !a.To.IsZero() && a.To.Equal(b.From) && !b.Ended {
					a.To = b.To
					t.Stints = slices.Delete(t.Stints, i, i+1)
				}
			}
		})},
		{name: "an end at a time nobody knows is lost", by: by("keep/tie", "model"), flaw: ofTies(func(t *relationship.Tie) {
			for i := range t.Stints {
				t.Stints[i].Ended = false
			}
		})},
		{name: "the ends of a tie are swapped", by: by("keep/tie", "model"), flaw: ofTies(func(t *relationship.Tie) { t.Ends.From, t.Ends.To = t.Ends.To, t.Ends.From })},
		{name: "facts of ties are lost", by: by("keep/tie", "model"), flaw: ofTies(func(t *relationship.Tie) { t.Facts = nil })},
		{name: "the latest reading only", by: by("keep/tie", "model"), flaw: ofTies(func(t *relationship.Tie) {
			t.Ends.From.Health = t.Ends.From.Health[:min(1, len(t.Ends.From.Health))]
		})},
		{name: "needs without their class", by: by("keep/need", "model"), flaw: ofNeeds(func(n *relationship.Need) { n.Class, n.ClassBasis = "", 0 })},
		{name: "every class was observed", by: by("keep/need", "model"), flaw: ofNeeds(func(n *relationship.Need) {
			if n.Class != "" {
				n.ClassBasis = relationship.Observed
			}
		})},
		{name: "nothing is expected", by: by("keep/need", "model"), flaw: ofNeeds(func(n *relationship.Need) { n.Expected = false })},
		{name: "needs never end", by: by("keep/need", "model"), flaw: ofNeeds(func(n *relationship.Need) { n.During.To, n.During.Ended = time.Time{}, false })},
		{name: "how much was guessed is lost", by: by("keep/need", "model"), flaw: ofNeeds(func(n *relationship.Need) {
			for i := range n.Satisfaction {
				n.Satisfaction[i].Estimate.Guesses = 0
			}
		})},
		{name: "a stint without a beginning begins now", by: by("keep/bare"), flaw: flaw{keep: func(_ *plain, b *relationship.Batch, _ relationship.Batch) {
			for i := range b.Ties {
				if s := &b.Ties[i].Stints[0]; s.From.IsZero() && s.To.IsZero() {
					s.From = b.At
				}
			}
		}}},
	}
}
