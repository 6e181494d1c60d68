package show

// Tone is the color of a text, by what it means. The zero Tone has none.
type Tone string

// The tones, as the parameters of the terminal's sequence for colors (ECMA-48, SGR): the colors of the terminal's own palette.
const (
	Bad      Tone = "31" // red
	Doubtful Tone = "33" // yellow
	Good     Tone = "32" // green
	Faint    Tone = "2"
	Strong   Tone = "1"
)

// Paint returns the text in the tone.
func (t Tone) Paint(text string) string {
	if t == "" || text == "" {
		return text
	}
	return "\x1b[" + string(t) + "m" + text + "\x1b[0m"
}
