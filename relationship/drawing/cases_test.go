package drawing_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/drawing"
)

func today() time.Time { return time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC) }

func config() drawing.Config { return drawing.Config{At: today()} }

func person(id relationship.PartyID, name string) relationship.Party {
	return relationship.Party{ID: id, Kind: relationship.Person, Name: name}
}

func organisation(id relationship.PartyID, name string) relationship.Party {
	return relationship.Party{ID: id, Kind: relationship.Organisation, Name: name}
}

func group(id relationship.PartyID, name string) relationship.Party {
	return relationship.Party{ID: id, Kind: relationship.Group, Name: name}
}

// read is a reading of a number that rests on something; below 0 means none.
func read(v float64, basis relationship.Basis) relationship.Readings {
	if v < 0 {
		return nil
	}
	return relationship.Readings{{Estimate: relationship.Estimate{Value: v, Low: v, High: v, Basis: basis}}}
}

func said(importance, health float64) relationship.End {
	return relationship.End{Importance: read(importance, relationship.Stated), Health: read(health, relationship.Stated)}
}

func guessed(importance, health float64) relationship.End {
	return relationship.End{Importance: read(importance, relationship.Guessed), Health: read(health, relationship.Guessed)}
}

// tie holds at all times.
func tie(id string, from relationship.PartyID, kind relationship.KindName, to relationship.PartyID, ends ...relationship.End) relationship.Tie {
	t := relationship.Tie{ID: relationship.TieID(id), Kind: kind, From: from, To: to, Stints: []relationship.Stint{{}}}
	if len(ends) == 2 {
		t.Ends = relationship.Ends{From: ends[0], To: ends[1]}
	}
	return t
}

// household is small enough for its drawings to be kept beside the tests.
func household() drawing.Map {
	cares := tie("t2", "mia", "cares-for", "rosa", said(0.9, 0.3), relationship.End{
		Role: "mother", Importance: read(1, relationship.Stated), Health: read(0.8, relationship.Guessed),
	})
	cares.Ends.From.Role = "daughter"
	past := tie("t4", "rosa", "lives-in", "old")
	past.Stints = []relationship.Stint{{To: today()}}
	return drawing.Map{
		Centre: "rosa",
		Parties: []relationship.Party{
			person("rosa", "Rosa"), person("mia", "Mia"), organisation("home", "Lindenhof <Süd>"),
			group("board", "Residents' board"), organisation("old", "Haus am See"),
		},
		Ties: []relationship.Tie{
			tie("t1", "rosa", "lives-in", "home", said(0.8, 0.5), guessed(0.4, 0.9)),
			cares,
			tie("t3", "rosa", "member-of", "board"),
			past,
			tie("t5", "home", "serves", "mia", guessed(0.2, -1), said(0.7, 0.1)),
			tie("t6", "rosa", "self", "rosa", said(0.5, 0.6), said(0.5, 0.6)),
		},
	}
}

func alone() drawing.Map {
	return drawing.Map{Centre: "a", Parties: []relationship.Party{person("a", "Ann")}}
}

func couple() drawing.Map {
	return drawing.Map{
		Centre:  "a",
		Parties: []relationship.Party{person("a", "Ann"), organisation("b", "Tyres & Co")},
		Ties:    []relationship.Tie{tie("t", "b", "serves", "a", said(0.9, 0.9), said(0.3, 0.2))},
	}
}

func family() drawing.Map {
	return drawing.Map{
		Centre: "anna",
		Parties: []relationship.Party{
			person("anna", "Anna Berger"), person("ben", "Ben Berger"), person("carl", "Carl"), person("dora", "Dora"),
			person("emil", "Emil Berger"), person("frieda", "Frieda Neumann"), person("gina", "Gina Neumann"), group("home", "Household Berger"),
		},
		Ties: []relationship.Tie{
			tie("1", "anna", "spouse", "ben", said(0.9, 0.8), said(0.9, 0.5)),
			tie("2", "anna", "parent", "carl", said(1, 0.9), said(0.8, 0.7)),
			tie("3", "ben", "parent", "carl", said(1, 0.9), said(0.7, 0.6)),
			tie("4", "anna", "parent", "dora", said(1, 0.4), guessed(0.6, 0.3)),
			tie("5", "ben", "parent", "dora", said(1, 0.7), guessed(0.6, 0.7)),
			tie("6", "carl", "sibling", "dora", said(0.5, 0.2), said(0.6, 0.4)),
			tie("7", "emil", "parent", "ben", guessed(0.9, 0.8), said(0.4, 0.2)),
			tie("8", "frieda", "parent", "anna", said(0.9, 0.9), said(0.8, 0.9)),
			tie("9", "gina", "sibling", "anna", said(0.5, 0.5), said(0.6, 0.6)),
			tie("a", "frieda", "parent", "gina"),
			tie("b", "anna", "lives-in", "home", said(0.4, 0.8), said(-1, -1)),
			tie("c", "ben", "lives-in", "home"),
			tie("d", "carl", "lives-in", "home"),
			tie("e", "dora", "lives-in", "home"),
			tie("f", "anna", "cares-for", "frieda", said(0.7, 0.2), said(1, 0.6)),
		},
	}
}

// chain is a company with its customers, their people and whom those serve: three rings.
func chain() drawing.Map {
	rng := rand.New(rand.NewPCG(7, 7))
	m := drawing.Map{Centre: "p00", LeftOut: 12}
	first := []string{"Ann", "Bela", "Cleo", "Dirk", "Ella", "Finn", "Greta", "Hugo", "Ines", "Jan", "Kira", "Leo", "Mara", "Nils", "Olga"}
	last := []string{"Schmidt", "Okafor", "Nguyen", "García", "Kowalski", "Rossi", "Haddad", "Lindqvist"}
	firms := []string{"Tyre Shop North", "Brunner Reifen", "Wheel & Deal", "Pneus Lausanne", "Autohaus Krüger", "Rapid Fit", "Gomme Milano"}
	any := func() relationship.End {
		switch v := rng.Float64(); {
		case v < 0.25:
			return relationship.End{}
		case v < 0.5:
			return guessed(rng.Float64(), rng.Float64())
		}
		return said(rng.Float64(), rng.Float64())
	}
	add := func(from int, kind relationship.KindName, to int) {
		id := fmt.Sprintf("t%02d", len(m.Ties))
		m.Ties = append(m.Ties, tie(id, m.Parties[from].ID, kind, m.Parties[to].ID, any(), any()))
	}
	for i := range 50 {
		id := relationship.PartyID(fmt.Sprintf("p%02d", i))
		switch {
		case i == 0:
			m.Parties = append(m.Parties, organisation(id, "Continental Drift Tyre Works"))
		case i <= 7:
			m.Parties = append(m.Parties, organisation(id, firms[i-1]))
		case i%9 == 0:
			m.Parties = append(m.Parties, group(id, "Fleet "+last[i%8]))
		default:
			m.Parties = append(m.Parties, person(id, first[i%15]+" "+last[i%8]))
		}
		switch {
		case i == 0:
		case i <= 7:
			add(0, "supplies", i)
		case i <= 22:
			add(i, "works-for", 1+(i-8)%7)
		default:
			add(8+(i-23)%15, "advises", i)
		}
	}
	for k := range 14 {
		add(8+(k*4)%15, "colleague", 8+(k*4+7)%15)
	}
	for k := range 7 {
		add(1+k, "serves", 23+(k*3+k/2)%27)
	}
	return m
}

func hub() drawing.Map {
	m := drawing.Map{Centre: "hub", Parties: []relationship.Party{organisation("hub", "Corner Grocery")}}
	names := []string{"Ann Li", "Bartholomäus Huber", "Cem Yıldız", "Dr. Eva Maria von Hohenstein", "Family Petrov", "Gus", "H. Abdi"}
	for i := range 49 {
		id := relationship.PartyID(fmt.Sprintf("c%02d", i))
		m.Parties = append(m.Parties, person(id, names[i%len(names)]))
		h := float64(i%10) / 9
		m.Ties = append(m.Ties, tie(fmt.Sprintf("t%02d", i), "hub", "serves", id, said(float64(i%4)/3, h), guessed(float64(i%7)/6, 1-h)))
	}
	return m
}

func parallel() drawing.Map {
	return drawing.Map{
		Centre:  "a",
		Parties: []relationship.Party{person("a", "Ann"), organisation("b", "Bank"), person("c", "Cem"), person("d", "Dora")},
		Ties: []relationship.Tie{
			tie("1", "a", "works-for", "b", said(0.9, 0.2), said(0.5, 0.9)),
			tie("2", "b", "serves", "a", said(0.3, 0.8), said(0.8, 0.4)),
			tie("3", "b", "advises", "a", guessed(0.3, 0.8), said(0.2, 0.7)),
			tie("4", "a", "owns", "b"),
			tie("5", "a", "friend", "c", said(0.9, 0.2), said(0.5, 0.9)),
			tie("6", "a", "mentor", "c", said(0.9, 0.7), guessed(0.5, 0.9)),
			tie("7", "a", "self", "a", said(0.4, 0.4), said(0.4, 0.4)),
			tie("8", "a", "gives-to", "d", said(0.4, 0.4), said(0.4, 0.4)),
			tie("9", "d", "gives-to", "a", said(0.6, 0.9), said(0.9, 0.9)),
			tie("10", "c", "knows", "d"),
			tie("11", "b", "custom-kind", "c"),
		},
	}
}

// scripts has names of all sorts, parties apart, and kinds of none.
func scripts() drawing.Map {
	m := drawing.Map{
		Centre: "a",
		Parties: []relationship.Party{
			person("a", "Wolfeschlegelsteinhausenbergerdorff the Elder of Oberammergau"),
			organisation("b", "国际轮胎贸易有限公司上海浦东新区分公司"), person("c", "محمد عبد الرحمن الخوارزمي"), person("d", "שלום עליכם בן אברהם"),
			organisation("e", "株式会社 日本タイヤ販売"), person("f", "Ольга Александровна Щёкотова-Жуковская"),
			{ID: "g", Name: "of no kind"}, person("h", ""), group("i", "👩‍👩‍👧‍👦 Family 👍🏽"),
			person("j", "WWWWWWWWWWWWWWWWWWWWWW"), person("k", "สวัสดีครับผมชื่อสมชาย"), person("l", "नमस्ते दुनिया कैसे हो"), person("m", "Apart from all"), person("n", "Apart Too"),
			organisation("o", "<b>&amp;\"Quotes\"</b> \\N"), person("p", "김민수 고객 관리팀"),
		},
		Ties: []relationship.Tie{tie("apart", "m", "friend", "n", said(0.5, 0.5), guessed(0.2, 0.2))},
	}
	for i, p := range m.Parties {
		if p.ID != "a" && p.ID != "m" && p.ID != "n" {
			m.Ties = append(m.Ties, tie(fmt.Sprint(i), "a", relationship.KindName([]string{"knows", "ist-verwandt-mit", "advises"}[i%3]), p.ID, said(0.5, float64(i)/15), guessed(0.2, 0.2)))
		}
	}
	return m
}

// critical is a chain seen from a tie in it.
func critical() drawing.Map {
	m := drawing.Map{
		Tie: "critical",
		Parties: []relationship.Party{
			organisation("us", "Sunrise Benefits"), organisation("broker", "Hartmann Brokers"), person("hr", "Kim Park, Head of Benefits"),
			organisation("employer", "Delta Foundry"), person("b1", "Jo Hartmann"), person("b2", "Uma Rao"), organisation("e2", "Alpha Paper"),
			person("w1", "Sam Odhiambo"), person("w2", "Lena Fuchs"), group("union", "Works council"), person("cfo", "Ida Storm"), organisation("rival", "Moonset Health"),
		},
		Ties: []relationship.Tie{
			tie("critical", "broker", "advises", "hr", said(0.9, 0.8), said(0.8, 0.15)),
			tie("1", "us", "sells-through", "broker", said(0.9, 0.7), said(0.5, 0.5)),
			tie("2", "hr", "decides-for", "employer", said(0.6, 0.7), guessed(0.7, 0.8)),
			tie("3", "b1", "works-for", "broker", said(0.7, 0.9), said(0.8, 0.8)),
			tie("4", "b2", "works-for", "broker"),
			tie("5", "broker", "advises", "e2", said(0.4, 0.9), said(0.5, 0.7)),
			tie("6", "w1", "works-for", "employer"),
			tie("7", "w2", "works-for", "employer"),
			tie("8", "hr", "reports-to", "cfo", said(0.5, 0.5), said(0.3, 0.7)),
			tie("9", "cfo", "works-for", "employer"),
			tie("a", "union", "advises", "hr", guessed(0.9, 0.3), guessed(0.6, 0.3)),
			tie("b", "rival", "sells-through", "broker", guessed(0.4, 0.6), guessed(0.4, 0.6)),
			tie("c", "us", "insures", "employer", said(0.9, 0.6), said(0.6, 0.6)),
			tie("d", "b1", "knows", "hr", said(0.2, 0.9), said(0.2, 0.9)),
			tie("e", "w1", "member-of", "union"),
		},
	}
	return m
}

// tangled is a network without any order in it.
func tangled(parties, ties int, seed uint64) drawing.Map {
	rng := rand.New(rand.NewPCG(seed, 1))
	kinds := []relationship.KindName{"serves", "advises", "knows", "friend", "works-for", "decides-for", "gives-to", "something-else"}
	names := []string{"Ann", "Bartholomäus Huber", "Ludwig & Sons Trading Company Limited", "Cem Yıldız", "日本タイヤ", "H. A.", "Sekretariat der Gesellschaft"}
	m := drawing.Map{Centre: "p0"}
	for i := range parties {
		p := relationship.Party{ID: relationship.PartyID(fmt.Sprintf("p%d", i)), Name: names[rng.IntN(len(names))]}
		p.Kind = []relationship.PartyKind{relationship.Person, relationship.Organisation, relationship.Group}[rng.IntN(3)]
		m.Parties = append(m.Parties, p)
	}
	for i := range ties {
		from, to := rng.IntN(parties), rng.IntN(parties)
		m.Ties = append(m.Ties, tie(fmt.Sprintf("t%d", i), m.Parties[from].ID, kinds[rng.IntN(len(kinds))], m.Parties[to].ID, said(rng.Float64(), rng.Float64()), guessed(rng.Float64(), rng.Float64())))
	}
	return m
}

// cases are all maps made by hand, by name.
func cases() map[string]drawing.Map {
	return map[string]drawing.Map{
		"household": household(), "alone": alone(), "couple": couple(), "family": family(), "chain": chain(), "hub": hub(),
		"parallel": parallel(), "scripts": scripts(), "critical": critical(), "tangled": tangled(50, 80, 3),
	}
}
