package sqlite_test

import (
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kithcrm/kith/adapters/sqlite"
	"github.com/kithcrm/kith/relationship"
)

// rightly returns the settings that a host's handle should have.
func rightly() url.Values {
	return url.Values{
		"_txlock": {"immediate"}, "_busy_timeout": {"5000"}, "_journal_mode": {"wal"},
		"_synchronous": {"full"}, "_foreign_keys": {"1"},
	}
}

func handle(t *testing.T, path string, settings url.Values) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path)+"?"+settings.Encode())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestHandlesWithTheRightSettingsPass(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "host.db")
	for _, connections := range []int{0, 1} {
		db := handle(t, path, rightly())
		db.SetMaxOpenConns(connections)
		if err := sqlite.Check(t.Context(), db); err != nil {
			t.Errorf("with %d connections: %v", connections, err)
		}
	}
	if err := sqlite.Check(t.Context(), openFile(t).Handle()); err != nil {
		t.Errorf("the handle of Open: %v", err)
	}
}

func TestTheWrongSettingIsNamed(t *testing.T) {
	t.Parallel()
	for key, setting := range map[string]struct{ value, name string }{
		"_txlock":       {"deferred", "_txlock"},
		"_busy_timeout": {"0", "busy_timeout"},
		"_journal_mode": {"delete", "journal_mode"},
		"_synchronous":  {"normal", "synchronous"},
		"_foreign_keys": {"0", "foreign_keys"},
	} {
		settings := rightly()
		settings.Set(key, setting.value)
		err := sqlite.Check(t.Context(), handle(t, filepath.Join(t.TempDir(), "host.db"), settings))
		if !errors.Is(err, relationship.ErrInvalid) || strings.Count(err.Error(), "must be") != 1 || !strings.Contains(err.Error(), setting.name) {
			t.Errorf("with %s=%s: got error %v, want one that names %s alone", key, setting.value, err, setting.name)
		}
	}
}

func TestASettingOfOneConnectionAloneIsFound(t *testing.T) {
	t.Parallel()
	settings := rightly()
	settings.Del("_foreign_keys")
	db := handle(t, filepath.Join(t.TempDir(), "host.db"), settings)
	if _, err := db.ExecContext(t.Context(), "pragma foreign_keys = on"); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Check(t.Context(), db); !errors.Is(err, relationship.ErrInvalid) {
		t.Errorf("got error %v, want one matching %v", err, relationship.ErrInvalid)
	}
}
