package ldap

import (
	"context"
	"iter"

	goldap "github.com/go-ldap/ldap/v3"

	"github.com/attrmap/attrmap/mapping/provision"
)

// DeletedObjects returns the deleted objects of Active Directory, which can be restored with what they had, page by page; none of another
// directory. The error is the last pair: what came before it is not all. An account without the right to see them has a *ldap.Error of
// go-ldap with the result 32 or 50, or sees none (documented for Active Directory).
func (d *Directory) DeletedObjects(ctx context.Context) iter.Seq2[*provision.Object, error] {
	return func(yield func(*provision.Object, error) bool) {
		if !d.info.ActiveDirectory {
			return
		}
		p := d.pages(Request{Operation: opSearch}, d.deletedObjects(), "(isDeleted=TRUE)", d.allAttributes(), goldap.NewControlMicrosoftShowDeleted())
		stopped := false
		err := p.each(ctx, func(o *provision.Object) bool {
			stopped = !yield(o, nil)
			return !stopped
		})
		if err != nil && !stopped {
			yield(nil, d.explain(err))
		}
	}
}

// deletedObjects returns the name of the container of deleted objects (documented: MS-ADTS 6.1.1.4.11, well-known objects).
func (d *Directory) deletedObjects() string {
	return "<WKGUID=18E2EA80684F11D2B9AA00C04F79F805," + d.root + ">"
}
