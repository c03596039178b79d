package relationship_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/kithcrm/kith/relationship"
)

// A walker finds texts in everything that a value reaches, unexported fields and the spare capacity
// of slices too. Instants are found as text.
type walker struct {
	texts []string
	found map[string]bool
	seen  map[place]bool
}

type place struct {
	at unsafe.Pointer
	of reflect.Type
}

// findIn returns which of the texts a value still holds, in order.
func findIn(value any, texts ...string) []string {
	w := walker{texts, map[string]bool{}, map[place]bool{}}
	w.walk(reflect.ValueOf(value))
	var out []string
	for _, text := range texts {
		if w.found[text] {
			out = append(out, text)
		}
	}
	return out
}

func (w *walker) look(in string) {
	for _, text := range w.texts {
		w.found[text] = w.found[text] || strings.Contains(in, text)
	}
}

func (w *walker) walk(v reflect.Value) {
	if at, instant := v.Interface().(time.Time); instant {
		w.look(at.UTC().Format(time.RFC3339Nano))
		return
	}
	switch v.Kind() {
	case reflect.String:
		w.look(v.String())
	case reflect.Pointer:
		at := place{v.UnsafePointer(), v.Type()}
		if !v.IsNil() && !w.seen[at] {
			w.seen[at] = true
			w.walk(v.Elem())
		}
	case reflect.Interface:
		if !v.IsNil() {
			w.walk(placed(v.Elem()))
		}
	case reflect.Struct:
		v = placed(v)
		for _, f := range v.Fields() {
			w.walk(reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem())
		}
	case reflect.Array:
		for i := range v.Len() {
			w.walk(v.Index(i))
		}
	case reflect.Slice:
		w.slice(v)
	case reflect.Map:
		for _, key := range v.MapKeys() {
			w.walk(placed(key))
			w.walk(placed(v.MapIndex(key)))
		}
	}
}

func (w *walker) slice(v reflect.Value) {
	if v.IsNil() {
		return
	}
	whole := v.Slice(0, v.Cap())
	if v.Type().Elem().Kind() == reflect.Uint8 {
		w.look(string(whole.Bytes()))
		return
	}
	for i := range whole.Len() {
		w.walk(whole.Index(i))
	}
}

// placed returns a value of which the address can be taken.
func placed(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return v
	}
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	return c
}

func TestWalkerFindsWhatIsHidden(t *testing.T) {
	t.Parallel()
	type hidden struct {
		list   []string
		bytes  []byte
		keys   map[string]*hidden
		any    any
		nested [1]struct{ fact relationship.Fact }
	}
	list := append(make([]string, 0, 2), "first", "beyond the length")
	value := hidden{
		list: list[:1], bytes: []byte("as bytes"), any: hidden{list: []string{"in an interface"}},
		keys: map[string]*hidden{"as a key": {list: []string{"behind a pointer"}}},
	}
	value.nested[0].fact = relationship.Fact{Value: "in a fact", At: noon(1).Add(7)}
	want := []string{
		"first", "beyond the length", "as bytes", "in an interface", "as a key", "behind a pointer", "in a fact", "2026-01-02T12:00:00.000000007Z",
	}
	got := findIn(&value, append(slices.Clone(want), "nowhere")...)
	same(t, "found", got, want)
}
