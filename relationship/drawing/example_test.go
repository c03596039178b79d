package drawing_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/drawing"
)

// shop is a book with a tyre shop, two drivers, and who supplies it.
func shop(ctx context.Context) *relationship.Book {
	book := relationship.NewBook(new(relationship.Memory), relationship.Config{Now: today})
	_, err := book.Put(ctx, relationship.Batch{
		Parties: []relationship.Party{organisation("shop", "Tyres & Co"), organisation("maker", "Gripwell"), person("ann", "Ann"), person("ben", "Ben")},
		Ties: []relationship.Tie{
			tie("t1", "maker", "supplies", "shop", said(0.9, 0.8), said(0.6, 0.7)),
			tie("t2", "shop", "serves", "ann", said(0.5, 0.9), said(0.8, 0.2)),
			tie("t3", "shop", "serves", "ben", said(0.3, 0.9), guessed(0.4, 0.5)),
			tie("t4", "ann", "friend", "ben"),
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	return book
}

func Example() {
	ctx := context.Background()
	m, err := drawing.Around(ctx, &shop(ctx).Reader, drawing.Query{Centre: "shop", At: today()})
	if err != nil {
		log.Fatal(err)
	}
	picture, err := m.SVG(drawing.Config{At: today()})
	if err != nil {
		log.Fatal(err)
	}
	for line := range strings.Lines(string(picture)) {
		if strings.HasPrefix(line, "<title>") {
			fmt.Print(line)
		}
	}
	// Output:
	// <title>Relationships of Tyres &amp; Co</title>
	// <title>Tyres &amp; Co buys from Gripwell. To Tyres &amp; Co: importance 0.60 (stated), health 0.70 (stated). To Gripwell: importance 0.90 (stated), health 0.80 (stated).</title>
	// <title>Tyres &amp; Co serves Ann. To Tyres &amp; Co: importance 0.50 (stated), health 0.90 (stated). To Ann: importance 0.80 (stated), health 0.20 (stated).</title>
	// <title>Tyres &amp; Co serves Ben. To Tyres &amp; Co: importance 0.30 (stated), health 0.90 (stated). To Ben: importance 0.40 (guessed), health 0.50 (guessed).</title>
	// <title>Ann is a friend of Ben. To Ann: importance not known, health not known. To Ben: importance not known, health not known.</title>
	// <title>Ann</title>
	// <title>Ben</title>
	// <title>Gripwell</title>
	// <title>Tyres &amp; Co</title>
}

func ExampleMap_Mermaid() {
	ctx := context.Background()
	m, err := drawing.Around(ctx, &shop(ctx).Reader, drawing.Query{Tie: "t2", At: today(), Steps: 1, Most: 3})
	if err != nil {
		log.Fatal(err)
	}
	text, err := m.Mermaid(drawing.Config{At: today(), Title: "What Ann thinks of us"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s", text)
	// Output:
	// flowchart LR
	//   accTitle: What Ann thinks of us
	//   accDescr: As of 1 June 2026#58; 3 parties#44; 2 ties#46; 1 more party is left out for want of room#46;
	//   n1(["Ann"]):::middle
	//   n2["Gripwell"]
	//   n3["Tyres #38; Co"]:::middle
	//   n2 -->|"supplies #40;well #47; well#41;"| n3
	//   n3 -->|"★ serves #40;well #47; badly#41;"| n1
	//   linkStyle 0 stroke:#0072B2,stroke-width:7.4px
	//   linkStyle 1 stroke:#8F1020,stroke-width:6.8px
	//   classDef middle fill:#1B2733,stroke:#1B2733,color:#FFFFFF
}
