package readiness

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/kithcrm/kith/internal/rules"
)

// ParseInstrument reads an instrument in JSON, as [json.Marshal] writes one: names of fields are those of the tags, and
// none may be there that an instrument does not have, nor anything after it.
//
// It returns an error matching [relationship.ErrInvalid], an OpError that names the field and the rule, for text
// that is no instrument, and for one that [Instrument.Check] refuses.
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
		err = rules.Break("Text", "must be an instrument in JSON, with no other fields")
	}
	if err != nil {
		return Instrument{}, opError("parse instrument", err)
	}
	return ins, nil
}
