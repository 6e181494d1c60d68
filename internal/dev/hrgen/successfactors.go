package hrgen

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// SuccessFactors writes the answer of OData v2 to a query of PerPerson with everything expanded that provisioning asks for, for a number of people:
// {"d":{"results":[…]}}. A person has more than 3,000 bytes. It returns the error of w.
func SuccessFactors(w io.Writer, people int) error {
	return write(w, people, "{\"d\":{\"results\":[\n", "\n]}}\n", appendPerson)
}

// milliseconds is a day as OData v2 writes it, without what is around it.
func milliseconds(day time.Time) string {
	if day.IsZero() {
		return "null"
	}
	return fmt.Sprintf(`"/Date(%d)/"`, day.UnixMilli())
}

func appendPerson(dst []byte, p person) []byte {
	if p.n > 1 {
		dst = append(dst, ",\n"...)
	}
	active := 1
	if p.terminated {
		active = 0
	}
	middle := "null"
	if p.middle != "" {
		middle = `"` + p.middle + `"`
	}
	dst = fmt.Appendf(dst, `{"__metadata":{"uri":"https://api.example/odata/v2/PerPerson('%[1]d')","type":"SFOData.PerPerson"},"personIdExternal":"%[1]d","personId":"%[2]d","perPersonUuid":"%[3]s","createdDateTime":"/Date(1488534400000+0000)/","lastModifiedDateTime":"/Date(1488534400000+0000)/","dateOfBirth":null,
"personalInfoNav":{"results":[{"__metadata":{"uri":"https://api.example/odata/v2/PerPersonal(personIdExternal='%[1]d')","type":"SFOData.PerPersonal"},"firstName":"%[4]s","middleName":%[5]s,"lastName":"%[6]s","preferredName":"%[7]s","displayName":"%[7]s %[6]s","gender":null,"startDate":%[8]s,"endDate":null}]},
"phoneNav":{"results":[{"phoneType":"10605","countryCode":"%[9]s","areaCode":"555","phoneNumber":"555-%04[2]d","extension":null,"isPrimary":true,"phoneTypeNav":{"externalCode":"B"}},{"phoneType":"10606","countryCode":"%[9]s","areaCode":"555","phoneNumber":"556-%04[2]d","extension":null,"isPrimary":false,"phoneTypeNav":{"externalCode":"C"}}]},
"emailNav":{"results":[{"emailAddress":"home%[2]d@example.com","emailType":"8449","isPrimary":false,"emailTypeNav":{"externalCode":"P"}},{"emailAddress":"user%[1]d@contoso.com","emailType":"8448","isPrimary":true,"emailTypeNav":{"externalCode":"B"}}]},
"personEmpTerminationInfoNav":{"activeEmploymentsCount":%[10]d,"latestTerminationDate":%[11]s},
"employmentNav":{"results":[`,
		workerID(p.n), p.n, strings.ToUpper(wid(widWorker, p.n)), p.first, middle, p.last, p.preferred, milliseconds(p.hire), p.site.calling, active, milliseconds(p.left))
	if p.rehired { // the employment before is there still, without its user
		before := p
		before.hire, before.left, before.terminated = p.hire.AddDate(-3, 0, 0), p.hire.AddDate(0, -6, 0), true
		dst = append(appendPersonsEmployment(dst, before, "ST", false), ',', '\n')
	}
	dst = appendPersonsEmployment(dst, p, "ST", true)
	if p.second {
		abroad := p
		abroad.job = jobs[(p.n+1)%len(jobs)]
		dst = append(dst, ',', '\n')
		dst = appendPersonsEmployment(dst, abroad, "GA", true)
	}
	return append(dst, "]}}"...)
}

func appendPersonsEmployment(dst []byte, p person, class string, user bool) []byte {
	id := fmt.Sprint(workerID(p.n))
	if class == "GA" {
		id += "-GA"
	}
	dst = fmt.Appendf(dst, `{"userId":"%[1]s","personIdExternal":"%[2]d","startDate":%[3]s,"endDate":%[4]s,"firstDateWorked":%[3]s,"lastDateWorked":%[4]s,"isContingentWorker":%[5]t,"assignmentClass":"%[6]s","okToRehire":true,"customString1":null,
"userNav":`, id, workerID(p.n), milliseconds(p.hire), milliseconds(p.left), p.contingent, class)
	if user {
		dst = appendUser(dst, p, id)
	} else {
		dst = append(dst, "null"...)
	}
	dst = append(dst, ",\n\"jobInfoNav\":{\"results\":["...)
	dst = appendJob(dst, p)
	return append(dst, "]}}"...)
}

func appendUser(dst []byte, p person, id string) []byte {
	status := "t"
	if p.terminated || p.prehired {
		status = "f"
	}
	manager := "null"
	if p.manager > 0 {
		manager = fmt.Sprintf(`{"userId":"%[1]d","empInfo":{"personIdExternal":"%[1]d"}}`, workerID(p.manager))
	}
	s := p.site
	return fmt.Appendf(dst, `{"userId":"%[1]s","username":"user%[1]s","status":"%[2]s","empId":"%[1]s","nickname":"%[3]s","addressLine1":"%[4]s","addressLine2":null,"addressLine3":null,"city":"%[5]s","state":"%[6]s","zipCode":"%[7]s","country":"%[8]s","timeZone":"UTC","businessPhone":"+%[9]s 555 555-%04[10]d","cellPhone":"+%[9]s 555 556-%04[10]d","homePhone":null,"jobFamily":"%[11]s","email":"user%[1]s@contoso.com","custom01":"%[12]s","custom02":null,"custom03":null,"manager":%[13]s}`,
		id, status, p.preferred, s.line, s.city, s.region, s.postal, s.country, s.calling, p.n, p.job.family, p.job.department, manager)
}

// statusOf returns the code of the status of somebody's employment: T terminated, U on unpaid leave, A active.
func statusOf(p person) string {
	switch {
	case p.terminated:
		return "T"
	case p.onLeave:
		return "U"
	}
	return "A"
}

func appendJob(dst []byte, p person) []byte {
	manager := "NO_MANAGER"
	if p.manager > 0 {
		manager = fmt.Sprint(workerID(p.manager))
	}
	s := p.site
	return fmt.Appendf(dst, `{"seqNumber":"1","startDate":%[1]s,"endDate":"/Date(253402214400000)/","jobTitle":"%[2]s","position":"P-%[3]d","managerId":"%[4]s","emplStatus":"1%[3]d","countryOfCompany":"%[5]s","eventReason":"HIRNEW","employmentType":"FT","employeeClass":"E","flsaStatus":"E","payScaleType":"PST1","eeoClass":"2","customString13":null,
"emplStatusNav":{"id":"1%[3]d","externalCode":"%[6]s"},
"companyNav":{"externalCode":"CO-1","name":"Contoso & Sons","name_localized":"Contoso & Sons","countryOfRegistrationNav":{"code":"%[5]s","twoCharCountryCode":"%[7]s"}},
"businessUnitNav":{"externalCode":"BU-%[8]s","name":"%[9]s","name_localized":"%[9]s"},
"costCenterNav":{"externalCode":"CC-%[10]d","name_localized":"Cost Center %[10]d","description_localized":"Cost Center %[10]d of %[9]s"},
"departmentNav":{"externalCode":"D-%[8]s","name":"%[11]s","name_localized":"%[11]s"},
"divisionNav":{"externalCode":"DIV-%[8]s","name":"%[9]s","name_localized":"%[9]s"},
"jobCodeNav":{"externalCode":"%[12]s","name_localized":"%[2]s"},
"payGradeNav":{"externalCode":"PG-8","name":"Grade 8"},
"eventReasonNav":{"externalCode":"HIRNEW","name":"New Hire"},
"employmentTypeNav":{"externalCode":"FT"},
"employeeClassNav":{"externalCode":"E"},
"positionNav":{"code":"P-%[3]d","jobLevel":"8","externalName_en_US":"%[2]s","externalName_de_DE":null,"externalName_fr_FR":null},
"locationNav":{"externalCode":"%[13]s","name":"%[14]s","addressNavDEFLT":{"address1":"%[15]s","city":"%[14]s","zipCode":"%[16]s","country":"%[5]s","customString4":null}}}`,
		milliseconds(p.hire), p.job.title, p.n, manager, s.three, statusOf(p), s.two, p.job.family, strings.ToUpper(p.job.family), p.n%40,
		p.job.department, p.job.id, s.id, s.name, s.line, s.postal)
}
