package main

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/kithcrm/kith/relationship"
)

// parseCase reads a case from text. The error names file, line, column, field and rule, and nothing of
// what the file holds.
func parseCase(name string, text []byte) (*caseFile, error) {
	c := &caseFile{name: name, places: places{text: text, starts: map[string]int{}}}
	d := decoder{json.NewDecoder(bytes.NewReader(text)), c}
	if err := d.value("", reflect.ValueOf(c).Elem()); err != nil {
		return nil, err
	}
	end := d.next()
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, c.places.wrong(name, end, "", "must end after the case")
	}
	return c, c.check()
}

// A decoder fills structs from JSON and notes where each field stands, so that a rule broken later can
// name its place too.
type decoder struct {
	*json.Decoder
	to *caseFile
}

func (d decoder) value(path string, into reflect.Value) error {
	d.to.places.starts[path] = d.next()
	if _, isText := into.Addr().Interface().(encoding.TextUnmarshaler); !isText {
		switch into.Kind() {
		case reflect.Struct:
			return d.object(path, into)
		case reflect.Slice:
			return d.list(path, into)
		}
	}
	if err := d.Decode(into.Addr().Interface()); err != nil {
		return d.wrong(path, err)
	}
	return nil
}

// next returns where the next key or value stands.
func (d decoder) next() int { return d.after(" \t\r\n,:") }

// after returns where what was read ends, and what may be skipped too.
func (d decoder) after(skipped string) int {
	rest := d.to.places.text[d.InputOffset():]
	return len(d.to.places.text) - len(bytes.TrimLeft(rest, skipped))
}

func (d decoder) object(path string, into reflect.Value) error {
	if err := d.open(path, '{', "must be an object in braces"); err != nil {
		return err
	}
	seen := map[string]bool{}
	for d.More() {
		start := d.next()
		token, err := d.Token()
		if err != nil {
			return d.wrong(path, err)
		}
		key, _ := token.(string)
		field, known := fieldNamed(into, key)
		switch {
		case !known:
			return d.to.places.wrong(d.to.name, start, path, "must have only the fields that the example files have")
		case seen[key]:
			return d.to.places.wrong(d.to.name, start, path, "must not have a field twice")
		}
		seen[key] = true
		if err := d.value(strings.TrimPrefix(path+"."+key, "."), field); err != nil {
			return err
		}
	}
	return d.open(path, '}', "")
}

func fieldNamed(of reflect.Value, key string) (reflect.Value, bool) {
	for i := range of.NumField() {
		if name, ok := of.Type().Field(i).Tag.Lookup("json"); ok && name == key {
			return of.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func (d decoder) list(path string, into reflect.Value) error {
	if err := d.open(path, '[', "must be a list in brackets"); err != nil {
		return err
	}
	for i := 0; d.More(); i++ {
		one := reflect.New(into.Type().Elem()).Elem()
		if err := d.value(fmt.Sprintf("%s[%d]", path, i), one); err != nil {
			return err
		}
		into.Set(reflect.Append(into, one))
	}
	return d.open(path, ']', "")
}

// open reads a brace or bracket.
func (d decoder) open(path string, want json.Delim, rule string) error {
	token, err := d.Token()
	if err != nil {
		return d.wrong(path, err)
	}
	if token != want {
		return d.to.wrong(path, rule)
	}
	return nil
}

// wrong says in our words what the JSON package found.
func (d decoder) wrong(path string, err error) error {
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		return d.to.places.wrong(d.to.name, d.after(" \t\r\n"), path, "must be JSON")
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return d.to.places.wrong(d.to.name, len(d.to.places.text), path, "must be JSON, which ends too early")
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		word := "a text in quotes"
		if wrong.Type.Kind() == reflect.Bool {
			word = "true or false"
		}
		return d.to.wrong(path, "must be "+word)
	}
	if op, ok := errors.AsType[*relationship.OpError](err); ok {
		return d.to.wrong(path, op.Rule)
	}
	return d.to.wrong(path, err.Error()) // a rule of notation.go
}

// places are where the fields of a file stand.
type places struct {
	text   []byte
	starts map[string]int // by path
}

// wrong returns the error for a rule that is broken at an offset.
func (p places) wrong(name string, offset int, path, rule string) error {
	before := p.text[:min(offset, len(p.text))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	if path != "" {
		rule = path + " " + rule
	}
	return fmt.Errorf("%s:%d:%d: %s", name, line, column, rule)
}

// wrong returns the error for a field that breaks a rule.
func (c *caseFile) wrong(path, rule string) error {
	return c.places.wrong(c.name, c.places.starts[path], path, rule)
}

// explain says of an error of the library where in the file the record stands that it is about. Parties,
// ties and needs are handed over in the order of the file.
func (c *caseFile) explain(err error) error {
	op, ok := errors.AsType[*relationship.OpError](err)
	if !ok || op.Rule == "" {
		return err
	}
	record, _, _ := strings.Cut(op.Field, ".")
	if start, ok := c.places.starts[strings.ToLower(record)]; ok && record != "" {
		return c.places.wrong(c.name, start, op.Field, op.Rule)
	}
	return fmt.Errorf("%s: %w", c.name, err)
}

// explainPath says where in the path of the file its notation is broken.
func (c *caseFile) explainPath(err error) error {
	op, ok := errors.AsType[*relationship.OpError](err)
	if !ok {
		return err
	}
	return c.wrong("customers.path", op.Rule+", at "+op.Field+" of the path")
}
