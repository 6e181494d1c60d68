package servers_test

import (
	"testing"

	"github.com/attrmap/attrmap/adapters/servers"
)

func TestServersStart(t *testing.T) {
	t.Run("slapd", func(t *testing.T) { s := servers.Slapd(t); s.Kill(); s.Start() })
	t.Run("samba", func(t *testing.T) { s := servers.Samba(t); s.Kill(); s.Start() })
	t.Run("scimmy", func(t *testing.T) { s := servers.Scimmy(t); s.Kill(); s.Start() })
}
