//go:build race

package main

// raced says that the race detector is on, under which SQLite in Go is twenty times slower.
const raced = true
