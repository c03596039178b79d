package relationship_test

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/relationship"
	"pgregory.net/rapid"
)

func TestFactThereAndBack(t *testing.T) {
	t.Parallel()
	for _, value := range []any{
		"", "Ulm", "2026-01-01T00:00:00Z", "true", "1", "ä€𝄞\u2028<>&\"\\", true, false,
		0.0, math.Copysign(0, -1), 1.0, 0.1, -2.5, 1e21, 1e-7, math.MaxFloat64, math.SmallestNonzeroFloat64, 1<<53 + 2.0, 123456789.123456789,
		noon(1), noon(1).Add(1), time.Time{}, time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC),
	} {
		want := relationship.Fact{Name: "n", Value: value, Source: "s", Basis: relationship.Observed, At: noon(2).Add(123456789)}
		text, err := json.Marshal(want)
		ok(t, err)
		var got relationship.Fact
		ok(t, json.Unmarshal(text, &got))
		same(t, string(text), got, want)
		if f, number := value.(float64); number && math.Signbit(f) != math.Signbit(got.Value.(float64)) {
			t.Errorf("%s: the sign of zero is lost", text)
		}
		if at, instant := value.(time.Time); instant && (!at.Equal(got.Value.(time.Time)) || at.Nanosecond() != got.Value.(time.Time).Nanosecond()) {
			t.Errorf("%s: the instant is another", text)
		}
	}
}

func TestBadTextOfAFactIsRefusedWithoutTellingIt(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		`{"name":"n","value":1e999,"basis":"stated"}`, `{"name":"n","basis":"` + secret + `"}`, `{"name":7}`,
		`{"name":"n","instant":"` + secret + `"}`, `{"name":"n","at":"` + secret + `"}`, `[]`, `"` + secret + `"`,
	} {
		var f relationship.Fact
		err := json.Unmarshal([]byte(bad), &f)
		if err == nil {
			t.Errorf("%s: got no error", bad)
		}
		discreet(t, err)
	}
}

func TestRefThereAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringN(1, 12, 40).Filter(func(s string) bool { return !strings.Contains(s, "\x00") })
		want := relationship.Ref{Noun: strings.ReplaceAll(word.Draw(t, "noun"), ":", "-"), ID: word.Draw(t, "id")}
		text, err := want.MarshalText()
		ok(t, err)
		var got relationship.Ref
		ok(t, got.UnmarshalText(text))
		same(t, "ref", []any{got, got.String()}, []any{want, string(text)})
	})
	same(t, "refs of IDs", []string{relationship.PartyID("1").Ref().String(), relationship.TieID("a:b").Ref().String(), relationship.NeedID("3").Ref().String()},
		[]string{"party:1", "tie:a:b", "need:3"})
}

func TestBadRefsAreRefused(t *testing.T) {
	t.Parallel()
	for text, field := range map[string]string{
		"": "Ref", secret: "Ref", ":x": "Noun", "x:": "ID", "x:" + withNUL: "ID", "x:" + notUTF8: "ID",
		"x\xff:" + secret: "Noun", "x:" + strings.Repeat(secret, 40): "ID",
	} {
		got := relationship.PartyID("before").Ref()
		broken(t, got.UnmarshalText([]byte(text)), relationship.ErrInvalid, field)
		same(t, "left as it was", got, relationship.PartyID("before").Ref())
	}
	for ref, field := range map[relationship.Ref]string{
		{}: "Noun", {Noun: "x:y", ID: "z"}: "Noun", {Noun: "x"}: "ID", {Noun: "x", ID: notUTF8}: "ID",
	} {
		_, err := ref.MarshalText()
		broken(t, err, relationship.ErrInvalid, field)
	}
}

// drawText draws text that is hard to write down.
func drawText(t *rapid.T, label string) string {
	return rapid.SampledFrom([]string{"", "x", "ä", "\u2028", "<b>&", "\"\\", "𝄞", "\t\n", " "}).Draw(t, label)
}

func drawBatch(t *rapid.T) relationship.Batch {
	instants := func(label string) time.Time {
		return rapid.SampledFrom([]time.Time{{}, noon(1), noon(1).Add(1), time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC)}).Draw(t, label)
	}
	facts := rapid.SliceOfN(rapid.Custom(drawFact), 0, 3).Draw(t, "facts")
	b := relationship.Batch{
		Seq: relationship.Seq(rapid.Int64().Draw(t, "seq")), At: instants("at"), By: "by", Why: drawText(t, "why"),
		Parties: people("a"), Void: []relationship.Voided{{Ref: relationship.TieID("x:y").Ref(), Rev: 3}}, Erase: []relationship.PartyID{"e", "f"},
		Ties: []relationship.Tie{{
			ID: "t", Rev: 7, Kind: "friend", From: "a", To: "b", Facts: facts, Ends: relationship.Ends{From: drawEnd(t), To: drawEnd(t)},
			Stints: []relationship.Stint{{From: instants("from"), To: instants("to")}, {Ended: rapid.Bool().Draw(t, "ended")}},
		}},
		Needs: []relationship.Need{{
			ID: "n", Rev: 8, Party: "a", Tie: "t", Text: drawText(t, "text"), Importance: drawReadings(t), Satisfaction: drawReadings(t),
			Voiced: rapid.Bool().Draw(t, "voiced"), Expected: rapid.Bool().Draw(t, "expected"), Class: relationship.Delighter,
			ClassBasis: relationship.Observed, During: relationship.Stint{From: instants("during")},
		}},
	}
	b.Parties[0].Name, b.Parties[0].Facts, b.Parties[0].MergedInto, b.Parties[0].Rev = drawText(t, "name"), facts, "m", 9
	return b
}

func TestBatchesPartiesTiesAndNeedsThereAndBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := drawBatch(t)
		jsonThereAndBack(t, b)
		jsonThereAndBack(t, b.Parties[0])
		jsonThereAndBack(t, b.Ties[0])
		jsonThereAndBack(t, b.Needs[0])
	})
	for _, zero := range []any{relationship.Batch{}, relationship.Party{}, relationship.Tie{}, relationship.Need{}} {
		if _, err := json.Marshal(zero); err != nil {
			t.Errorf("%T: got error %v, want none", zero, err)
		}
	}
}

func jsonThereAndBack[T any](t tester, want T) {
	t.Helper()
	text, err := json.Marshal(want)
	ok(t, err)
	var got T
	ok(t, json.Unmarshal(text, &got))
	same(t, string(text), got, want)
}

// uuid5 is RFC 9562, section 5.5, in other words than the library's.
func uuid5(space, name string) string {
	raw, _ := hex.DecodeString(strings.ReplaceAll(space, "-", ""))
	sum := sha1.Sum(append(raw, name...))
	u := sum[:16]
	u[6] = u[6]&0x0f | 0x50
	u[8] = u[8]&0x3f | 0x80
	h := hex.EncodeToString(u)
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}

func TestIDFromIsTheSameForEver(t *testing.T) {
	t.Parallel()
	const space = "6a0f7ad4-5d2c-5c0e-9a52-3f3d7c1b8e21"
	for _, test := range []struct{ system, key, want string }{
		{"shop", "customer 17", "7ec110f8-7921-52ad-a1f3-5b492ba8b09f"},
		{"crm", "käse/42", "804966e4-f0a9-547c-b2e5-5a496d773449"},
	} {
		got := relationship.IDFrom(test.system, test.key)
		same(t, "by the formula", got, uuid5(space, test.system+"\x00"+test.key))
		same(t, "as it always was", got, test.want)
	}
}

func TestIDFromTellsKeysApart(t *testing.T) {
	t.Parallel()
	seen := map[string][2]string{}
	for _, pair := range [][2]string{{"ab", "c"}, {"a", "bc"}, {"abc", ""}, {"", "abc"}, {"AB", "c"}, {"ab", "C"}, {"ab ", "c"}, {"c", "ab"}} {
		id := relationship.IDFrom(pair[0], pair[1])
		if other, taken := seen[id]; taken {
			t.Errorf("%q and %q have the same ID", pair, other)
		}
		seen[id] = pair
		same(t, "again", relationship.IDFrom(pair[0], pair[1]), id)
	}
}
