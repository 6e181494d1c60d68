package scaffold

import (
	"regexp"
	"strings"
	"unicode"
)

// enterprise is the beginning of the paths of SCIM's enterprise attributes.
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:"

// known are the usual names of columns, as letters and digits alone in lower case: in English, and in German, French, Spanish and Dutch where there
// is no doubt. A column is what the first row says that has its name. What has no SCIM path is in the mapping file alone, what has no target in the
// bulk map alone.
var known = []struct{ names, scim, target string }{
	{"workerid employeeid employeenumber employeeno personnelnumber personnelno staffid staffnumber externalid personid associateid personalnummer matricule numerodeempleado personeelsnummer", "externalId", "employeeId"},
	{"username userid login loginname userprincipalname upn", "userName", "userPrincipalName"},
	{"workerstatus employeestatus employmentstatus status active isactive enabled accountenabled aktiv actif activo", "active", "accountEnabled"},
	{"firstname first givenname forename legalfirstname preferredfirstname vorname prénom prenom nombre voornaam", "name.givenName", "givenName"},
	{"lastname last surname familyname legallastname preferredlastname nachname familienname nomdefamille apellido apellidos achternaam", "name.familyName", "surname"},
	{"displayname fullname employeename anzeigename nomcomplet nombrecompleto", "displayName", "displayName"},
	{"jobtitle title position positiontitle businesstitle stellenbezeichnung fonction puesto functie", "title", "jobTitle"},
	{"department departmentname dept abteilung département departement departamento afdeling", enterprise + "department", "department"},
	{"division divisionname", enterprise + "division", "EmployeeOrgData.division"},
	{"costcenter costcentre costcentercode kostenstelle centredecoûts centrodecoste kostenplaats", enterprise + "costCenter", "EmployeeOrgData.costCenter"},
	{"company companyname organization organisation firma société empresa", enterprise + "organization", "companyName"},
	{"manager managerid manageremployeeid managerworkerid supervisorid", enterprise + "manager", "manager"},
	{"email mail emailaddress workemail businessemail primaryemail emailwork mailadresse correoelectrónico adressemail courriel", `emails[type eq "work"].value`, "mail"},
	{"workertype employeetype employmenttype contingentworkertype personneltype", "userType", "employeeType"},
	{"city workcity locality town stadt ville ciudad plaats", `addresses[type eq "work"].locality`, "city"},
	{"state province region stateprovince bundesland", `addresses[type eq "work"].region`, "state"},
	{"zip zipcode postalcode postcode plz postleitzahl codepostal códigopostal", `addresses[type eq "work"].postalCode`, "postalCode"},
	{"street streetaddress address address1 addressline1 straße strasse rue calle", `addresses[type eq "work"].streetAddress`, "streetAddress"},
	{"country countrycode countryname land pays país", `addresses[type eq "work"].country`, "country"},
	{"phone officephone workphone businessphone phonenumber telephone telephonenumber telefon téléphone teléfono telefoon", `phoneNumbers[type eq "work"].value`, "telephoneNumber"},
	{"mobile mobilephone cellphone cell mobilenumber handy portable móvil", `phoneNumbers[type eq "mobile"].value`, "mobile"},
	{"office location worklocation officelocation building", "", "physicalDeliveryOfficeName"},
	{"hiredate startdate dateofhire joindate eintrittsdatum datedembauche fechadeingreso indiensttreding", "", "employeeHireDate"},
	{"language preferredlanguage sprache langue idioma taal", "preferredLanguage", ""},
	{"timezone", "timezone", ""},
	{"nickname", "nickName", ""},
}

// The words of accounts that are in use, and of those that are not, in lower case.
var (
	inUse    = words("active a 1 true yes y employed current enabled aktiv ja actif oui activo sí actief")
	notInUse = words("inactive i 0 false no n terminated left leaver former retired disabled t inaktiv nein inactif non inactivo inactief nee")
)

func words(text string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		set[w] = true
	}
	return set
}

// plainName is the form of names that mean the same in every place: others may be anything.
var plainName = regexp.MustCompile(`^[\p{L}][\p{L}\p{M}\p{N} _.'/-]{0,63}$`)

// folded returns the letters and digits of a name in lower case.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// dateForms are forms of dates: what a value looks like, and the format by which expressions read it; "" is ISO 8601, which needs none. Of the
// forms that all values have there must be one alone.
var dateForms = []struct {
	form   *regexp.Regexp
	format string
}{
	{regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ].*)?$`), ""},
	{regexp.MustCompile(`^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$`), "yyyyMMdd"},
	{regexp.MustCompile(`^(0[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.\d{4}$`), "dd.MM.yyyy"},
	{regexp.MustCompile(`^(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/\d{4}$`), "MM/dd/yyyy"},
	{regexp.MustCompile(`^(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])/\d{4}$`), "dd/MM/yyyy"},
	{regexp.MustCompile(`^(0[1-9]|[12]\d|3[01])-(0[1-9]|1[0-2])-\d{4}$`), "dd-MM-yyyy"},
}
