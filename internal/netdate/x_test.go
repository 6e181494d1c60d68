package netdate_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"strings"
	"strconv"
	"github.com/attrmap/attrmap/internal/netdate"
)
type row map[string]any
func rows(t *testing.T, n string) []row {
	f,err:=os.Open("/work/shared/data/dotnet/"+n+".jsonl"); if err!=nil{t.Fatal(err)}
	defer f.Close()
	sc:=bufio.NewScanner(f); sc.Buffer(nil,1<<20)
	var out []row
	for sc.Scan(){ var r row; if err:=json.Unmarshal(sc.Bytes(),&r);err!=nil{t.Fatal(err)}; out=append(out,r)}
	return out
}
func str(r row,k string) string { s,_:=r[k].(string); return s }
func TestX(t *testing.T){
	now,_:=netdate.CompileLayout("s",0)
	n,err:=now.Parse("2024-05-17T13:14:15",netdate.DateTime{}); if err!=nil{t.Fatal(err)}
	bad:=0; tot:=0
	check:=func(r row, got netdate.DateTime, err error){
		tot++
		w:=str(r,"output"); if r["error"]!=nil {w="ERR"}
		g:="ERR"
		if err==nil { g=got.String(); if r["kind"]!=got.Kind().String() {g+=" kind "+got.Kind().String()} }
		if g!=w { bad++; fmt.Printf("%s in=%q fmt=%q st=%v want %s got %s (%v)\n", r["id"],r["input"],r["format"],r["styles"],w,g,err) }
	}
	for _,r:=range rows(t,"datetime_parse"){
		st,err:=netdate.ParseStyles(str(r,"styles"))
		var d netdate.DateTime
		if err==nil { d,err=netdate.Parse(str(r,"input"),st,n)}
		check(r,d,err)
	}
	fmt.Println("parse",tot,bad); tot,bad=0,0
	for _,r:=range rows(t,"datetime_parse_exact"){
		st,err:=netdate.ParseStyles(str(r,"styles"))
		var d netdate.DateTime
		var l *netdate.Layout
		if err==nil { l,err=netdate.CompileLayout(str(r,"format"),st) }
		if err==nil { d,err=l.Parse(str(r,"input"),n)
			d2,err2:=l.ParseBytes([]byte(str(r,"input")),n)
			if d!=d2 || (err==nil)!=(err2==nil) {t.Error("bytes",r)}
		}
		check(r,d,err)
	}
	fmt.Println("exact",tot,bad); tot,bad=0,0
	for _,r:=range rows(t,"datetime_format"){
		if str(r,"type")!="DateTime" {continue}
		tot++
		tk,_:=strconv.ParseInt(str(r,"ticks"),10,64)
		k:=map[string]netdate.Kind{"Utc":1,"Local":2,"Unspecified":0}[str(r,"kind")]
		d,_:=netdate.New(tk,k)
		f,err:=netdate.CompileFormat(str(r,"format"))
		g:="ERR"
		if err==nil { g=string(f.Append([]byte("."),d))[1:] }
		w:=str(r,"output"); if r["error"]!=nil {w="ERR"}
		if g!=w { bad++; fmt.Printf("%v got %q %v\n",r,g,err)}
	}
	fmt.Println("format",tot,bad); tot,bad=0,0
	for _,r:=range rows(t,"filetime"){
		tot++
		w:=str(r,"output"); if r["error"]!=nil {w="ERR"}
		g:="ERR"
		if str(r,"fn")=="FromFileTimeUtc"{
			v,_:=strconv.ParseInt(str(r,"arg"),10,64)
			d,err:=netdate.FromFileTime(v); if err==nil{g=d.String()}
		} else {
			l,_:=netdate.CompileLayout("yyyy-MM-ddTHH:mm:ss.fffffff",0)
			d,err:=l.Parse(str(r,"arg"),n); if err!=nil{t.Fatal(err)}
			v,err:=d.FileTime(); if err==nil{g=fmt.Sprint(v)}
		}
		if g!=w { bad++; fmt.Printf("%v got %q\n",r,g)}
	}
	fmt.Println("filetime",tot,bad); tot,bad=0,0
	l,_:=netdate.CompileLayout("yyyy-MM-ddTHH:mm:ss.fffffff",0)
	for _,r:=range rows(t,"vb_dates"){
		tot++
		w:=strings.TrimSuffix(fmt.Sprint(r["output"]),".0"); if r["error"]!=nil {w="ERR"}
		if f,ok:=r["output"].(float64);ok{w=fmt.Sprintf("%.0f",f)}
		g:="ERR"
		iv,err:=netdate.ParseInterval(str(r,"interval"))
		if err==nil {
		if str(r,"fn")=="DateAdd"{
			d,e:=l.Parse(str(r,"date"),n); if e!=nil{t.Fatal(e)}
			x,_:=strconv.ParseFloat(str(r,"number"),64)
			d,err=netdate.Add(iv,x,d); if err==nil{g=d.String()}
		} else {
			a,_:=l.Parse(str(r,"date1"),n); b,_:=l.Parse(str(r,"date2"),n)
			v,err:=netdate.Diff(iv,a,b); if err==nil{g=fmt.Sprint(v)}
		}}
		if g!=w { bad++; fmt.Printf("%v got %q want %q\n",r,g,w)}
	}
	fmt.Println("vb",tot,bad)
}
