package netregex_test
import ("testing";"bufio";"os";"encoding/json";"unicode/utf16";"fmt"; nr "github.com/attrmap/attrmap/internal/netregex")
type txt struct{ s string; lone bool }
func (t *txt) UnmarshalJSON(b []byte) error {
  if len(b)>0 && b[0]=='{' { var u struct{Utf16 []uint16}; if err:=json.Unmarshal(b,&u);err!=nil{return err}; t.s=string(utf16.Decode(u.Utf16)); t.lone=true; return nil}
  return json.Unmarshal(b,&t.s)
}
func TestGoldTmp(t *testing.T){
 f,_:=os.Open("/work/shared/data/dotnet/regex.jsonl"); sc:=bufio.NewScanner(f); sc.Buffer(nil,1<<20)
 tot,bad,skip:=0,0,0
 for sc.Scan(){ var r struct{ID,Mode string; Source,Pattern,Replacement txt; Group *string; Output *txt; Error string; Matches int}
  if err:=json.Unmarshal(sc.Bytes(),&r);err!=nil{t.Fatal(err)}
  if r.Source.lone||r.Pattern.lone {skip++; continue}
  tot++
  p,err:=nr.Compile(r.Pattern.s,nr.Limits{})
  var out []byte; n:=0
  if err==nil { if r.Mode=="group" { out,n,err=p.ReplaceGroup(nil,r.Source.s,*r.Group,r.Replacement.s) } else { var rep *nr.Replacement; rep,err=p.CompileReplacement(r.Replacement.s); if err==nil { out,n,err=p.Replace(nil,r.Source.s,rep)} } }
  switch { case r.Error!="": if err==nil {bad++; fmt.Printf("%s want error, got %q: %q\n",r.ID,out,r.Pattern.s)}
  case err!=nil: bad++; fmt.Printf("%s %q: err %v\n",r.ID,r.Pattern.s,err)
  case string(out)!=r.Output.s || n!=r.Matches && r.Mode!="group": bad++; fmt.Printf("%s src %q pat %q rep %q\n   got %q %d\n  want %q %d\n",r.ID,r.Source.s,r.Pattern.s,r.Replacement.s,out,n,r.Output.s,r.Matches) }
 }
 fmt.Println(tot,"bad",bad,"skip",skip)
}
