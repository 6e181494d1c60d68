package lint

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/internal/build"
	"github.com/attrmap/attrmap/internal/show"
)

// The parts of SARIF 2.1.0 that WriteSARIF writes; see the specification for their meaning.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string       `json:"id"`
		Name                 string       `json:"name"`
		ShortDescription     sarifMessage `json:"shortDescription"`
		FullDescription      sarifMessage `json:"fullDescription"`
		Help                 sarifMessage `json:"help"`
		DefaultConfiguration sarifLevel   `json:"defaultConfiguration"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifMessage    `json:"message"`
		Locations []sarifLocation `json:"locations"`
		Fixes     []sarifFix      `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPhysical  `json:"physicalLocation"`
		LogicalLocations []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int  `json:"startLine,omitempty"`
		StartColumn int  `json:"startColumn,omitempty"`
		CharOffset  *int `json:"charOffset,omitempty"`
		CharLength  *int `json:"charLength,omitempty"`
	}
	sarifArtText struct {
		Text string `json:"text"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
	sarifFix struct {
		Description     sarifMessage  `json:"description"`
		ArtifactChanges []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		ArtifactLocation sarifArtifact      `json:"artifactLocation"`
		Replacements     []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		DeletedRegion   sarifRegion  `json:"deletedRegion"`
		InsertedContent sarifArtText `json:"insertedContent"`
	}
)

// WriteSARIF writes findings as a log in SARIF 2.1.0, with all rules and their help, and the version of the module. The file of a finding without one is expression.txt.
// Columns, and the offsets of edits, count code points. A finding whose code is no rule's has the rule index -1, which is SARIF's default.
func WriteSARIF(w io.Writer, found diag.List) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "attrmap", Version: build.Read().Version, InformationURI: "https://github.com/attrmap/attrmap", Rules: []sarifRule{}}},
		ColumnKind: "unicodeCodePoints", Results: []sarifResult{},
	}
	rules := slices.Collect(Rules())
	for _, r := range rules {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: r.Code, Name: r.Name, ShortDescription: sarifMessage{r.Summary}, FullDescription: sarifMessage{r.Doc},
			Help: sarifMessage{r.Text()}, DefaultConfiguration: sarifLevel{level(r.Severity)},
		})
	}
	for _, f := range found {
		run.Results = append(run.Results, sarifResultOf(f, slices.IndexFunc(rules, func(r *Rule) bool { return diag.Code(r.Code) == f.Code })))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// sarifResultOf returns a finding as a result; rule is the index of its rule in the log. A finding without a place is at the beginning of
// the file, since lines and columns count from 1; its path and target are the logical location, for people.
func sarifResultOf(f diag.Finding, rule int) sarifResult {
	file := sarifArtifact{fileURI(f.File)}
	location := sarifLocation{PhysicalLocation: sarifPhysical{file, sarifRegion{StartLine: max(f.Line, 1), StartColumn: max(f.Column, 1)}}}
	path := f.PathText()
	if name := path + f.Target; name != "" {
		if path != "" && f.Target != "" {
			name = path + " → " + f.Target
		}
		location.LogicalLocations = []sarifLogical{{show.Visible(name)}}
	}
	out := sarifResult{RuleID: string(f.Code), RuleIndex: rule, Level: level(f.Severity), Message: sarifMessage{show.Visible(f.Message.String())}, Locations: []sarifLocation{location}}
	if e := editOf(f); e != nil {
		what := "write " + clip(f.Fix)
		if f.FixChangesValue {
			what = "changes the value: " + what
		}
		out.Fixes = []sarifFix{{sarifMessage{show.Visible(what)}, []sarifChange{{file, []sarifReplacement{{
			sarifRegion{CharOffset: &e.Offset, CharLength: &e.Length}, sarifArtText{e.Text},
		}}}}}}
	}
	return out
}

// editOf returns the edit of a finding's fix, or nil. If the file contains only the expression, the edit replaces the whole file. The fix
// of an expression inside a mapping file has an edit only if package file has found its place there.
func editOf(f diag.Finding) *diag.Edit {
	if f.Edit == nil && f.Fix != "" && f.InText && len(f.Path) == 0 {
		return &diag.Edit{Length: utf8.RuneCountInString(f.Text), Text: f.Fix}
	}
	return f.Edit
}

// level returns SARIF's word for a severity, which differs for remarks alone.
func level(s diag.Severity) string {
	if s == diag.Info {
		return "note"
	}
	return s.String()
}

// fileURI returns the name of a file as a relative reference, with slashes on every system. Standard input has no name; readers of the log
// want one.
func fileURI(name string) string {
	switch name {
	case "":
		name = "expression.txt"
	case "-":
		name = "stdin"
	}
	return (&url.URL{Path: strings.ReplaceAll(name, `\`, "/")}).String()
}
