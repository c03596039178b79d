package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// block returns the first block of a kind in the README after the text that stands before it.
func block(t *testing.T, readme, kind string) string {
	t.Helper()
	_, rest, found := strings.Cut(readme, "```"+kind+"\n")
	text, _, closed := strings.Cut(rest, "```\n")
	if !found || !closed {
		t.Fatalf("README.md has no block of %s", kind)
	}
	return text
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReadmeShowsThisProgram(t *testing.T) {
	if got, want := block(t, read(t, "../../README.md"), "go"), read(t, "main.go"); got != want {
		t.Errorf("the first program in README.md is\n%s\nwant main.go:\n%s", got, want)
	}
}

func TestReadmeShowsWhatItPrints(t *testing.T) {
	out, err := exec.Command("go", "run", ".").CombinedOutput()
	if err != nil {
		t.Fatalf("go run: %v\n%s", err, out)
	}
	if want := block(t, read(t, "../../README.md"), "text"); string(out) != want {
		t.Errorf("the program prints\n%s\nREADME.md says\n%s", out, want)
	}
}

func TestProgramIsShort(t *testing.T) {
	lines := 0
	for line := range strings.Lines(read(t, "main.go")) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			lines++
		}
	}
	if lines >= 20 {
		t.Errorf("the program has %d lines of code, want under 20", lines)
	}
}
