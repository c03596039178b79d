package table

import "fmt"

// By returns an index by one key, of which an empty one is none.
func By[R any](key func(*R) string) func(*R, []string) []string {
	return func(r *R, to []string) []string {
		if k := key(r); k != "" {
			to = append(to, k)
		}
		return to
	}
}

// Texts returns identifiers as the keys of an index.
func Texts[K ~string](ids []K) []string {
	return texts(ids, func(id K) string { return string(id) })
}

// Strings returns things that say their key themselves as the keys of an index.
func Strings[S fmt.Stringer](list []S) []string { return texts(list, S.String) }

func texts[T any](list []T, text func(T) string) []string {
	if len(list) == 0 {
		return nil
	}
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = text(v)
	}
	return out
}
