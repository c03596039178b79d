package sqlstore_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/kithcrm/kith/adapters/sqlstore"
)

// A piece is a string of the source, or a file of SQL.
type piece struct{ where, text string }

// pieces returns all strings of the package's code, and all migrations.
func pieces(t *testing.T) []piece {
	t.Helper()
	var all []piece
	inspect(t, func(at string, n ast.Node) {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				all = append(all, piece{at, text})
			}
		}
	})
	return append(all, migrations(t)...)
}

func migrations(t *testing.T) []piece {
	t.Helper()
	comments := regexp.MustCompile(`--.*`)
	var all []piece
	for _, d := range []sqlstore.Dialect{sqlstore.SQLite, sqlstore.PostgreSQL} {
		files := sqlstore.Migrations(d)
		names, err := fs.Glob(files, "*.sql")
		if err != nil || len(names) == 0 {
			t.Fatalf("%v has no migrations: %v", d, err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, piece{d.String() + "/" + name, comments.ReplaceAllString(string(text), "")})
		}
	}
	return all
}

// inspect visits all nodes of the package's code, tests aside.
func inspect(t *testing.T, visit func(at string, n ast.Node)) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n != nil {
				visit(set.Position(n.Pos()).String(), n)
			}
			return true
		})
	}
}

func TestSQLHoldsToTheContractOfPortability(t *testing.T) {
	t.Parallel()
	banned := regexp.MustCompile(`(?i)\b(recursive|trigger|notify|listen|advisory\w*|pg_\w+|savepoint|truncate|references|foreign key|serial|bigserial|autoincrement|identity|sequence|nextval|for update|lock table|skip locked|rowid\b[^;])`)
	for _, p := range pieces(t) {
		text := strings.ReplaceAll(p.text, "without rowid", "")
		if word := banned.FindString(text); word != "" {
			t.Errorf("%s: %q is not in all engines", p.where, word)
		}
	}
}

func TestKeysAndIndexesBeginWithTheScope(t *testing.T) {
	t.Parallel()
	keys := regexp.MustCompile(`(?i)(primary key \(|unique|create (?:unique )?index if not exists \w+ on \w+ \(|insert into kith_\w+ \(|on conflict \()\s*(\w+)`)
	for _, p := range pieces(t) {
		for _, found := range keys.FindAllStringSubmatch(p.text, -1) {
			if found[2] != "scope" && !strings.Contains(p.text, "kith_migration") && !strings.Contains(p.text, "(version)") {
				t.Errorf("%s: %q begins with %s", p.where, found[0], found[2])
			}
		}
	}
}

func TestEveryStatementNamesItsScopeFirst(t *testing.T) {
	t.Parallel()
	first := regexp.MustCompile(`\bwhere (\S+)`)
	for _, p := range pieces(t) {
		for _, found := range first.FindAllStringSubmatch(p.text, -1) {
			switch found[1] {
			case "scope", "r.scope":
			case "ahead": // over rows that were chosen by their scope
			case "version": // of the schema, which has none
			case "true": // behind a part that names it
			case "k1", "k2", "k3", "k4", "void", "seq": // of an index that begins with it
			default:
				t.Errorf("%s: a condition begins with %s", p.where, found[1])
			}
		}
	}
}

// TestNothingIsFormattedIntoSQL sees to it that statements are made of constants: a text is made from
// nothing else, and only these places hand one to a driver.
func TestNothingIsFormattedIntoSQL(t *testing.T) {
	t.Parallel()
	inspect(t, func(at string, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return
		}
		if name, ok := call.Fun.(*ast.Ident); ok && name.Name == "text" {
			if _, literal := call.Args[0].(*ast.BasicLit); !literal {
				t.Errorf("%s: a text is made from what is no constant", at)
			}
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return
		}
		switch method.Sel.Name {
		case "ExecContext", "QueryContext", "QueryRowContext", "PrepareContext":
			if !handsOver(at, call) {
				t.Errorf("%s: a statement that was not put together from texts", at)
			}
		case "Exec", "Query", "QueryRow", "Prepare":
			t.Errorf("%s: a statement without a context", at)
		}
	})
}

// handsOver reports whether a call to a driver runs what a statement holds, a prepared statement, or
// a migration.
func handsOver(at string, call *ast.CallExpr) bool {
	if len(call.Args) < 2 {
		return false
	}
	switch sql := call.Args[1].(type) {
	case *ast.CallExpr:
		method, ok := sql.Fun.(*ast.SelectorExpr)
		return ok && method.Sel.Name == "String"
	case *ast.Ident:
		return sql.Name == "query" && strings.HasPrefix(at, "session.go") || // a lent transaction passes it on
			sql.Name == "statement" && strings.HasPrefix(at, "migrate.go") ||
			sql.Name == "args" && strings.HasPrefix(at, "apply.go")
	}
	return false
}

func TestBothDialectsHaveTheSameTables(t *testing.T) {
	t.Parallel()
	names := regexp.MustCompile(`(?:create (?:table|index) if not exists|^\t)\s*(\w+)`)
	shape := map[string]string{}
	for _, p := range migrations(t) {
		dialect, name, _ := strings.Cut(p.where, "/")
		var words []string
		for _, found := range names.FindAllStringSubmatch(p.text, -1) {
			words = append(words, found[1])
		}
		if before, ok := shape[name]; ok && before != strings.Join(words, " ") {
			t.Errorf("%s of %s has other tables or indexes", name, dialect)
		}
		shape[name] = strings.Join(words, " ")
	}
}
