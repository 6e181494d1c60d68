package netregex_test
import ("testing";"fmt"; nr "github.com/attrmap/attrmap/internal/netregex"; "github.com/dlclark/regexp2/v2")
func TestOneTmp(t *testing.T){
 for _,c:=range [][2]string{
  {`()(?<n>)?(?<-n>(?<m-n>x|c{2}){0,3})`,"ax"},
  {`(?<n>)(?<-n>(?<m-n>x){0,3})`,"ax"},
  {`(?<n>)(?<-n>(?<m-n>x)?)`,"ax"},
  {`(?<n>)(?<-n>(?<-n>x)?)`,"ax"},
  {`(?<n>)(?<-n>(?:(?<-n>x))?)`,"ax"},
  {`(?<n>)(?<-n>(?:(?<-n>x)|))`,"ax"},
  {`(?<n>)(?:(?<-n>x)(?<-n>)|x(?<-n>))`,"ax"},
  {`(?<n>)(?:(?<-n>x)y|x(?<-n>))`,"ax"},
  {`(?<n>)(?:(?<-n>x)?)(?<-n>)`,"ax"},
  {`()(?<n>)?(?(n)(?<-n>x)?(?<-n>))`,"ax"},
  {`(?(?=a)(b|a)(c|b))`,"ab"},
  {`[^a](?>\w{0,3})+`,"Acxba"},
  {`(?>a+){2}`,"aa"},
 }{
  p,err:=nr.Compile(c[0],nr.Limits{}); if err!=nil {fmt.Println(err);continue}
  r,_:=p.CompileReplacement("<$0|$1|${n}>"); out,_,err:=p.Replace(nil,c[1],r)
  re,err2:=regexp2.Compile(c[0]); var w string; if err2==nil { w,err2=re.Replace(c[1],"<$0|$1|${n}>",-1,-1) }
  fmt.Printf("%-50s %q  %v / %q %v\n",c[0],out,err,w,err2)
 }
}
