package suite

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

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
		{name: "text escaped for a page", by: by("keep/text"), flaw: replace("<", "&lt;")},
		{name: "text cut at 2,000 bytes", by: by("keep/long-text"), flaw: keeping(cutText(2000))},
		{name: "text cut at 64,000 bytes", by: by("keep/long-text"), flaw: keeping(cutText(64000))},
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
		{name: "counts in 32 bits", by: by("keep/numbers", "model"), flaw: keeping(func(n int) int { return int(int32(n)) })},
		{name: "counts as floating-point numbers", by: by("keep/numbers", "model"), flaw: keeping(func(n int) int { return int(float64(n)) })},
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

func cutText(bytes int) func(string) string {
	return func(s string) string { return strings.ToValidUTF8(s[:min(bytes, len(s))], "") }
}

// fieldBugs are about single fields: each is lost once; each list is cut, sorted and cleared of doubles
// where that can show; and each value of a field that has only a few is refused.
func (r *Room) fieldBugs() []bug {
	var out []bug
	for _, n := range r.Nouns {
		keep := by("keep/" + n.Name)
		for _, path := range fieldsOf(n.structType(), "") {
			out = append(out, bug{name: n.Name + " without " + path, by: keep, flaw: ofRecords(n, func(v reflect.Value) {
				at(v, path, reflect.Value.SetZero)
			})})
			if isList(n, path) {
				out = append(out, listBugs(n, path, keep)...)
			}
		}
		for i, sample := range n.Samples {
			out = append(out, bug{name: fmt.Sprintf("%s as in sample %d is refused", a(n.Name), i), by: keep, flaw: flaw{refuse: func(_ *Plain, b *Batch) error {
				if slices.ContainsFunc(b.Records, func(r any) bool { return isLike(n, r, sample) }) {
					return errors.New("violates a check")
				}
				return nil
			}}})
		}
	}
	return out
}

// isLike reports whether two records differ by ID and Rev at most.
func isLike(n *Noun, r, sample any) bool {
	return reflect.TypeOf(r) == n.structType() && same(withID(withRev(r, 0), ""), withID(sample, ""))
}

// fieldsOf returns the paths of all fields with a value of their own, ID and Rev aside. Those of the
// elements of a list have "[]" in them.
func fieldsOf(t reflect.Type, prefix string) []string {
	var out []string
	for _, f := range reflect.VisibleFields(t) {
		path := prefix + f.Name
		switch {
		case prefix == "" && (f.Name == "ID" || f.Name == "Rev"):
		case f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[time.Time]() && !isRef(f.Type):
			out = append(out, fieldsOf(f.Type, path+".")...)
		case f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct:
			out = append(out, path)
			out = append(out, fieldsOf(f.Type.Elem(), path+"[].")...)
		default:
			out = append(out, path)
		}
	}
	return out
}

// at does something to a field, in every element of a list.
func at(v reflect.Value, path string, do func(reflect.Value)) {
	name, rest, more := strings.Cut(path, ".")
	name, list := strings.CutSuffix(name, "[]")
	f := v.FieldByName(name)
	switch {
	case !more:
		do(f)
	case list:
		for i := range f.Len() {
			at(f.Index(i), rest, do)
		}
	default:
		at(f, rest, do)
	}
}

// isList reports whether a field is a list that can have several elements.
func isList(n *Noun, path string) bool {
	if strings.Contains(path, "[]") {
		return false
	}
	f := field(reflect.ValueOf(n.Samples[1]), path)
	return f.Kind() == reflect.Slice && f.Len() > 1
}

// listBugs change a list of more than one element.
func listBugs(n *Noun, path string, keep []string) []bug {
	with := func(what string, change func(reflect.Value)) bug {
		return bug{name: n.Name + " with " + path + " " + what, by: keep, flaw: ofRecords(n, func(v reflect.Value) { at(v, path, change) })}
	}
	out := []bug{
		with("cut to one", func(l reflect.Value) { l.SetLen(min(1, l.Len())) }),
		with("in reverse", func(l reflect.Value) {
			swap := reflect.Swapper(l.Interface())
			for i := range l.Len() / 2 {
				swap(i, l.Len()-1-i)
			}
		}),
	}
	return append(out, with("in the order of their text", func(l reflect.Value) {
		var elems []any
		for i := range l.Len() {
			elems = append(elems, l.Index(i).Interface())
		}
		slices.SortStableFunc(elems, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		for i, e := range elems {
			l.Index(i).Set(reflect.ValueOf(e))
		}
	}))
}
