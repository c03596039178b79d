package drawing

import (
	"strconv"

	"github.com/kithcrm/kith/relationship"
)

// GraphML returns the map as GraphML, for programs that lay out or analyse networks. Parties are named n1,
// n2 and so on, in the order of their IDs, ties t1, t2 and so on; the IDs themselves are data,
// as are kinds, names, phrases, roles, and for each end importance and health from 0 to 1 with four
// digits and what they rest on. Numbers that are not known have no data. Ties of symmetric kinds
// are undirected.
//
// Characters that XML cannot hold become U+FFFD, in IDs too.
//
// It returns an error as [Map.SVG] does. The same map and config, in any order, give the same bytes.
// It takes O(n log n) time.
func (m Map) GraphML(cfg Config) ([]byte, error) {
	s, err := newScene("draw GraphML", m, cfg)
	if err != nil {
		return nil, err
	}
	var p page
	p.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	p.open("graphml", attr{"xmlns", "http://graphml.graphdrawing.org/xmlns"})
	for _, k := range graphKeys() {
		p.mark("key", attr{"id", k.name}, attr{"for", k.of}, attr{"attr.name", k.name}, attr{"attr.type", k.holds})
	}
	p.open("graph", attr{"id", "map"}, attr{"edgedefault", "directed"})
	p.data("title", s.title)
	p.data("as-of", cfg.At.UTC().Format("2006-01-02T15:04:05.999999999Z07:00"))
	p.data("left-out", strconv.Itoa(s.leftOut))
	p.data("ended", strconv.Itoa(s.ended))
	for i := range s.parties {
		p.graphParty(s, i)
	}
	for i := range s.ties {
		p.graphTie(&s.ties[i], i)
	}
	p.end("graph")
	p.end("graphml")
	return p.Bytes(), nil
}

// A graphKey declares a field of the data.
type graphKey struct{ name, of, holds string }

func graphKeys() []graphKey {
	out := []graphKey{
		{"title", "graph", "string"}, {"as-of", "graph", "string"}, {"left-out", "graph", "int"}, {"ended", "graph", "int"},
		{"party", "node", "string"}, {"party-kind", "node", "string"}, {"name", "node", "string"}, {"middle", "node", "boolean"},
		{"tie", "edge", "string"}, {"kind", "edge", "string"}, {"marked", "edge", "boolean"},
	}
	for _, side := range sides() {
		out = append(out, graphKey{side.String() + "-phrase", "edge", "string"}, graphKey{side.String() + "-role", "edge", "string"})
		for _, of := range []string{"importance", "health"} {
			name := side.String() + "-" + of
			out = append(out, graphKey{name, "edge", "double"}, graphKey{name + "-basis", "edge", "string"})
		}
	}
	return out
}

func (p *page) data(key, value string) { p.say("data", value, attr{"key", key}) }

func (p *page) graphParty(s *scene, i int) {
	f := s.parties[i]
	p.open("node", attr{"id", "n" + strconv.Itoa(i+1)})
	p.data("party", f.id)
	p.data("party-kind", clean(string(f.kind)))
	p.data("name", f.name)
	for _, c := range s.centre {
		if c == i {
			p.data("middle", "true")
		}
	}
	p.end("node")
}

func (p *page) graphTie(t *strand, i int) {
	attrs := []attr{{"id", "t" + strconv.Itoa(i+1)}, {"source", "n" + strconv.Itoa(t.ends[0]+1)}, {"target", "n" + strconv.Itoa(t.ends[1]+1)}}
	if t.mutual {
		attrs = append(attrs, attr{"directed", "false"})
	}
	p.open("edge", attrs...)
	p.data("tie", t.id)
	p.data("kind", t.kind)
	p.data("marked", strconv.FormatBool(t.marked))
	for _, side := range sides() {
		p.data(side.String()+"-phrase", t.phrases[side])
		if t.roles[side] != "" {
			p.data(side.String()+"-role", t.roles[side])
		}
		p.estimate(side.String()+"-importance", t.looks[side].importance)
		p.estimate(side.String()+"-health", t.looks[side].health)
	}
	p.end("edge")
}

func (p *page) estimate(key string, e relationship.Estimate) {
	if e.Known() {
		p.data(key, strconv.FormatFloat(e.Value, 'f', 4, 64))
		p.data(key+"-basis", e.Basis.String())
	}
}
