package netregex_test
import ("testing";"bufio";"os";"encoding/json";"fmt";"strings"; nr "github.com/attrmap/attrmap/internal/netregex")
func TestClsTmp(t *testing.T){
 f,_:=os.Open("/work/shared/data/dotnet/char_classes.jsonl"); sc:=bufio.NewScanner(f); sc.Buffer(nil,1<<20)
 pats:=map[string]string{"regex_w":`\w`,"regex_s":`\s`,"regex_d":`\d`,"char_IsLetter":`\p{L}`,"char_IsPunctuation":`\p{P}`,"char_IsUpper":`\p{Lu}`,"char_IsLower":`\p{Ll}`,"category_NonSpacingMark":`\p{Mn}`,"category_SpacingCombiningMark":`\p{Mc}`,"category_EnclosingMark":`\p{Me}`,"category_ModifierLetter":`\p{Lm}`,"regex_boundary_word_char":`\b`}
 for sc.Scan(){ var r struct{Runtime,Class string; Ranges [][2]int}
  json.Unmarshal(sc.Bytes(),&r); if r.Runtime!="net" {continue}
  p,ok:=pats[r.Class]; if !ok {continue}
  in:=map[int]bool{}; for _,x:=range r.Ranges { for u:=x[0];u<=x[1];u++ {in[u]=true}}
  if p==`\b` { p=`^\b`}
  re,err:=nr.Compile(p,nr.Limits{}); if err!=nil{t.Fatal(err)}
  var miss,extra []string
  for u:=0;u<65536;u++ { if u>=0xd800&&u<0xe000 {continue}
   m,_:=re.IsMatch(string(rune(u))); if m&&!in[u]{extra=append(extra,fmt.Sprintf("%04X",u))}; if !m&&in[u]{miss=append(miss,fmt.Sprintf("%04X",u))} }
  fmt.Println(r.Class,p,"missing",strings.Join(miss," "),"extra",strings.Join(extra," "))
 }
}
