package sqlstore

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/kithcrm/kith/relationship"
)

// jsonList returns texts as a JSON array: however many there are, they are one argument.
func jsonList(values []string) string {
	out := make([]byte, 0, 2+40*len(values))
	out = append(out, '[')
	for i, v := range values {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendJSON(out, v)
	}
	return string(append(out, ']'))
}

// appendJSON appends a text as JSON.
func appendJSON(to []byte, s string) []byte {
	if !strings.ContainsFunc(s, needsEscape) {
		to = append(to, '"')
		to = append(to, s...)
		return append(to, '"')
	}
	quoted, err := json.Marshal(s)
	if err != nil {
		panic("sqlstore: a text that is no JSON: " + err.Error()) // which there is not
	}
	return append(to, quoted...)
}

func needsEscape(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == utf8.RuneError }

// storable returns those of the texts that a record can have in a key: no database keeps the others.
func storable(values []string) []string {
	fine := true
	for _, v := range values {
		fine = fine && isStorable(v)
	}
	if fine {
		return values
	}
	var out []string
	for _, v := range values {
		if isStorable(v) {
			out = append(out, v)
		}
	}
	return out
}

func isStorable(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// texts returns identifiers as texts.
func texts[K ~string](ids []K) []string {
	if len(ids) == 0 {
		return nil
	}
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// partyIDs does the reverse for parties.
func partyIDs(texts []string) []relationship.PartyID {
	var out []relationship.PartyID
	for _, text := range texts {
		out = append(out, relationship.PartyID(text))
	}
	return out
}

// refTexts returns references as they stand in a key. One whose noun has a colon would read like
// another that has none; no record has it.
func refTexts(refs []relationship.Ref) []string {
	if len(refs) == 0 {
		return nil
	}
	const nothing = "\x00"
	out := make([]string, len(refs))
	for i, r := range refs {
		if out[i] = r.String(); strings.Contains(r.Noun, ":") {
			out[i] = nothing
		}
	}
	return out
}
