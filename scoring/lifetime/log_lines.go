package lifetime

import (
	"io"
	"strings"

	"github.com/kithcrm/kith/internal/rules"
)

// lines cuts a stream into lines. A whole block is made a string at once, of which the lines are parts.
type lines struct {
	from  io.Reader
	block []byte
	text  string // what is left of the block
	ended error
	count int // how many lines came out
}

// blockSize is how much is read at once, and maxLine how long a line may be.
const (
	blockSize = 1 << 16
	maxLine   = 1 << 20
)

// next returns the next line without its end, and io.EOF after the last.
func (in *lines) next() (string, error) {
	for {
		if at := strings.IndexByte(in.text, '\n'); at >= 0 {
			line := in.text[:at]
			in.text = in.text[at+1:]
			in.count++
			return strings.TrimSuffix(line, "\r"), nil
		}
		if in.ended != nil {
			return in.final()
		}
		if err := in.fill(); err != nil {
			return "", err
		}
	}
}

// final returns a last line without an end of its own.
func (in *lines) final() (string, error) {
	line := in.text
	in.text = ""
	if in.ended != io.EOF || line == "" {
		return "", in.ended
	}
	in.count++
	return strings.TrimSuffix(line, "\r"), nil
}

// fill reads the next block behind what is left of the last.
func (in *lines) fill() error {
	left := len(in.text)
	if left > maxLine {
		return rules.Break(rules.Index("lines", in.count+1), "must be at most 1 MB long")
	}
	if len(in.block) < left+blockSize {
		in.block = make([]byte, left+blockSize)
	}
	copy(in.block, in.text)
	n := in.readBlock(in.block[left : left+blockSize])
	in.text = string(in.block[:left+n])
	return nil
}

// readBlock fills a block as far as the stream goes, so that one that comes in crumbs is not copied for each of
// them.
func (in *lines) readBlock(block []byte) int {
	n, empty := 0, 0
	for n < len(block) && in.ended == nil {
		m, err := in.from.Read(block[n:])
		n += m
		in.ended = err
		if empty++; m > 0 {
			empty = 0
		} else if err == nil && empty == 100 {
			in.ended = io.ErrNoProgress
		}
	}
	return n
}
