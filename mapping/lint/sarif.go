package lint

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/attrmap/attrmap/expr/diag"
)

// The parts of SARIF 2.1.0 that are written; see the specification for their meaning.
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

// Edit is what a fix changes in a file: Length characters from Offset on become Text. Offset and length count characters.
type Edit struct {
	Offset, Length int
	Text           string
}

// Result is a finding with the change that its fix makes to the file; nil where it has none.
type Result struct {
	Finding
	Edit *Edit
}

// EditOf gives the change that a finding's fix makes to a file that holds the expression alone.
func EditOf(f Finding) *Edit {
	if f.Fix == "" {
		return nil
	}
	return &Edit{Length: utf8.RuneCountInString(f.Expression), Text: f.Fix}
}

// WriteSARIF writes findings as a log in the format SARIF 2.1.0, with all rules and their help. A finding without a file has the place
// expression.txt.
func WriteSARIF(w io.Writer, results []Result) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "attrmap", InformationURI: "https://github.com/attrmap/attrmap", Rules: []sarifRule{}}},
		ColumnKind: "unicodeCodePoints", Results: []sarifResult{},
	}
	rules := slices.Collect(Rules())
	for _, r := range rules {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: r.Code, Name: r.Name, ShortDescription: sarifMessage{r.Summary}, FullDescription: sarifMessage{r.Doc},
			Help: sarifMessage{r.Text()}, DefaultConfiguration: sarifLevel{level(r.Severity)},
		})
	}
	for _, r := range results {
		run.Results = append(run.Results, sarifResultOf(r, slices.Index(rules, r.Rule)))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func sarifResultOf(r Result, rule int) sarifResult {
	file := sarifArtifact{fileURI(r.File)}
	location := sarifLocation{PhysicalLocation: sarifPhysical{file, sarifRegion{StartLine: max(r.Line, 1), StartColumn: max(r.Column, 1)}}}
	if name := r.Path + r.Target; name != "" {
		if r.Path != "" && r.Target != "" {
			name = r.Path + " → " + r.Target
		}
		location.LogicalLocations = []sarifLogical{{name}}
	}
	out := sarifResult{RuleID: r.Rule.Code, RuleIndex: rule, Level: level(r.Severity), Message: sarifMessage{r.Message}, Locations: []sarifLocation{location}}
	if r.Edit != nil {
		out.Fixes = []sarifFix{{sarifMessage{"write " + clip(r.Fix)}, []sarifChange{{file, []sarifReplacement{{
			sarifRegion{CharOffset: &r.Edit.Offset, CharLength: &r.Edit.Length}, sarifArtText{r.Edit.Text},
		}}}}}}
	}
	return out
}

func level(s diag.Severity) string {
	if s == diag.Info {
		return "note"
	}
	return s.String()
}

// fileURI gives a file's name as a relative reference.
func fileURI(name string) string {
	switch name {
	case "":
		name = "expression.txt"
	case "-":
		name = "stdin"
	}
	return (&url.URL{Path: strings.ReplaceAll(name, `\`, "/")}).String()
}
