// Package adflags has the bits of Active Directory's attributes that mappings know by names of their own.
package adflags

// Attributes whose values are bits.
const (
	UserAccountControl = "userAccountControl"
	GroupType          = "groupType"
)

// Bits of userAccountControl (documented: ADS_USER_FLAG_ENUM).
const (
	AccountDisable    = 0x2
	PasswordNotNeeded = 0x20
	NormalAccount     = 0x200
	SmartcardIsNeeded = 0x40000
)

// Scopes of a group, bits of groupType (documented: ADS_GROUP_TYPE_ENUM).
const (
	GlobalScope      = 0x2
	DomainLocalScope = 0x4
	UniversalScope   = 0x8
	AnyScope         = GlobalScope | DomainLocalScope | UniversalScope
)

// Flag is a Boolean attribute of mappings that the directory has as bits.
type Flag struct {
	// Name is what mappings call it, and Of the attribute with the bits.
	Name, Of string
	Bits     int
}

// Flags are all of them: accountDisabled of HR provisioning and of cloud sync, and what cloud sync's mappings say of groups (documented:
// Configure provisioning from Microsoft Entra ID to Active Directory). The bit of security groups makes groupType negative.
var Flags = []Flag{
	{"accountDisabled", UserAccountControl, AccountDisable},
	{"isSecurityGroup", GroupType, -0x80000000},
	{"UniversalScope", GroupType, UniversalScope},
	{"GlobalScope", GroupType, GlobalScope},
	{"DomainLocalScope", GroupType, DomainLocalScope},
}
