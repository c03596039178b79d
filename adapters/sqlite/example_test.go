package sqlite_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/kithcrm/kith/adapters/sqlite"
	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/relationship"
)

// A book whose records are in a file, and a reader that follows what is written.
func Example() {
	if err := follow(context.Background()); err != nil {
		log.Fatal(err)
	}
	// Output:
	// {"specversion":"1.0","id":"1","source":"/kith/my-company","type":"kith.relationship.batch","time":"2026-03-04T12:00:00Z","datacontenttype":"application/json","data":{"seq":1,"at":"2026-03-04T12:00:00Z","parties":[{"id":"ann","rev":1,"kind":"person"}]}}
	// and 0 more
}

func follow(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "kith")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	db, err := sqlite.Open(ctx, filepath.Join(dir, "kith.db"), sqlite.Config{})
	if err != nil {
		return err
	}
	defer db.Close()
	stores, err := db.Stores("my-company")
	if err != nil {
		return err
	}
	book := relationship.NewBook(stores.Relationship(), relationship.Config{
		Now: func() time.Time { return time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC) },
	})
	if _, err := book.PutParty(ctx, relationship.Party{ID: "ann", Kind: relationship.Person}); err != nil {
		return err
	}

	feed, err := stores.Feed("search-index", sqlstore.FeedConfig{})
	if err != nil {
		return err
	}
	claim, err := feed.Claim(ctx, sqlstore.ClaimConfig{Lease: time.Minute})
	if err != nil {
		return err
	}
	for _, event := range claim.Events {
		text, err := json.Marshal(event)
		if err != nil {
			return err
		}
		fmt.Println(string(text))
	}
	if err := feed.Confirm(ctx, claim); err != nil {
		return err
	}
	claim, err = feed.Claim(ctx, sqlstore.ClaimConfig{})
	fmt.Println("and", len(claim.Events), "more")
	return err
}
