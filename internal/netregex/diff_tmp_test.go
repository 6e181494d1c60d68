package netregex_test
import ("testing";"math/rand";"fmt";"strings";"time"; nr "github.com/attrmap/attrmap/internal/netregex"; "github.com/dlclark/regexp2/v2")
type gen struct{ r *rand.Rand; groups int }
func (g *gen) pick(xs ...string) string { return xs[g.r.Intn(len(xs))] }
func (g *gen) atom(d int) string {
  if d<=0 || g.r.Intn(10)<6 { return g.pick("a","b","c","ab","[ab]","[^a]",".",`\d`,`\w`,`\s`,"^","$",`\b`,`\B`,"1"," ","x",`\1`,`\2`,`\z`,`\A`,`\G`,"[a-c-[b]]",`\k<n>`) }
  in:=g.alt(d-1)
  return g.pick("("+in+")","(?:"+in+")","(?<n>"+in+")","(?="+in+")","(?!"+in+")","(?<="+in+")","(?<!"+in+")","(?>"+in+")","(?(1)"+in+")","(?("+in+")"+g.seq(d-1)+"|"+g.seq(d-1)+")","(?<m-n>"+in+")","(?<-n>"+in+")","(?i:"+in+")")
}
func (g *gen) seq(d int) string { var b strings.Builder; for i:=g.r.Intn(4); i>=0; i-- { a:=g.atom(d); q:=g.pick("","","","","*","+","?","{2}","{1,2}","{0,3}","{2,}","*?","+?","??","{1,2}?"); if len(a)>=2 && a[0]!='(' && a[0]!='[' && a[0]!='\\' { a="(?:"+a+")" }
   if strings.HasSuffix(q,"?")&&len(q)>1 && len(a)>2 {q=q[:len(q)-1]}
   if strings.HasPrefix(a,"(?>") {q=""}
b.WriteString(a+q)}; return b.String() }
func (g *gen) alt(d int) string { s:=g.seq(d); for g.r.Intn(4)==0 { s+="|"+g.seq(d)}; return s }
func TestDiffTmp(t *testing.T){
 g:=&gen{r:rand.New(rand.NewSource(time.Now().UnixNano()))}
 n,cmp,bad,ourErr,lin,lim:=0,0,0,0,0,0
 end:=time.Now().Add(15*time.Second)
 for time.Now().Before(end) && bad<15 {
  pat:="()(?<n>)?(?:"+g.alt(3)+")(?!q)"; if g.r.Intn(2)==0 { pat=g.alt(3); if strings.Contains(pat,"-n>") {continue}}
  n++
  p,err:=nr.Compile(pat,nr.Limits{Steps:200000})
  re,err2:=regexp2.Compile(pat)
  if (err==nil)!=(err2==nil) { bad++; fmt.Printf("COMPILE %q ours %v theirs %v\n",pat,err,err2); continue}
  if err!=nil {ourErr++; continue}
  if p.Explain().Engine=="linear" {lin++}
  re.MatchTimeout=100*time.Millisecond
  rep,_:=p.CompileReplacement("<$0|$1|${n}|$+>")
  for i:=0;i<8;i++ {
   var sb strings.Builder; for k:=g.r.Intn(12);k>0;k-- { sb.WriteString(g.pick("a","b","c","a","b","1"," ","x","\n","A")) }
   src:=sb.String()
   out,_,err:=p.Replace(nil,src,rep)
   if err!=nil { lim++; continue}
   want,err:=re.Replace(src,"<$0|$1|${n}|$+>",-1,-1)
   if err!=nil {continue}
   cmp++
   if string(out)!=want { bad++; fmt.Printf("pat %q src %q\n  ours %q\n  them %q\n",pat,src,out,want); break }
  }
 }
 fmt.Println("patterns",n,"compared",cmp,"bad",bad,"err",ourErr,"linear",lin,"lim",lim)
}
