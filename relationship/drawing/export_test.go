package drawing

// A Geometry is where things stand in a picture, for tests.
type Geometry struct {
	Bodies, Labels []Rect // of parties in order of their IDs; of labels in no order
	Frame          Rect
	Untold         int // ties with neither words on the map nor a note
	Notes          int
	Crossings      int
}

// A Rect is a box in a picture.
type Rect = rect

// Overlaps reports whether two boxes have more than their rims in common.
func (r rect) Overlaps(o Rect) bool { return r.overlaps(o) }

// Within reports whether a box lies in another.
func (r rect) Within(o Rect) bool { return o.union(r) == o }

// Size returns how wide and high a box is.
func (r rect) Size() (width, height float64) { return r.width(), r.height() }

// Measure lays a map out as SVG does.
func Measure(m Map, cfg Config) (Geometry, error) {
	s, err := newScene("measure", m, cfg)
	if err != nil {
		return Geometry{}, err
	}
	p := newPicture(newLayout(s))
	g := Geometry{Frame: p.frame, Notes: len(p.notes)}
	for i := range p.parties {
		g.Bodies = append(g.Bodies, p.body(i))
	}
	noted := map[int]bool{}
	for _, i := range p.notes {
		noted[i] = true
	}
	for i, l := range p.labels {
		if l.place != (rect{}) {
			g.Labels = append(g.Labels, l.place)
		} else if !noted[i] {
			g.Untold++
		}
	}
	g.Crossings = p.crossings()
	return g, nil
}

// crossings counts where two ties cross.
func (l *layout) crossings() int {
	n := 0
	for i := range l.routes {
		for j := range i {
			a, b := l.routes[i].trail, l.routes[j].trail
			for k := range pieces {
				for h := range pieces {
					if crosses(a[k], a[k+1], b[h], b[h+1]) {
						n++
					}
				}
			}
		}
	}
	return n
}

// HealthColours returns the colours of the grades, and that of the ground.
func HealthColours() (grades []string, under string) {
	for g := unknown; g <= well; g++ {
		grades = append(grades, g.colour())
	}
	return grades, ground
}
