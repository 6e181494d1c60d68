package feed_test
import ("bytes";"encoding/json")
func jsonCompact(b *bytes.Buffer, text string) error { return json.Compact(b, []byte(text)) }
