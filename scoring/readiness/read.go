package readiness

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/kithcrm/kith/internal/rules"
)

// ParseInstrument reads an instrument in JSON, as [json.Marshal] writes one: names of fields are those of the tags, and
// none may be there that an instrument does not have, nor anything after it.
//
// It returns an error matching [relationship.ErrInvalid], an OpError that names the field and the rule, for text
// that is no instrument, where it can be with the line, and for one that [Instrument.Check] refuses.
func ParseInstrument(text []byte) (Instrument, error) {
	var ins Instrument
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode(&ins)
	if err == nil {
		if _, more := d.Token(); more == io.EOF {
			err = ins.check()
		} else {
			err = rules.Break("Text", "must hold one instrument and nothing else")
		}
	} else {
		err = unread(text, err)
	}
	if err != nil {
		return Instrument{}, opError("parse instrument", err)
	}
	return ins, nil
}

// unread says in which line of a text, and in which field, is what cannot be read; nothing of the text is told. Where
// there is a field that an instrument does not have, the decoder does not say.
func unread(text []byte, err error) error {
	line := func(until int64) string {
		return rules.Index("lines", 1+bytes.Count(text[:min(until, int64(len(text)))], []byte{'\n'}))
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		field := line(wrong.Offset)
		if wrong.Field != "" {
			field += "." + wrong.Field
		}
		return rules.Break(field, "must be of the kind that an instrument has there")
	}
	if wrong, ok := errors.AsType[*json.SyntaxError](err); ok {
		return rules.Break(line(wrong.Offset), "must be JSON")
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return rules.Break(line(int64(len(text))), "must go on: it is not all of an instrument in JSON")
	}
	return rules.Break("Text", "must be an instrument in JSON, with no other fields")
}
