package realdb_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/adapters/sqlstore"
	"github.com/kithcrm/kith/relationship"
	"github.com/kithcrm/kith/relationship/relationshiptest"
	"pgregory.net/rapid"
)

// attributes returns an event as another program reads it: the attributes, and the data as they came.
func attributes(t tester, e sqlstore.Event) (map[string]string, json.RawMessage) {
	t.Helper()
	text, err := json.Marshal(e)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatalf("%v", err)
	}
	data := all["data"]
	delete(all, "data")
	out := map[string]string{}
	for name, value := range all {
		var text string
		if err := json.Unmarshal(value, &text); err != nil {
			t.Fatalf("the attribute %s is no text: %s", name, value)
		}
		out[name] = text
	}
	return out, data
}

// checkCloudEvent checks what CloudEvents 1.0 asks of an event in JSON: names of lower-case letters and
// digits; id, source, specversion and type, none of them empty; a source that is a URI reference; and
// of what need not be there, an instant by RFC 3339 and a media type.
func checkCloudEvent(t tester, found map[string]string) {
	t.Helper()
	name := regexp.MustCompile(`^[a-z0-9]{1,20}$`)
	reference := regexp.MustCompile(`^([A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$`)
	for key, value := range found {
		if !name.MatchString(key) || value == "" {
			t.Errorf("the attribute %q is %q", key, value)
		}
	}
	for _, required := range []string{"id", "source", "specversion", "type"} {
		if found[required] == "" {
			t.Errorf("there is no %s", required)
		}
	}
	if _, err := url.Parse(found["source"]); err != nil || !reference.MatchString(found["source"]) {
		t.Errorf("the source %q is no URI reference: %v", found["source"], err)
	}
	if _, err := time.Parse(time.RFC3339, found["time"]); err != nil {
		t.Errorf("%v", err)
	}
	if found["specversion"] != "1.0" || found["datacontenttype"] != "application/json" {
		t.Errorf("got version %s with %s", found["specversion"], found["datacontenttype"])
	}
}

func TestEventsAreCloudEventsWithTheBatchAsTheirData(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		scope := scopes()
		seen := map[string]bool{}
		rapid.Check(t, func(rt *rapid.T) {
			name := scope() + rapid.SampledFrom([]string{"", "/", "..", "/../x", "?a=b&c#d", "%41", "Zoë & Söhne", "\n\t", "שלום", "\U0001F600", "'\"<>\\^`{|}[]"}).Draw(rt, "scope")
			s := d.store(rt, name)
			batch := relationship.Batch{
				At: time.Date(2026, time.March, 4, 12, 0, 0, 123456789, time.FixedZone("", 3600)), By: "clerk", Why: relationshiptest.Text().Draw(rt, "why"),
				Parties: []relationship.Party{relationshiptest.Party().Draw(rt, "party")},
				Ties:    []relationship.Tie{relationshiptest.Tie().Draw(rt, "tie")},
				Needs:   []relationship.Need{relationshiptest.Need().Draw(rt, "need")},
			}
			if _, err := s.Write(rt.Context(), batch); err != nil {
				rt.Fatalf("%v", err)
			}
			log := logOf(rt, s, 0)
			c := claim(rt, d.feed(rt, name, "bridge"), 0, over)
			if len(c.Events) != 1 || len(log) != 1 {
				rt.Fatalf("got %d events of %d batches, want 1", len(c.Events), len(log))
			}
			e := c.Events[0]
			found, data := attributes(rt, e)
			checkCloudEvent(rt, found)
			var told relationship.Batch
			if err := json.Unmarshal(data, &told); err != nil {
				rt.Fatalf("%v", err)
			}
			same(rt, "the data", told, log[0])
			same(rt, "the batch", e.Batch, any(log[0]))
			if at, _ := time.Parse(time.RFC3339, found["time"]); !at.Equal(batch.At) || !e.At.Equal(batch.At) {
				rt.Errorf("got %s, want %v", found["time"], batch.At)
			}
			if seen[found["source"]] {
				rt.Errorf("%q is the source of another scope too", found["source"])
			}
			seen[found["source"]] = true
		})
	})
}

func TestAnErasedBatchIsAnEventOfItsNumberTimeAndAuthor(t *testing.T) {
	t.Parallel()
	onRelaxedEngines(t, func(t *testing.T, d *database) {
		s := d.store(t, "tenant")
		before := len(logOf(t, s, 0))
		book := writeSecrets(t, s)
		for _, e := range claim(t, d.feed(t, "tenant", "before"), 0, over).Events {
			found, data := attributes(t, e)
			checkCloudEvent(t, found)
			for name, value := range found {
				if strings.Contains(value, secret) || strings.Contains(value, "gone") {
					t.Errorf("personal data are in %s: %s", name, value)
				}
			}
			if !strings.Contains(string(data), secret) {
				t.Errorf("the data of %s do not tell what was written: %s", found["id"], data)
			}
		}
		_, err := book.Erase(t.Context(), "gone")
		ok(t, err)
		log := logOf(t, s, 0)
		events := claim(t, d.feed(t, "tenant", "after"), 0, over).Events
		if len(events) != len(log) || len(log) == before {
			t.Fatalf("got %d events of %d batches", len(events), len(log))
		}
		emptied := 0
		for i, e := range events {
			found, data := attributes(t, e)
			checkCloudEvent(t, found)
			if strings.Contains(string(data), secret) {
				t.Errorf("the event %s tells what was erased: %s", found["id"], data)
			}
			b, is := e.Batch.(relationship.Batch)
			if !is {
				t.Fatalf("got a batch of %T", e.Batch)
			}
			same(t, "the batch", b, log[i])
			if b.Seq == 0 || b.Seq != e.Seq || b.At.IsZero() || b.By != "clerk" {
				t.Errorf("of a batch are left number %d, time %v and author %q", b.Seq, b.At, b.By)
			}
			if len(b.Parties)+len(b.Ties)+len(b.Needs)+len(b.Void)+len(b.Erase) == 0 {
				emptied++
			}
		}
		if emptied == 0 || len(events[len(events)-1].Batch.(relationship.Batch).Erase) == 0 {
			t.Errorf("%d batches are empty, and the last erases nobody", emptied)
		}
	})
}
