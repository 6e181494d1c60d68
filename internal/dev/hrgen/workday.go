package hrgen

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Versions of Workday's web services. From v30.0 on a position is in the data of a job, of which a worker may have several.
const (
	V21 = "v21.1"
	V30 = "v34.0"
)

// Workday writes the answer of Get_Workers in a SOAP envelope, for a number of workers and a version of the web services: V21 or V30. A worker
// has more than 5,000 bytes. The prefix is wd. It returns the error of w.
func Workday(w io.Writer, version string, workers int) error {
	return write(w, workers, fmt.Sprintf(workdayBegin, version, workers, AsOf), workdayEnd, func(dst []byte, p person) []byte {
		return appendWorker(dst, version, p)
	})
}

const workdayBegin = `<?xml version="1.0" encoding="UTF-8"?>
<!-- Synthetic: written by a program, about nobody. -->
<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/">
<env:Body>
<wd:Get_Workers_Response xmlns:wd="urn:com.workday/bsvc" wd:version="%[1]s">
<wd:Response_Filter><wd:As_Of_Effective_Date>%[3]s-08:00</wd:As_Of_Effective_Date><wd:Page>1</wd:Page><wd:Count>%[2]d</wd:Count></wd:Response_Filter>
<wd:Response_Group><wd:Include_Reference>true</wd:Include_Reference><wd:Include_Personal_Information>true</wd:Include_Personal_Information><wd:Include_Employment_Information>true</wd:Include_Employment_Information><wd:Include_Organizations>true</wd:Include_Organizations><wd:Include_Management_Chain_Data>true</wd:Include_Management_Chain_Data></wd:Response_Group>
<wd:Response_Results><wd:Total_Results>%[2]d</wd:Total_Results><wd:Total_Pages>1</wd:Total_Pages><wd:Page_Results>%[2]d</wd:Page_Results><wd:Page>1</wd:Page></wd:Response_Results>
<wd:Response_Data>
`

const workdayEnd = `</wd:Response_Data>
</wd:Get_Workers_Response>
</env:Body>
</env:Envelope>
`

// escaped is what may be in an attribute or between elements.
var escaped = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// wid returns an ID as Workday makes them, 32 hexadecimal digits: one for each number of each kind of object.
func wid(kind, n int) string { return fmt.Sprintf("%08x%024x", kind, n) }

// Kinds of objects that have WIDs.
const (
	widWorker = iota + 1
	widSite
	widOther
)

// day is a date as Workday writes it: in its own zone, the Pacific one.
func day(t time.Time) string { return t.Format(time.DateOnly) + "-08:00" }

func appendWorker(dst []byte, version string, p person) []byte {
	kind := "Employee_ID"
	if p.contingent {
		kind = "Contingent_Worker_ID"
	}
	dst = fmt.Appendf(dst, `<wd:Worker>
<wd:Worker_Reference wd:Descriptor="%[1]s"><wd:ID wd:type="WID">%[2]s</wd:ID><wd:ID wd:type="%[3]s">%[4]d</wd:ID></wd:Worker_Reference>
<wd:Worker_Data>
<wd:Worker_ID>%[4]d</wd:Worker_ID>
<wd:User_ID>user%[4]d</wd:User_ID>
<wd:Universal_ID>U%[4]d</wd:Universal_ID>
`, escaped.Replace(p.first+" "+p.last), wid(widWorker, p.n), kind, workerID(p.n))
	dst = appendPersonal(dst, p)
	dst = appendEmployment(dst, version, p)
	dst = appendOrganizations(dst, p)
	dst = appendManagers(dst, p)
	return append(dst, "</wd:Worker_Data>\n</wd:Worker>\n"...)
}

// workerID returns the number that people know somebody by.
func workerID(n int) int { return 1000000 + n }

func appendPersonal(dst []byte, p person) []byte {
	dst = append(dst, "<wd:Personal_Data>\n<wd:Name_Data>"...)
	dst = appendName(dst, "Legal_Name_Data", p.first, p)
	dst = appendName(dst, "Preferred_Name_Data", p.preferred, p)
	dst = append(dst, "</wd:Name_Data>\n<wd:Contact_Data>\n"...)
	number := fmt.Sprintf("555-%04d", p.n%10000)
	dst = appendPhone(dst, p, "Landline", "Telephone", number, 1)
	dst = appendPhone(dst, p, "Mobile", "Mobile", number, 0)
	if p.n%4 == 0 {
		dst = appendPhone(dst, p, "Fax", "Fax", number, 0)
	}
	dst = appendEmail(dst, fmt.Sprintf("user%d@contoso.com", workerID(p.n)), "WORK", 1)
	if p.n%4 == 1 {
		dst = appendEmail(dst, fmt.Sprintf("home%d@example.com", p.n), "HOME", 0)
	}
	return append(dst, "</wd:Contact_Data>\n</wd:Personal_Data>\n"...)
}

func appendName(dst []byte, element, first string, p person) []byte {
	full := first + " " + p.last
	var middle string
	if p.middle != "" {
		full = first + " " + p.middle + " " + p.last
		middle = "<wd:Middle_Name>" + p.middle + "</wd:Middle_Name>"
	}
	full = escaped.Replace(full)
	return fmt.Appendf(dst, `<wd:%[1]s><wd:Name_Detail_Data wd:Formatted_Name="%[2]s"><wd:First_Name>%[3]s</wd:First_Name>%[4]s<wd:Last_Name>%[5]s</wd:Last_Name></wd:Name_Detail_Data></wd:%[1]s>`,
		element, full, first, middle, escaped.Replace(p.last))
}

func appendPhone(dst []byte, p person, device, descriptor, number string, primary int) []byte {
	return fmt.Appendf(dst, `<wd:Phone_Data wd:Formatted_Phone="+%[1]s (555) %[2]s" wd:Workday_Traditional_Formatted_Phone="+%[1]s (555) %[2]s"><wd:Phone_Device_Type_Reference wd:Descriptor="%[3]s"><wd:ID wd:type="Phone_Device_Type_ID">%[4]s</wd:ID></wd:Phone_Device_Type_Reference>%[5]s</wd:Phone_Data>
`, p.site.calling, number, descriptor, device, usageData("WORK", primary))
}

func appendEmail(dst []byte, address, usage string, primary int) []byte {
	return fmt.Appendf(dst, `<wd:Email_Address_Data><wd:Email_Address>%s</wd:Email_Address>%s</wd:Email_Address_Data>
`, address, usageData(usage, primary))
}

// usageData says what a telephone or an address is used for. What is used at work is public.
func usageData(usage string, primary int) string {
	public, descriptor := 0, "Home"
	if usage == "WORK" {
		public, descriptor = 1, "Work"
	}
	return fmt.Sprintf(`<wd:Usage_Data wd:Public="%d"><wd:Type_Data wd:Primary="%d"><wd:Type_Reference wd:Descriptor="%s"><wd:ID wd:type="Communication_Usage_Type_ID">%s</wd:ID></wd:Type_Reference></wd:Type_Data></wd:Usage_Data>`,
		public, primary, descriptor, usage)
}

func appendEmployment(dst []byte, version string, p person) []byte {
	dst = append(dst, "<wd:Employment_Data>\n"...)
	if version == V21 {
		dst = appendPosition(dst, p, p.n, p.job)
	} else {
		if p.second { // the primary job is not the first
			dst = append(dst, `<wd:Worker_Job_Data wd:Primary_Job="0">`...)
			dst = appendPosition(dst, p, p.n+secondPosition, jobs[(p.n+1)%len(jobs)])
			dst = append(dst, "</wd:Worker_Job_Data>\n"...)
		}
		dst = append(dst, `<wd:Worker_Job_Data wd:Primary_Job="1">`...)
		dst = appendPosition(dst, p, p.n, p.job)
		dst = append(dst, "</wd:Worker_Job_Data>\n"...)
	}
	dst = appendStatus(dst, p)
	return append(dst, "</wd:Employment_Data>\n"...)
}

// secondPosition is added to the number of somebody's first position.
const secondPosition = 5_000_000

func appendPosition(dst []byte, p person, number int, j job) []byte {
	kind, descriptor := "Employee_Type_ID", "Regular"
	if p.contingent {
		kind, descriptor = "Contingent_Worker_Type_ID", "Contractor"
	}
	s := p.site
	return fmt.Appendf(dst, `<wd:Position_Data wd:Effective_Date="%[1]s">
<wd:Position_ID>P-%[2]d</wd:Position_ID><wd:Position_Title>%[3]s</wd:Position_Title><wd:Business_Title>%[3]s</wd:Business_Title><wd:Start_Date>%[1]s</wd:Start_Date>
<wd:Worker_Type_Reference wd:Descriptor="%[4]s"><wd:ID wd:type="%[5]s">%[4]s</wd:ID></wd:Worker_Type_Reference>
<wd:Work_Space__Reference wd:Descriptor="%[6]s / %[2]d"><wd:ID wd:type="Location_ID">%[7]s-%[2]d</wd:ID></wd:Work_Space__Reference>
<wd:Job_Profile_Summary_Data><wd:Management_Level_Reference wd:Descriptor="Individual Contributor"><wd:ID wd:type="Management_Level_ID">8</wd:ID></wd:Management_Level_Reference><wd:Job_Family_Reference wd:Descriptor="%[8]s"><wd:ID wd:type="Job_Family_ID">%[8]s</wd:ID></wd:Job_Family_Reference></wd:Job_Profile_Summary_Data>
<wd:Job_Classification_Summary_Data><wd:Job_Classification_Reference wd:Descriptor="2 - Professionals"><wd:ID wd:type="Job_Classification_Reference_ID">JC-2</wd:ID></wd:Job_Classification_Reference></wd:Job_Classification_Summary_Data>
<wd:Business_Site_Summary_Data><wd:Location_Reference wd:Descriptor="%[6]s"><wd:ID wd:type="WID">%[9]s</wd:ID><wd:ID wd:type="Location_ID">%[7]s</wd:ID></wd:Location_Reference><wd:Name>%[6]s</wd:Name><wd:Local_Reference wd:Descriptor="%[10]s"><wd:ID wd:type="Locale_ID">%[10]s</wd:ID></wd:Local_Reference>
<wd:Address_Data wd:Effective_Date="2000-01-01"><wd:Country_Reference wd:Descriptor="%[14]s"><wd:ID wd:type="ISO_3166-1_Alpha-2_Code">%[15]s</wd:ID><wd:ID wd:type="ISO_3166-1_Alpha-3_Code">%[16]s</wd:ID><wd:ID wd:type="ISO_3166-1_Numeric-3_Code">%[17]s</wd:ID></wd:Country_Reference><wd:Address_Line_Data wd:Descriptor="Address Line 1" wd:Type="ADDRESS_LINE_1">%[11]s</wd:Address_Line_Data><wd:Municipality>%[12]s</wd:Municipality><wd:Country_Region_Reference wd:Descriptor="%[18]s"><wd:ID wd:type="WID">%[19]s</wd:ID></wd:Country_Region_Reference><wd:Country_Region_Descriptor>%[18]s</wd:Country_Region_Descriptor><wd:Postal_Code>%[13]s</wd:Postal_Code></wd:Address_Data></wd:Business_Site_Summary_Data>
</wd:Position_Data>
`,
		day(p.hire), number, j.title, descriptor, kind, s.name, s.id, j.family,
		wid(widSite, p.n%len(sites)), s.locale, s.line, s.city, s.postal, s.country, s.two, s.three, s.numeric, s.region, wid(widOther, p.n%len(sites)))
}

func appendStatus(dst []byte, p person) []byte {
	hire := day(p.hire)
	active, terminated, rehire := 1, 0, 0
	if p.terminated || p.prehired {
		active = 0
	}
	var end, leave string
	if p.terminated {
		terminated = 1
		left := day(p.left)
		end = fmt.Sprintf("<wd:Termination_Date>%[1]s</wd:Termination_Date><wd:Termination_Last_Day_of_Work>%[1]s</wd:Termination_Last_Day_of_Work><wd:Termination_Involuntary>0</wd:Termination_Involuntary>", left)
	}
	original := hire
	if p.rehired {
		rehire = 1
		original = day(p.hire.AddDate(-3, 0, 0))
	}
	if p.onLeave {
		leave = `<wd:Leave_Status_Data><wd:On_Leave>1</wd:On_Leave><wd:Leave_Start_Date>2026-01-05-08:00</wd:Leave_Start_Date><wd:Leave_of_Absence_Type_Reference wd:Descriptor="Parental leave"><wd:ID wd:type="Leave_of_Absence_Type_ID">PARENTAL_LEAVE</wd:ID></wd:Leave_of_Absence_Type_Reference></wd:Leave_Status_Data>`
	}
	return fmt.Appendf(dst, `<wd:Worker_Status_Data><wd:Active>%[1]d</wd:Active><wd:Active_Status_Date>%[2]s</wd:Active_Status_Date><wd:Hire_Date>%[2]s</wd:Hire_Date><wd:Original_Hire_Date>%[3]s</wd:Original_Hire_Date><wd:Continuous_Service_Date>%[2]s</wd:Continuous_Service_Date><wd:First_Day_of_Work>%[2]s</wd:First_Day_of_Work><wd:Retired>0</wd:Retired><wd:Seniority_Date>%[3]s</wd:Seniority_Date><wd:Days_Unemployed>0</wd:Days_Unemployed><wd:Months_Continuous_Prior_Employment>0</wd:Months_Continuous_Prior_Employment><wd:Terminated>%[4]d</wd:Terminated>%[5]s<wd:Not_Eligible_for_Hire>0</wd:Not_Eligible_for_Hire><wd:Rehire>%[6]d</wd:Rehire><wd:Hire_Rescinded>0</wd:Hire_Rescinded>%[7]s</wd:Worker_Status_Data>
`, active, hire, original, terminated, end, rehire, leave)
}

func appendOrganizations(dst []byte, p person) []byte {
	dst = append(dst, "<wd:Organization_Data>\n"...)
	for _, o := range []struct{ kind, id, name string }{
		{"SUPERVISORY", fmt.Sprint("SUP-", p.manager), fmt.Sprint(p.job.department, " ", p.manager%50)},
		{"COMPANY", "CO-1", "Contoso & Sons"},
		{"LOCATION_HIERARCHY", "LH-" + p.site.two, p.site.country},
	} {
		dst = fmt.Appendf(dst, `<wd:Worker_Organization_Data><wd:Organization_Reference wd:Descriptor="%[1]s"><wd:ID wd:type="Organization_Reference_ID">%[2]s</wd:ID></wd:Organization_Reference><wd:Organization_Data><wd:Organization_Name>%[1]s</wd:Organization_Name><wd:Organization_Type_Reference><wd:ID wd:type="Organization_Type_ID">%[3]s</wd:ID></wd:Organization_Type_Reference></wd:Organization_Data></wd:Worker_Organization_Data>
`, escaped.Replace(o.name), o.id, o.kind)
	}
	return append(dst, "</wd:Organization_Data>\n"...)
}

// appendManagers writes the chain from the top down: the last is somebody's own manager.
func appendManagers(dst []byte, p person) []byte {
	if p.manager == 0 {
		return dst
	}
	dst = append(dst, "<wd:Management_Chain_Data><wd:Worker_Supervisory_Management_Chain_Data>\n"...)
	var chain []int
	for m := p.manager; m > 0; m /= perManager {
		chain = append(chain, m)
	}
	for i := len(chain) - 1; i >= 0; i-- {
		dst = fmt.Appendf(dst, `<wd:Management_Chain_Data><wd:Organization_Reference><wd:ID wd:type="Organization_Reference_ID">SUP-%[1]d</wd:ID></wd:Organization_Reference><wd:Manager_Reference><wd:ID wd:type="WID">%[2]s</wd:ID><wd:ID wd:type="Employee_ID">%[3]d</wd:ID></wd:Manager_Reference></wd:Management_Chain_Data>
`, chain[i], wid(widWorker, chain[i]), workerID(chain[i]))
	}
	return append(dst, "</wd:Worker_Supervisory_Management_Chain_Data></wd:Management_Chain_Data>\n"...)
}
