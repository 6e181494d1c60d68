package sources

import (
	"encoding/json"

	"github.com/theory/jsonpath"

	"github.com/attrmap/attrmap/expr/diag"
)

// jsonPathEvaluator evaluates a JSONPath expression on one person, as encoding/json reads it with numbers as [json.Number].
type jsonPathEvaluator struct{ path *jsonpath.Path }

func compileJSONPath(text string) (evaluator, error) {
	path, err := jsonpath.Parse(text)
	if err != nil {
		return nil, err
	}
	return &jsonPathEvaluator{path}, nil
}

func (j *jsonPathEvaluator) evaluate(body any) (result, error) {
	if _, isXML := body.(*xmlNode); isXML {
		return result{}, diag.Errorf("JSONPath reads JSON, and the document is XML")
	}
	var r result
	for n := range j.path.SelectLocated(body).All() {
		text, err := jsonText(n.Node)
		if err != nil {
			return result{}, err
		}
		r.nodes = append(r.nodes, Node{n.Path.String(), text})
	}
	return r, nil
}

// jsonText returns the text of a value; "" of null. Objects and lists are written as JSON (assumed).
func jsonText(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	}
	data, err := json.Marshal(v)
	return string(data), err
}
