// Package archtest holds the rules of Kith's own source that a compiler does not check: who may
// import whom, what must be explained, what a library must not do to its host, and what it promises
// in public.
//
// There are only tests in it. Each rule is a plain function over parsed source, and each is shown to
// fail on a small wrong example before it is believed about the real tree.
//
// The exported names of every public package are kept as text in .ci/api. After a wanted change,
// write them anew:
//
//	go test ./internal/archtest -update
package archtest
