package main

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"reflect"
	"time"
)

// A jsonText is a value that a column or a parameter holds as JSON.
type jsonText struct{ of any }

// Value returns the value as JSON, which has no zones to the second and no year 10000: so instants go into it
// in UTC.
func (j jsonText) Value() (driver.Value, error) {
	text, err := json.Marshal(inUTC(reflect.ValueOf(j.of)).Interface())
	return string(text), err
}

// Scan reads JSON into what j.of points at.
func (j jsonText) Scan(column any) error {
	text, ok := column.(string)
	if !ok {
		return errors.New("the column must hold text")
	}
	return json.Unmarshal([]byte(text), j.of)
}

// inUTC returns a copy of a record, or of a list, with all instants in it in UTC. It looks for them everywhere, so
// that a field that Kith gets one day is not forgotten.
func inUTC(v reflect.Value) reflect.Value {
	if at, ok := v.Interface().(time.Time); ok {
		return reflect.ValueOf(at.UTC())
	}
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			out.Field(i).Set(inUTC(v.Field(i)))
		}
	case reflect.Slice:
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(inUTC(v.Index(i)))
		}
	case reflect.Interface:
		out.Set(inUTC(v.Elem()))
	}
	return out
}
