package leaks_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// plain lists the exported types that no value of an object is in, by the reason. Every other exported type must be met by the walk of
// [TestNothingThatHoldsValuesPrintsSecrets].
var plain = map[string]string{
	"settings and what a program is configured with": `
		expr.Option expr.Compat expr.Limits expr.Types expr.DescribeOptions expr.LimitError functions.Compat functions.Registry
		expr/syntax.LayoutOptions expr/syntax.Limits expr/syntax.Options
		mapping.Options mapping.Set mapping.Mapping mapping.Filter mapping.Group mapping.Clause mapping.Schema mapping.Attribute
		mapping.Target mapping.Limit mapping.Operator mapping.Behavior mapping.Scope mapping.Mapper
		mapping/feed.Options mapping/feed.Input mapping/feed.Limits mapping/feed.Documents mapping/graph.Limits mapping/graph.CheckOptions mapping/doc.Options
		mapping/lint.Options mapping/lint.Use mapping/lint.Rule mapping/lint.Example mapping/provision.Options
		mapping.CustomAttribute mapping.Settings mapping/provision.Job mapping/impact.Options mapping/report.Options mapping/report.Fact mapping/impact.TextOptions mapping/provision.ObjectMapping mapping/provision.Printer mapping/scim.ClientOptions mapping/scim/model.Options mapping/scim/model.Schemas mapping/scim/model.Document
		mapping/file.Document mapping/file.FormatOptions mapping/file.Kind mapping/file.Limits mapping/bulk.Options mapping/bulk.CheckOptions mapping/bulk.CheckLimits mapping/bulk.Map mapping/bulk.Attribute mapping/bulk/delta.Options mapping/bulk/delta.Count
		mapping/compare.Names mapping/compare.Report mapping/compare.Change mapping/test.Options mapping/scaffold.Options mapping/scaffold.Tests mapping/scaffold.Mapping mapping/replay.Options mapping/replay.Log mapping/replay.Cases`,
	"enumerations and counts": `
		expr/diag.Code expr/diag.Severity expr/diag.Limit expr/value.Kind expr/value.Kinds expr/value.Operator
		functions.Evidence functions.Effects functions.NullPolicy functions.Rule functions.Place
		mapping.Apply mapping.Type mapping.Decision mapping.AttributeType mapping.Profile
		mapping/feed.Format mapping/feed.EmptyCells mapping/sources.Language mapping/graph.FlowTypes mapping/graph.Counts
		mapping/provision.Action mapping/provision.Status mapping/provision.Deletion mapping/provision.Totals mapping/provision.Threshold mapping/replay.Attribute mapping/ldif.Stage mapping/scim/model.Profile`,
	"places in texts": `
		expr/diag.Span expr/diag.Position expr/diag.Place expr/diag.Step expr/diag.Path expr/diag.Edit`,
	"the text of expressions, and what is made of it alone": `
		expr/syntax.Node expr/syntax.Call expr/syntax.Attribute expr/syntax.String expr/syntax.Number expr/syntax.Word expr/syntax.Token
		expr/syntax.Compare expr/syntax.Concat expr/syntax.Omitted expr/syntax.Tree expr/syntax.Diagnostics
		expr.Diagnostics mapping/sources.Expression expr.Program expr.Compiler expr.Inference expr.Point mapping/coverage.Coverage mapping/coverage.Mapping mapping/coverage.Point mapping/coverage.Report expr/value.Path expr/value.PathClause expr/value.PathStep expr/value.PathError`,
	"functions as they are written": `
		functions.Spec functions.Param functions.Example functions.Note functions.Origin functions.Constant
		functions.Description functions.ParameterDescription functions.ExampleDescription
		functions.Inferring functions.Shape functions.Preparation`,
	"exported schemas, which describe objects": `
		mapping/graph.Conversion mapping/graph.DirectoryDefinition mapping/graph.ObjectDefinition
		mapping/graph.Element mapping/graph.Filter mapping/graph.FilterGroup
		mapping/graph.FilterClause mapping/graph.LoadError mapping/graph.Document mapping/graph.ObjectMapping
		mapping/graph.AttributeMapping mapping/graph.ParseResponse mapping/graph.PublicError mapping/graph.ErrorDetail
		mapping/graph.Schema mapping/graph.Rule mapping/graph.Source mapping/graph.Parameter`,
	"the caller's own data, which it handed in or wrote by itself": `
		expr/value.Attributes expr/value.Map expr/value.Record expr/value.Slots expr/value.Meter expr/value.DateTime
		expr.Env functions.Env mapping.Resolved mapping/provision.Directory mapping/provision.Reserver mapping/provision.World mapping/provision.Printed mapping/impact.Side mapping/test.File mapping/bulk/delta.File mapping/bulk/delta.Scratch mapping/scim/model.Answer mapping/scim/model.Checked mapping/scim/model.Fault`,
	"inside an evaluation alone": `
		functions.Args functions.Remark expr.Report`,
	"what reports show of another object": `
		mapping.Pending`,
	"tested where they are made": `
		expr/diag.Finding expr/diag.List expr/diag.LimitError expr/diag.Message expr/diag.Name expr/diag.Quoted
		expr/value.Value expr/value.Member expr/value.Object expr/value.CoercionError mapping.ValidationError`,
}

// exportedTypes returns the exported types of all packages that programs may import, as "mapping.Set".
func exportedTypes(t *testing.T) map[string]bool {
	t.Helper()
	const root = "../../.."
	found := map[string]bool{}
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))
		if d.IsDir() {
			switch name {
			case "internal", "cmd", "examples", "fuzz", "docs", ".git", ".ci", "adapters": // adapters are modules of their own
				return filepath.SkipDir
			}
			if d.Name() == "testdata" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok || general.Tok != token.TYPE {
				continue
			}
			for _, spec := range general.Specs {
				if typ := spec.(*ast.TypeSpec); typ.Name.IsExported() && filepath.Dir(name) != "." { // the front door only has aliases
					found[filepath.ToSlash(filepath.Dir(name))+"."+typ.Name.Name] = true
				}
			}
		}
		return nil
	}))
	return found
}
