package command

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping/file"
	"github.com/attrmap/attrmap/mapping/scim/model"
)

// rfcServer is the word of --server for a server of the RFCs' own schemas.
const rfcServer = "rfc"

// serverName is the value of --server, "" where it is not given.
type serverName string

// UnmarshalText reads a value that is given: an empty one, such as that of a variable that is not set, would check nothing.
func (s *serverName) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return diag.Errorf("want rfc, a file or a directory, got nothing")
	}
	*s = serverName(text)
	return nil
}

// schemasOf returns what a server says of itself, from a file or from the files of a directory.
func (p *program) schemasOf(name string) (*model.Schemas, error) {
	if name == rfcServer {
		return model.RFC(), nil
	}
	names := []string{name}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		if names, err = discoveryFiles(name); err != nil {
			return nil, err
		}
	}
	documents := make([]model.Document, len(names))
	for i, name := range names {
		in, err := p.open(name)
		if err != nil {
			return nil, err
		}
		text, err := file.ReadText(in, name)
		if err := errors.Join(err, in.Close()); err != nil {
			return nil, err
		}
		documents[i] = model.Document{Name: name, Data: []byte(text)}
	}
	return model.ReadSchemas(documents...)
}

// discoveryFiles returns the files of a directory that are named by discovery endpoints: Schemas.json, resourcetypes, my-serviceproviderconfig.json.
func discoveryFiles(directory string) (names []string, err error) {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := strings.ToLower(strings.TrimSuffix(entry.Name(), filepath.Ext(entry.Name())))
		is := func(endpoint string) bool { return strings.Contains(name, endpoint) }
		if !entry.IsDir() && slices.ContainsFunc([]string{"schema", "resourcetype", "serviceproviderconfig"}, is) {
			names = append(names, filepath.Join(directory, entry.Name()))
		}
	}
	if len(names) == 0 {
		return nil, diag.Errorf("%s: want files named Schemas.json, ResourceTypes.json and ServiceProviderConfig.json, got none of them", diag.Name(directory))
	}
	return names, nil
}
