package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestColumnsAreFoundByNameInAnyOrder(t *testing.T) {
	t.Parallel()
	var plain, other strings.Builder
	plain.WriteString("nps,shop,day\n")
	other.WriteString("\ufeff note ,\"day\",nps,\" shop\"\r\n")
	for i := range 30 {
		fmt.Fprintf(&plain, "%d,s%d,2026-03-%02d\n", i%11, i%3, 1+i)
		fmt.Fprintf(&other, "\"a, \"\"b\"\"\nc\",2026-03-%02d,\" %d\",s%d,\r\n", 1+i, i%11, i%3)
	}
	a, _, _ := program(t, "-data", written(t, plain.String()), "-by", "shop", "-at", "day")
	b, stderr, status := program(t, "-data", written(t, other.String()), "-by", "shop", "-at", "day")
	if a == "" || a != b {
		t.Errorf("got status %d, %q and\n%s\nwant\n%s", status, stderr, b, a)
	}
}

func TestRowsThatBreakARuleAreCountedAndNamedByLineAlone(t *testing.T) {
	t.Parallel()
	const secret = "Zaphod Beeblebrox"
	text := "who,nps,shop,day\n" + strings.Repeat(secret+",9,a,2026-03-02\n", 2) + strings.Join([]string{
		secret + ",7.5,a,2026-03-02", // 4
		secret + "," + secret + ",a,2026-03-02",
		secret + ",-1,a,2026-03-02",
		secret + ",NaN,a,2026-03-02",
		secret + ",9,a," + secret, // 8
		secret + ",9,a,2031-01-01",
		secret + ",9,a,0001-01-01",
		secret + ",9,,2026-03-02",
		secret + ",9," + strings.Repeat(secret, 20) + ",2026-03-02", // 12
		secret + ",9",
		secret + ",,a,2026-03-02",
		secret + ",NA,a,2026-03-02",
		secret + `,9,"a"` + secret + ",2026-03-02", // 16
	}, "\n")
	args := []string{"-data", written(t, text), "-by", "shop", "-at", "day", "-who", "who", "-least", "1"}
	r := told(t, args...)
	if r.Answers != 2 || r.People != 1 || r.Unanswered != 2 || r.Refused != 11 || len(r.Reasons) != 5 {
		t.Errorf("got %d answers of %d people, %d unanswered, %d refused", r.Answers, r.People, r.Unanswered, r.Refused)
	}
	for i, f := range r.Reasons {
		if f.Line != 4+i {
			t.Errorf("got line %d, want %d", f.Line, 4+i)
		}
	}
	for _, more := range [][]string{nil, {"-json"}, {"-strict"}} {
		stdout, stderr, _ := program(t, append(more, args...)...)
		if strings.Contains(stdout+stderr, "Zaphod") {
			t.Errorf("%q: it prints what stands in the file", more)
		}
	}
}

func TestInstantsAreOfTheZoneAndOfTheLayout(t *testing.T) {
	t.Parallel()
	day := func(r report) string { return r.Time.Periods[0].Name }
	for _, c := range []struct{ at, want, layout string }{
		{"2026-03-02T23:30:00Z", "2026-03-03", ""}, // half past midnight in Vienna
		{"2026-03-02 23:30", "2026-03-02", ""},
		{"2026-03-02T23:30:00", "2026-03-02", ""},
		{"3/2/2026 23:30", "2026-03-02", "1/2/2006 15:04"},
	} {
		args := []string{"-data", written(t, "nps,at\n9,"+c.at+"\n"), "-at", "at", "-zone", "Europe/Vienna", "-every", "day", "-least", "1"}
		if got := day(told(t, append(args, "-layout", c.layout)...)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.at, got, c.want)
		}
	}
	for every, want := range map[string]string{"week": "2026-02-23", "month": "2026-03", "quarter": "2026 Q1", "year": "2026"} {
		if got := day(told(t, "-data", written(t, "nps,at\n9,2026-03-01\n"), "-at", "at", "-every", every, "-least", "1")); got != want {
			t.Errorf("by %s: got %s, want %s", every, got, want)
		}
	}
}

func TestAFileCodedOneTooHighIsNoticed(t *testing.T) {
	t.Parallel()
	if r := told(t, "-data", written(t, "nps\n1\n5\n9\n10\n10\n11\n")); r.Hint == "" || r.Refused != 1 {
		t.Errorf("got hint %q and %d refused", r.Hint, r.Refused)
	}
	if r := told(t, "-data", written(t, "nps\n0\n5\n9\n10\n10\n11\n")); r.Hint != "" {
		t.Errorf("got hint %q, though somebody answered 0", r.Hint)
	}
}
