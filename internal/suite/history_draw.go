package suite

import (
	"reflect"
	"slices"
	"time"

	"pgregory.net/rapid"
)

// A drawn is what a history draws from: few identifiers, so that records meet.
type drawn struct {
	room *Room
	few  []string
	id   *rapid.Generator[string]
	at   *rapid.Generator[time.Time]
	text *rapid.Generator[string]
	ref  *rapid.Generator[Ref]
}

func drawFrom(t *rapid.T, r *Room) drawn {
	all := TroubleIDs()
	start := rapid.IntRange(0, len(all)-1).Draw(t, "identifiers from")
	few := slices.Concat(all[start:], all[:start])[:5] // neighbours, which are alike
	d := drawn{room: r, few: few, id: rapid.SampledFrom(few), at: instants(), text: anyText()}
	nouns := []string{r.Party, r.Party} // most often parties, and what takes others along
	for _, n := range r.Nouns {
		nouns = append(nouns, n.Name)
		if n.Takes {
			nouns = append(nouns, n.Name)
		}
	}
	noun := rapid.SampledFrom(nouns)
	d.ref = rapid.Custom(func(t *rapid.T) Ref { return Ref{noun.Draw(t, "noun"), d.id.Draw(t, "of")} })
	return d
}

// record draws a record of a noun, one of the few, that names others of them.
func (d drawn) record(t *rapid.T, n *Noun) any {
	drawn := n.Generator.Draw(t, n.Name)
	r := drawn
	for range 20 { // a record may break a rule, as when it names itself
		if r = d.settle(t, drawn); d.room.valid(r) {
			return r
		}
	}
	return withID(n.Samples[0], d.few[0])
}

// settle gives a record other names for everything that it names.
func (d drawn) settle(t *rapid.T, record any) any {
	v := addressable(deep(record))
	d.name(t, v)
	v.FieldByName("ID").SetString(d.id.Draw(t, "id"))
	return v.Interface()
}

func (d drawn) name(t *rapid.T, v reflect.Value) {
	switch {
	case v.Type() == d.room.refType():
		v.Set(d.room.typedRef(d.ref.Draw(t, "ref")))
	case v.Kind() == reflect.String && d.room.namesRecords(v.Type()) && v.String() != "":
		v.SetString(d.id.Draw(t, "name"))
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			d.name(t, v.Index(i))
		}
	case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[time.Time]():
		for i := range v.NumField() {
			d.name(t, v.Field(i))
		}
	}
}

// standing draws a record that is there, or now and then one that is not.
func (d drawn) standing(t *rapid.T, now []any) Ref {
	if len(now) > 0 && rapid.IntRange(0, 7).Draw(t, "there") > 0 {
		return d.room.ref(rapid.SampledFrom(now).Draw(t, "record"))
	}
	return Ref{d.noun(t).Name, d.id.Draw(t, "id")}
}

func (d drawn) noun(t *rapid.T) *Noun {
	return d.room.Nouns[rapid.IntRange(0, len(d.room.Nouns)-1).Draw(t, "noun")]
}
