package ldap_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/attrmap/attrmap/adapters/ldap"
	"github.com/attrmap/attrmap/expr/value"
	"github.com/attrmap/attrmap/mapping/provision"
)

func Example() {
	ctx := context.Background()
	directory, err := ldap.Open(ctx, "ldaps://dc1.contoso.com", ldap.Options{
		Credentials: func(context.Context) (name, password string, err error) {
			return "reader@contoso.com", os.Getenv("PASSWORD"), nil
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	defer directory.Close()
	// A cycle asks by itself; this is what it asks.
	answers, err := directory.Find(ctx, []provision.Query{
		{Type: "user", Attribute: "employeeID", Value: value.String("1001"), Want: []string{"mail", "accountDisabled"}},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, o := range answers[0] {
		mail := value.ParsePath("mail")
		fmt.Println(o.ID, o.Reference, o.Attrs.Attribute(&mail))
	}
}
