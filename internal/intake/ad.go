package intake

import (
	"cmp"

	"github.com/attrmap/attrmap/expr/diag"
	"github.com/attrmap/attrmap/mapping"
	"github.com/attrmap/attrmap/mapping/feed"
)

// collection is what Export-Csv writes for an attribute of several values (documented: Export-Csv converts properties to text; reported by
// many who exported proxyAddresses).
const collection = "Microsoft.ActiveDirectory.Management.ADPropertyValueCollection"

// checkAD returns the error of an object whose export has, for an attribute that is mapped, the name of a type instead of the values, since
// every cycle would write it again; and of one with several GUIDs, which are several entries of a damaged LDIF.
func checkAD(rec *feed.Record, set *mapping.Set) error {
	if list, _ := rec.Attrs.GetFold("objectGUID").AsList(); len(list) > 1 {
		return diag.Errorf("line %d: want one objectGUID, got %d: write an empty line before every entry", rec.Line, len(list))
	}
	for i := range set.Mappings {
		name := set.Mappings[i].Target
		if rec.Attrs.GetFold(name).Text() == collection {
			return diag.Errorf("line %d: %s: want values, got the name of a type; export it as @{n='%s';e={$_.%s -join ';'}}, and read it with a separator of values (--multi ';')",
				rec.Line, diag.Name(name), diag.Name(name), diag.Name(name))
		}
	}
	return nil
}

// CheckAD returns an error unless the target of the job is Active Directory, by the profile or by the names of what the mappings write. Of
// several types one is enough, if the others may be in a directory.
func (j *Job) CheckAD() error {
	known := false
	for i := range j.Objects {
		m := &j.Objects[i]
		switch profile := targetProfile(m); profile {
		case mapping.ProfileAD:
			known = true
		case mapping.ProfileNone:
		default:
			return diag.Errorf("want a target that is Active Directory, got %s for objects of the type %s", diag.Name(string(profile)), diag.Name(cmp.Or(m.Type, "User")))
		}
	}
	if !known {
		return diag.Errorf("nothing says that the target is Active Directory: want --profile ad")
	}
	return nil
}
