package syntax

// idiom is a function of another language, and how it is written here. A new one is one row of the table below.
type idiom struct {
	// names are its names in lower case, separated by spaces: of functions, with a point in front of methods, and with one inside where the
	// other language groups its functions so.
	names string
	// write is the expression with [1], [2] … in place of the arguments, of which the first of a method is the value before it; [*] is all
	// arguments, and [2*] all from the second on. [2+1] and [3-2] are numbers computed from constants. "" where words must do.
	write string
	// build makes the expression of what write cannot say; it returns nil where it cannot either.
	build func(args []Node) Node
	// use says in words what to use, for arguments that write does not fit.
	use string
	// unsure is set if write is a proposal: its value may differ from the one that is meant.
	unsure bool
}

// The languages from which people bring functions along are Excel, Visual Basic and Connect Sync, the expressions of Okta, SailPoint and Power
// Automate, JavaScript, .NET and PowerShell. Sources: their references.
var idiomTable = [...]idiom{
	// Letters.
	{names: "lcase lower tolowercase strtolower string.tolowercase string.tolower .tolower .tolowercase .tolowerinvariant", write: "ToLower([1])", use: "ToLower"},
	{names: "ucase upper touppercase strtoupper string.touppercase string.toupper .toupper .touppercase .toupperinvariant", write: "ToUpper([1])", use: "ToUpper"},
	{names: "proper propercase totitlecase titlecase initcap capitalize strconv normalizenames string.totitlecase .totitlecase .capitalize", write: "PCase([1])", use: "PCase"},
	{names: "ltrim rtrim trimstart trimend .trimstart .trimend", write: "Trim([1])", use: "Trim, which removes the spaces at both ends", unsure: true},
	{names: "string.trim strtrim .trim", write: "Trim([1])", use: "Trim"},
	{names: "string.removespaces removespaces removewhitespace", write: "StripSpaces([1])", use: "StripSpaces"},
	{names: "removeaccents removediacritics decomposediacriticalmarks unaccent normalize string.normalize .normalize", write: "NormalizeDiacritics([1])", use: "NormalizeDiacritics"},

	// Parts of texts.
	{names: "concatws", write: `Join([*])`, use: "Join(separator, …)"},
	{names: "concat concatenate string.concat .concat", write: `Join("", [*])`, use: `Join("", …)`},
	{names: "string.append", write: "Append([1], [2])", use: "Append"},
	{names: "textjoin", write: "Join([1], [3*])", use: "Join(separator, …), which leaves empty values out", unsure: true},
	{names: "string.join", write: "Join([*])", use: "Join(separator, …)"},
	{names: "arrays.tocsvstring", write: `Join(",", [1])`, use: "Join"},
	{names: ".join", write: "Join([2], [1])", use: "Join(separator, list)"},
	{names: "string.substring .substring .slice", write: "Mid([1], [2+1], [3-2])", use: "Mid(text, start, length), which counts from 1"},
	{names: ".substr", write: "Mid([1], [2+1], [3])", use: "Mid(text, start, length), which counts from 1"},
	{names: "substring substr midb", build: cutFrom, use: "Mid(text, start, length), which counts from 1", unsure: true},
	{names: "string.substringbefore substringbefore textbefore beforechar .before", build: partBefore, use: `Word(text, 1, "@") for what is before an @`},
	{names: "string.substringafter substringafter textafter afterchar .after", build: partAfter, use: `Word(text, 2, "@") for what is after an @`},
	{names: "extractmailprefix", write: `Word([1], 1, "@")`, use: `Word([mail], 1, "@")`},
	{names: "right strright", build: lastCharacters, use: `Replace(text, , "^.*(.{4})$", , "$1", , ) for the last 4 characters, or Mid(text, start) with the position at which they begin`},
	{names: ".split strsplit explode string.split", write: "Split([1], [2])", use: "Split(text, delimiter)"},
	{names: "getendofstring", build: lastCharacters, use: `Replace(text, , "^.*(.{4})$", , "$1", , ) for the last 4 characters`},
	{names: "e164phone formatphone", use: `Replace(text, , "[^+\\d]", , "", , ), which leaves the digits and the plus sign`},
	{names: "lastindexof .lastindexof instrrev strrpos", use: `Replace(text, , "^.*@", , "", , ) for what is after the last @`},
	{names: "textsplit", write: "Split([1], [2])", use: "Split(text, delimiter)"},
	{names: "leftpad padleft lpad .padleft .padstart rightpad padright rpad .padright .padend rept space", use: `Replace(Append("0000", text), , "^.*(.{4})$", , "$1", , ) for 4 characters with zeros in front`},
	{names: "strreverse reverse .reverse", use: "the text as it is: no function turns it round"},
	{names: "clean", use: `Replace(text, , "[\\x00-\\x1F]", , "", , )`},
	{names: "length strlen string.len string.length .length .len .count .size count.items", write: "Len([1])", use: "Len for a text, Count for the values of a list", unsure: true},

	// Search and replacement.
	{names: "indexof find search charindex strpos .indexof .find", use: "InStr(text, part), which counts from 1 and returns 0 where it finds nothing"},
	{names: "string.stringcontains stringcontains .contains .includes includes", write: "(InStr([1], [2])>0)", use: "InStr(text, part)>0", unsure: true},
	{names: "arrays.contains isin .exists", write: "(Contains([1], [2])>0)", use: "Contains(list, text)>0", unsure: true},
	{names: "string.startswith startswith beginswith .startswith", write: "(InStr([1], [2])=1)", use: "InStr(text, beginning)=1"},
	{names: "string.endswith endswith .endswith", use: `Replace(text, , "^.*\\.com$", , "yes", , )="yes" for a text that ends with .com`},
	{names: "regexreplace regexreplaceall regex.replace replaceregex regexpreplace string.replaceregex .replaceall .replaceregex", write: "Replace([1], , [2], , [3], , )", use: "Replace(text, , pattern, , new, , )"},
	{names: "substitute string.replace replaceall strreplace .replace", write: "Replace([1], [2], , , [3], , )", use: "Replace(text, old, , , new, , )"},
	{names: "replacechars", use: "Replace(text, , pattern, , new, , ) with a regular expression"},
	{names: "string.replacefirst replacefirst", use: "Replace(text, , pattern, , new, , ) with a regular expression that matches the first one alone"},
	{names: "regexmatch regexextract regexpsubstr regex.match regex.ismatch ismatch .match .matches .test", use: `Replace(text, , "^.*?(\\d+).*$", , "$1", , ), which takes a part out by a group`},

	// Conditions.
	{names: "if ifthenelse iff ifelse ternary conditional condition choosewhen", write: "IIF([1], [2], [3])", use: "IIF(condition, value if true, value if false)"},
	{names: "ifs case decode choose select", use: "Switch(source, default, key, value, …), or IIF inside IIF"},
	{names: "lookup vlookup hlookup xlookup lookupvalue iso3166 rfc5646 index match map dictionary", use: "Switch(source, default, key, value, …) among constants: nothing looks a value up in another object or table. A reference such as manager is mapped as it is"},
	{names: "and all", write: `IIF([1], [2], "False")`, use: "an IIF inside another IIF: IIF(a AND b, x, y) is IIF(a, IIF(b, x, y), y)"},
	{names: "or any", write: `IIF([1], "True", [2])`, use: "an IIF inside another IIF: IIF(a OR b, x, y) is IIF(a, x, IIF(b, x, y))"},
	{names: "strcomp", use: "a comparison with ="},
	{names: "isnumeric isnumber istext isdate", use: `Replace(text, , "^\\d+$", , "yes", , )="yes" for a text of digits`},
	{names: "xor", write: "IIF([1], Not([2]), [2])", use: "IIF(a, Not(b), b)"},
	{names: "exact equals .equals string.equals eq", write: "([1]=[2])", use: "a comparison with ="},
	{names: ".equalsignorecase equalsignorecase", write: "(ToLower([1])=ToLower([2]))", use: "ToLower on both sides of ="},
	{names: "isblank isempty isnullorwhitespace string.isnullorempty isnothing.empty arrays.isempty .isempty", write: "IsNullOrEmpty([1])", use: "IsNullOrEmpty"},
	{names: "isnotnull isnotempty isnotblank hasvalue exists isdefined", write: "IsPresent([1])", use: "IsPresent"},
	{names: "nvl ifnull ifempty firstvalid firstnonnull firstnotnull default isnullor", write: "Coalesce([*])", use: "Coalesce, or Switch(value, value, \"\", default) where an empty text counts as missing", unsure: true},
	{names: "itemornull", write: "IIF(IsPresent([1]), Item([1], [2]), )", use: "IIF(IsPresent([a]), Item([a], 1), )"},
	{names: "iferror try catch", use: "Switch or IIF for the values that would fail: no function handles the error of another"},
	{names: "skip", use: "IgnoreFlowIfNullOrEmpty"},

	// Values of lists.
	{names: "arrays.get", write: "Item([1], [2+1])", use: "Item(list, number), which counts from 1"},
	{names: "firstordefault .firstordefault", write: "IIF(IsPresent([1]), Item([1], 1), )", use: "IIF(IsPresent([a]), Item([a], 1), )"},
	{names: "filter .filter sort .sort", use: "the list as it is: no function chooses or sorts values, but Item takes one"},
	{names: "first .first arrays.first", write: "Item([1], 1)", use: "Item(list, 1)"},
	{names: "last .last arrays.last", write: "Item([1], Count([1]))", use: "Item(list, Count(list))"},
	{names: "arrays.size counta size", write: "Count([1])", use: "Count"},
	{names: "unique distinct dedupe removeduplicate .distinct", write: "RemoveDuplicates([1])", use: "RemoveDuplicates"},

	// Dates.
	{names: "today getdate sysdate utcnow currentdate currenttime datetime.now datetime.utcnow time.now date.now", write: "Now()", use: "Now()"},
	{names: "adddays .adddays", write: `DateAdd("d", [2], [1])`, use: `DateAdd("d", days, date)`},
	{names: "addmonths edate .addmonths", write: `DateAdd("m", [2], [1])`, use: `DateAdd("m", months, date)`},
	{names: "addyears .addyears", write: `DateAdd("yyyy", [2], [1])`, use: `DateAdd("yyyy", years, date)`},
	{names: "addhours .addhours", write: `DateAdd("h", [2], [1])`, use: `DateAdd("h", hours, date)`},
	{names: "datedif days timespan", use: `DateDiff("d", from, to)`},
	{names: "format text formatdate dateformat date.format datetime.format datetostring .format .tostring time.fromiso8601tostring", write: `FormatDateTime([1], , "yyyy-MM-dd", [2])`, use: "FormatDateTime(source, , format of the source, format of the result)", unsure: true},
	{names: "datecompare", use: `DateDiff("d", from, to)>0`},
	{names: "datemath dateserial addseconds .addseconds addminutes .addminutes", use: `DateAdd("n", minutes, date), or another interval such as "d" for days`},
	{names: "converttimezone convertfromutc converttoutc", use: `DateAdd("h", hours, date): no function knows time zones`},
	{names: "datepart year month day weekday monthname todatestring", use: `FormatDateTime(source, , format of the source, "yyyy") for the year, "MM" and "dd" for month and day`},
	{names: "todate todatetime parsedate datevalue date.parse datetime.parse convert.todatetime cdatetime", write: "CDate([1])", use: "CDate"},

	// Conversions.
	{names: "tostring str string convert.tostring", write: "CStr([1])", use: "CStr"},
	{names: "toboolean bool convert.toboolean", write: "CBool([1])", use: "CBool"},
	{names: "toint tointeger val value cint clng cnum number int convert.toint convert.tonum convert.toint32", use: "no conversion: a text that is a number is read as one"},
	{names: "newguid cguid uuid newid randomuuid guid.newguid generateuuid createguid", write: "Guid()", use: "Guid()"},
	{names: "rand random randomalphanumeric randomnumeric randbetween randomnum generaterandomstring generatepassword", use: "RandomString(length, …), in a mapping that applies only during object creation"},
	{names: "usernamegenerator", use: "SelectUniqueValue(value, second value, …), in a mapping that applies only during object creation"},
	{names: "base64 base64encode tobase64 convert.tobase64string", use: "ConvertToBase64, which encodes UTF-16"},
	{names: "base64decode frombase64 convert.frombase64string", use: "ConvertFromBase64"},
	{names: "true", write: `"True"`, use: `"True"`},
	{names: "false", write: `"False"`, use: `"False"`},
	{names: "char chr", use: "the character itself in a text"},
	{names: "add sum subtract minus multiply divide mod abs max round floor ceiling power formatnumber", use: "DateAdd and DateDiff for dates: there is no arithmetic with numbers"},
	{names: "ismemberof ismemberofgroup ismemberofgroupname ismemberofanygroup getfilteredgroups", use: "the assignments of the application: no function knows groups"},
	{names: "getmanageruser getassistantuser hasdirectoryuser finduser getmanagerappuser", use: "the attributes of the object itself: no function reads another object"},
	{names: "accountattribute identityattribute", use: "an attribute in brackets: [mail]"},
	{names: "getreferenceidentityattribute", use: "the attributes of the object itself: no function reads another object"},
	{names: "static", use: "the text itself in quotation marks"},
	{names: "identity.getattribute .getattribute getattribute user.getattribute", use: "an attribute in brackets: [mail]"},
}
