package drawing_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kithcrm/kith/internal/realparts"
)

// measuring is run in the page: it lists texts that touch each other or leave the shape they belong
// to, as the browser with its fonts really draws them.
const measuring = `
const found = [];
const touch = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2.5;
for (const svg of document.querySelectorAll("body > svg")) {
  const name = svg.dataset.name;
  const texts = [...svg.querySelectorAll("text")].map(t => ({t, r: t.getBoundingClientRect()}));
  for (let i = 0; i < texts.length; i++) for (let j = 0; j < i; j++)
    if (touch(texts[i].r, texts[j].r)) found.push(name + ": texts touch: " + texts[i].t.textContent + " | " + texts[j].t.textContent);
  const frame = svg.getBoundingClientRect();
  for (const {t, r} of texts)
    if (r.left < frame.left || r.right > frame.right || r.top < frame.top || r.bottom > frame.bottom) found.push(name + ": outside: " + t.textContent);
  const boxes = [...svg.querySelectorAll("[data-party]")].map(g => ({g, r: g.querySelector("rect, path").getBoundingClientRect()}));
  for (const {g, r} of boxes) for (const t of g.querySelectorAll("text")) {
    const b = t.getBoundingClientRect();
    if (b.left < r.left + 2 || b.right > r.right - 2) found.push(name + ": name leaves its box: " + t.textContent);
  }
  for (const t of svg.querySelectorAll(".labels text")) {
    const b = t.getBoundingClientRect();
    const r = [...svg.querySelectorAll(".labels rect")].map(e => e.getBoundingClientRect()).find(r => r.left <= b.left && r.right >= b.right && r.top - 2 <= b.top && r.bottom + 2 >= b.bottom);
    if (!r) found.push(name + ": label leaves its place: " + t.textContent);
    for (const o of boxes) if (touch(o.r, b)) found.push(name + ": label on a party: " + t.textContent);
  }
  if (texts.length < 15) found.push(name + ": only " + texts.length + " texts");
}
document.body.innerHTML = "<pre id=result>" + encodeURIComponent(JSON.stringify(found)) + "</pre>";
`

func TestABrowserFindsNoTextOnAnother(t *testing.T) {
	t.Parallel()
	browser := realparts.Browser(t)
	var page strings.Builder
	page.WriteString("<!DOCTYPE html><meta charset=utf-8><body>")
	for name, m := range cases() {
		picture := string(draw(t, "svg", m, config()))
		page.WriteString(strings.Replace(picture, "<svg ", fmt.Sprintf("<svg data-name=%q ", name), 1))
	}
	// A picture with letters too large shows that the script sees what is wrong.
	spoiled := strings.ReplaceAll(string(draw(t, "svg", household(), config())), `font-size="1`, `font-size="3`)
	page.WriteString(strings.Replace(spoiled, "<svg ", `<svg data-name="spoiled" `, 1))
	page.WriteString("<script>" + measuring + "</script>")
	seen := map[string]int{}
	for _, wrong := range measure(t, browser, page.String()) {
		what, isSpoiled := strings.CutPrefix(wrong, "spoiled: ")
		what, _, _ = strings.Cut(what, ":")
		if seen[what]++; !isSpoiled {
			t.Error(wrong)
		}
	}
	for _, what := range []string{"texts touch", "outside", "name leaves its box", "label leaves its place", "label on a party"} {
		if seen[what] == 0 {
			t.Errorf("the script does not find: %s", what)
		}
	}
}

// measure opens a page and returns what its script found.
func measure(t *testing.T, browser, page string) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(), "--dump-dom", "file://"+file)
	var problems bytes.Buffer
	c.Stderr = &problems
	out, err := c.Output()
	if err != nil {
		t.Fatalf("the browser: %v\n%s", err, problems.Bytes())
	}
	return result(t, string(out))
}

func result(t *testing.T, dom string) []string {
	t.Helper()
	_, after, ok := strings.Cut(dom, `<pre id="result">`)
	text, _, closed := strings.Cut(after, "</pre>")
	if !ok || !closed {
		t.Fatalf("the script wrote no result: %.300s", dom)
	}
	var found []string
	plain, err := url.PathUnescape(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(plain), &found); err != nil {
		t.Fatalf("%v in %.300s", err, plain)
	}
	return found
}
