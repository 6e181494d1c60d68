package netregex_test
import ("testing";"regexp"; "strings";"time";"fmt"; nr "github.com/attrmap/attrmap/internal/netregex")
var cases=[]struct{n,p,g,r,gr,s string}{
 {"phone",`\+(?<isdCode>\d* )(?<phoneNumber>\d{10})`,`\+(?P<isdCode>\d* )(?P<phoneNumber>\d{10})`,"${phoneNumber}","${phoneNumber}","+91 9876543210"},
 {"phonemiss",`\+(?<isdCode>\d* )(?<phoneNumber>\d{10})`,`\+(?P<isdCode>\d* )(?P<phoneNumber>\d{10})`,"${phoneNumber}","${phoneNumber}","0091 9876543210"},
 {"strip",`[()\s-]+`,`[()\s-]+`,"","","+1 (555) 123-4567"},
 {"suffix",`(?<Suffix>@(.)*)`,`(?P<Suffix>@(.)*)`,"","","john.doe@contoso.com"},
 {"trail",`(\.)*$`,`(\.)*$`,"","","john.doe.smith.."},
 {"user",`^(?<user>[^@]+)@(?<dom>.+)$`,`^(?P<user>[^@]+)@(?P<dom>.+)$`,"${user}","${user}","john.doe@contoso.com"},
 {"words",`(\w+)\s(\w+)`,`(\w+)\s(\w+)`,"$2 $1","$2 $1","John Smith"},
 {"pad",`(.*?)(?<id>.{0,8})$`,`(.*?)(?P<id>.{0,8})$`,"${id}","${id}","0000000012345"},
 {"letters",`[a-zA-Z_]*`,`[a-zA-Z_]*`,"","","john_doe72"},
 {"id",`\s+`,`\s+`," "," ","Jürgen   Müller Straße"},
}
func BenchmarkTmp(b *testing.B){
 for _,c:=range cases {
  p,err:=nr.Compile(c.p,nr.Limits{}); if err!=nil {b.Fatal(err)}
  r,_:=p.CompileReplacement(c.r)
  b.Run(c.n+"/net",func(b *testing.B){ b.ReportAllocs(); var dst []byte; for b.Loop(){ dst,_,_=p.Replace(dst[:0],c.s,r)}})
  g:=regexp.MustCompile(c.g)
  b.Run(c.n+"/go",func(b *testing.B){ b.ReportAllocs(); for b.Loop(){ _=g.ReplaceAllString(c.s,c.gr)}})
 }
}
func TestHostileTmp(t *testing.T){
 big:=strings.Repeat("a",100000)
 for _,c:=range [][2]string{
  {`(a+)+$`,big+"b"},{`(a*)*$`,big+"b"},{`(a|a)*$`,big+"b"},{`(a|aa)+$`,big+"b"},{`a+$`,big+"b"},{`(?:.*)+x`,big},{`(.*)(.*)(.*)(.*)(.*)x`,big},{`a(?:.*b)?`,big},{`(?<=(?<=(?<=a+)a+)a+)b`,big},{`(?=(a+))\1+b`,big},{`(x+x+)+y`,strings.Repeat("x",100000)},
  {`(?:a?){1000}a{1000}`,strings.Repeat("a",1000)},{`(((a{1000}){1000}){1000})`,big},{`a{1000000000}`,big},{`(a|b|ab)*c`,strings.Repeat("ab",50000)},{`(?:(?:(?:a{1,100}){1,100}){1,100})b`,big},
  {`^(.*?,){11}P`,strings.Repeat("1,2,3,",20000)},{`(\w*)*\1$`,big+"!"},{`(a)*`,big},{`(?:a|b)*`,big},{`(.)*`,big},{`.*?x`,big},
  {strings.Repeat("(?:a|b|",1100)+"z"+strings.Repeat(")",1100),big},
  {strings.Repeat("a|b|cc|",1000)+"z",big},{strings.Repeat(`\w*`,2700),"abc"},{strings.Repeat("(",190)+strings.Repeat(`\w*`,2500)+strings.Repeat(")",190),"abc"},{strings.Repeat("(",8000),""},{"["+strings.Repeat(`\w\W`,2000)+"]","a"},{strings.Repeat(`[\w-[a]]`,1000),"a"},{"(?i)"+strings.Repeat(`[\u0000-\uffff]`,500),"a"},
  {strings.Repeat("(?:b*",190)+strings.Repeat(`\w*`,2300)+strings.Repeat(")",190),"abc"},{strings.Repeat("(ab){99}",1000),big},{strings.Repeat("(?:a{0,9}b?){0,99}",450),big},{strings.Repeat("[",8000),""},{strings.Repeat("[a-",2000),""},
  {strings.Repeat("(?=a*",190)+strings.Repeat(")",190)+"b",big},{`(?:\k<n>*(?<n>a*))*b`,big},{`$`,strings.Repeat("\n",100000)},
 }{
  t0:=time.Now(); p,err:=nr.Compile(c[0],nr.Limits{}); t1:=time.Now()
  pp:=c[0]; if len(pp)>40{pp=pp[:40]}
  if err!=nil { fmt.Printf("%-42s compile %v %v\n",pp,t1.Sub(t0),err); continue}
  r,_:=p.CompileReplacement("<$1>")
  _,n,err:=p.Replace(nil,c[1],r)
  fmt.Printf("%-42s compile %v run %v n=%d %v %s %s\n",pp,t1.Sub(t0),time.Since(t1),n,err,p.Explain().Engine,p.Explain().Reason)
 }
}
