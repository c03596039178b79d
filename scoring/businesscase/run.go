package businesscase

import (
	"math/rand/v2"

	"github.com/kithcrm/kith/internal/rules"
)

// Run simulates a case: it draws all inputs again and again, works out what each draw comes to, and returns what
// the case is worth, how likely it is to lose, what is known of how the value turns out, and which input is most
// worth finding out first.
//
// The same model, with the same seed, gives the same to the last bit, whatever [Config.Each] does: draws are cut
// into blocks of 4096, each with a stream of chance of its own, and put together in their order.
//
// Special cases are:
//   - with no input that varies all draws are alike, and every error of the simulation is 0
//   - a change that improves nothing and costs nothing is worth exactly 0
//   - a return or a share that does not exist is 0, and flagged; where no rate of return does, there is none in Rates
//
// An error matches [relationship.ErrInvalid]: for an impossible model or setting; for flows that are not finite,
// are 1e143 or more, have lost their length or have a rate of -1 or less; and for an Each that leaves out
// something. It takes O(draws · (periods + inputs)) time. It keeps 80 bytes for each draw, and besides at most 32
// megabytes for the fan and 0.4 for each input.
func (m Model) Run(cfg Config) (Result, error) {
	const op = "run"
	s, err := newSimulation(&m, cfg)
	if err != nil {
		return Result{}, opError(op, err)
	}
	if err := s.run(); err != nil {
		return Result{}, opError(op, err)
	}
	r, err := s.result()
	return r, opError(op, err)
}

const (
	blockSize = 4096 // draws of a block
	roundSize = 64   // blocks between two calls of Progress
)

// A simulation is one run of a model.
type simulation struct {
	model  *Model
	inputs *sampler
	cfg    Config
	seeds  [2]uint64
	about  float64 // near the mean of the value, so that squares around it lose no digits

	columns [measures][]float64 // what each draw comes to
	paths   paths
	slots   []*slot
}

// What each draw comes to.
const (
	ofValue = iota
	ofCost
	ofReturn
	ofChange
	ofNothing
	ofAsNow
	ofWaiting
	ofCustomers
	ofPayback
	ofDiscounted
	measures
)

func newSimulation(m *Model, cfg Config) (*simulation, error) {
	cfg, err := cfg.settled()
	if err = rules.First(m.check(), err); err != nil {
		return nil, err
	}
	inputs, err := newSampler(m)
	if err != nil {
		return nil, err
	}
	s := &simulation{model: m, inputs: inputs, cfg: cfg, seeds: [2]uint64{cfg.Rand.Uint64(), cfg.Rand.Uint64()}}
	f := newFlows(m.Periods)
	if s.about = m.value(inputs.base(), f); !sane(s.about) {
		return nil, f.fault()
	}
	return s, nil
}

// run draws.
func (s *simulation) run() error {
	draws := s.cfg.Draws
	s.paths = newPaths(draws, s.model.Periods)
	for i := range s.columns {
		s.columns[i] = make([]float64, draws)
	}
	for range min(blocksOf(draws), roundSize) {
		s.slots = append(s.slots, s.newSlot())
	}
	return s.rounds(draws, func(place int, b block) error { return s.slots[place].fill(b) })
}

// A block is draws that share a stream of chance, from one to before another.
type block struct{ index, from, to int }

func blocksOf(draws int) int { return (draws + blockSize - 1) / blockSize }

// rounds does all blocks of so many draws, some at once, of which do is told the place among these. It returns the
// error of the earliest.
func (s *simulation) rounds(draws int, do func(place int, b block) error) error {
	blocks := blocksOf(draws)
	for first := 0; first < blocks; first += roundSize {
		n := min(roundSize, blocks-first)
		if err := s.cfg.each(n, func(i int) error {
			from := (first + i) * blockSize
			return do(i, block{first + i, from, min(from+blockSize, draws)})
		}); err != nil {
			return err
		}
		s.cfg.Progress(min((first+n)*blockSize, s.cfg.Draws), s.cfg.Draws)
	}
	return nil
}

// stream returns the chance of one block, far from that of any other.
func stream(seeds [2]uint64, block int) *rand.Rand {
	b := uint64(block)
	return rand.New(rand.NewPCG(mixed(seeds[0]+b), mixed(seeds[1]^b)))
}

// mixed spreads every bit of v over all bits (Stafford's variant 13, as in the generator splitmix64).
func mixed(v uint64) uint64 {
	v += 0x9e3779b97f4a7c15
	v = (v ^ v>>30) * 0xbf58476d1ce4e5b9
	v = (v ^ v>>27) * 0x94d049bb133111eb
	return v ^ v>>31
}
