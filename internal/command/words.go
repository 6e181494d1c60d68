package command

import (
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/attrmap/attrmap/internal/nearest"
	"github.com/attrmap/attrmap/internal/planout"
	"github.com/attrmap/attrmap/internal/settings"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
	"github.com/attrmap/attrmap/mapping/test"
)

// words are the values of flags that the library's tables list, each as kong's enum and as people read it.
func words() kong.Vars {
	// The words are those that mapping files use, in the order of the library's tables.
	var applies, profiles, formats []string
	for _, a := range mapping.Applies() {
		applies = append(applies, a.String())
	}
	for _, p := range mapping.Profiles() {
		profiles = append(profiles, string(p))
	}
	for _, f := range feed.Formats() {
		formats = append(formats, f.String())
	}
	// The members of a mapping file's options and the flags of the same names say the same.
	vars := kong.Vars{}
	help := func(w settings.Word) { vars["help_"+w.Name] = strings.ToUpper(w.Help[:1]) + w.Help[1:] }
	for _, w := range settings.Options() {
		help(w)
	}
	for _, w := range settings.Job() {
		help(w.Word)
	}
	// kong puts these into the tags of flags, such as ${applies} and ${applies_words}: a new word of the library is a word of its flag.
	return vars.CloneWith(kong.Vars{
		"formats_words":    nearest.OneOf(formats),
		"counts_words":     nearest.OneOf(settings.Counts()),
		"run_counts_words": nearest.OneOf(runCounts()),
		"test_formats":     strings.Join(test.Formats(), ","), "test_formats_words": nearest.OneOf(test.Formats()),
		"only":        strings.Join(planout.OnlyWords(), ","),
		"only_words":  nearest.OneOf(planout.OnlyWords()),
		"max_workers": strconv.Itoa(maxWorkers),
		"applies":     strings.Join(applies, ","), "applies_words": nearest.OneOf(applies),
		"compat": strings.Join(settings.Names(settings.Compat()), ","), "compat_words": described(settings.Compat()),
		"client": strings.Join(settings.Names(settings.Client()), ","), "client_words": described(settings.Client()),
		"profiles": strings.Join(profiles, ","), "profiles_words": nearest.OneOf(profiles),
	})
}

// described returns words with what they mean, as people read them.
func described(words []settings.Word) string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.Name + ": " + w.Help
	}
	return strings.Join(list, "; ")
}
