package themes

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// format is the number of the form in which models are saved.
const format = 1

// magic begins a saved model; the number of its form and a check sum follow on the same line.
const magic = "kith-themes-model"

// saved is a model as it is written.
type saved struct {
	Label string              `json:"label"`
	Seen  [kinds]int          `json:"seen"`
	Told  [kinds][steps]trial `json:"told"`
	Bias  [2]row              `json:"bias"`
	Cues  map[string][2]row   `json:"cues"`
	Words []string            `json:"words"`
	Pairs [][2]int32          `json:"pairs"` // of places in Words
	Rows  [][2]row            `json:"rows"`  // of Words, then of Pairs
}

// Save writes what the model has learnt, for [Load]. It holds words of the texts that it learnt from. The
// zero Model can be saved as well. It returns the errors of w. It takes O(n log n) time in the size of the
// model.
func (m *Model) Save(w io.Writer) error {
	body, err := json.Marshal(m.saved())
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "%s %d %s\n", magic, format, checkSum(body)); err != nil {
		return err
	}
	_, err = w.Write(append(body, '\n'))
	return err
}

func checkSum(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

func (m *Model) saved() saved {
	s := saved{Label: m.label, Seen: m.seen, Told: m.told, Bias: [2]row{m.bias, m.slack}, Cues: map[string][2]row{}}
	if m.words == nil {
		return s
	}
	for i, c := range m.grammar().cues {
		s.Cues[c.text] = [2]row{m.rows[i], m.sums[i]}
	}
	// The order of rows is kept: it is the order in which their weights are added up.
	own := int32(len(m.grammar().cues))
	s.Words, s.Pairs = make([]string, len(m.rows)-int(own)), make([][2]int32, len(m.rows)-int(own))
	for w, id := range m.words {
		s.Words[id-own] = w
	}
	for p, id := range m.pairs {
		s.Pairs[id-own] = [2]int32{int32(p>>32) - own, int32(uint32(p)) - own}
	}
	pairs := s.Pairs[:0]
	for i, w := range s.Words {
		if w == "" {
			pairs = append(pairs, s.Pairs[i])
		}
		s.Rows = append(s.Rows, [2]row{m.rows[int(own)+i], m.sums[int(own)+i]})
	}
	s.Pairs = pairs
	return s
}

// Load reads a model that [Model.Save] wrote, by this version or an older one. The loaded model gives the
// same suggestions as the saved one, to the last bit, where both versions have the same cues; it keeps the
// version it was saved with.
//
// It returns an error matching [relationship.ErrInvalid] for what a newer version wrote, with the field
// "format", and for what is no model or was damaged, with the field "model"; and the errors of r.
func Load(r io.Reader) (*Model, error) {
	const op = "load model"
	in := bufio.NewReader(r)
	head, err := in.ReadString('\n')
	if err != nil && err != io.EOF {
		return nil, err
	}
	words := strings.Fields(head)
	if len(head) > 200 || len(words) != 3 || words[0] != magic {
		return nil, broken(op, "model", "must be one that Save wrote")
	}
	if n, err := strconv.Atoi(words[1]); err != nil || n != format {
		return nil, broken(op, "format", "must be 1: a newer version wrote this model")
	}
	body, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	body = bytes.TrimSuffix(body, []byte("\n"))
	var s saved
	if checkSum(body) != words[2] || json.Unmarshal(body, &s) != nil || !s.whole() {
		return nil, broken(op, "model", "must be as Save wrote it: it was damaged")
	}
	return s.model(), nil
}

// whole reports whether the parts fit together and all numbers are finite.
func (s *saved) whole() bool {
	pairs := 0
	for _, w := range s.Words {
		if w == "" {
			pairs++
		}
	}
	if len(s.Rows) != len(s.Words) || len(s.Pairs) != pairs {
		return false
	}
	for _, p := range s.Pairs {
		if min(p[0], p[1]) < 0 || int(max(p[0], p[1])) >= len(s.Words) {
			return false
		}
	}
	for k := range kinds {
		if s.Seen[k] < 0 {
			return false
		}
		for _, t := range s.Told[k] {
			if t.Right < 0 || t.Right > t.All {
				return false
			}
		}
	}
	for _, r := range s.Cues {
		if !sound(r) {
			return false
		}
	}
	return sound(s.Bias) && !slices.ContainsFunc(s.Rows, func(r [2]row) bool { return !sound(r) })
}

// sound reports whether weights are finite and the sums of squares beside them not below 0.
func sound(r [2]row) bool {
	for k := range kinds {
		if math.IsNaN(r[0][k]) || math.Abs(r[0][k]) > 1e9 || !(r[1][k] >= 0 && r[1][k] < 1e18) {
			return false
		}
	}
	return true
}

func (s *saved) model() *Model {
	m := &Model{seen: s.Seen, told: s.Told, bias: s.Bias[0], slack: s.Bias[1], label: s.Label}
	if s.Seen == ([kinds]int{}) {
		return m
	}
	m.prepare()
	for i, c := range m.grammar().cues {
		m.rows[i], m.sums[i] = s.Cues[c.text][0], s.Cues[c.text][1]
	}
	own, pair := int32(len(m.rows)), 0
	for i, w := range s.Words {
		id := own + int32(i)
		if w != "" {
			m.words[w] = id
			continue
		}
		p := s.Pairs[pair]
		pair++
		m.pairs[pairKey(own+p[0], own+p[1])] = id
	}
	for _, r := range s.Rows {
		m.rows, m.sums = append(m.rows, r[0]), append(m.sums, r[1])
	}
	return m
}
