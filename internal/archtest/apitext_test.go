package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/printer"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// apiText returns the exported names of a package, one declaration a line, sorted.
// Parameter names are kept: they are part of what a reader sees.
func apiText(f folder) string {
	var lines []string
	for _, x := range f.code() {
		for _, d := range x.syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				lines = append(lines, x.funcLine(d)...)
			case *ast.GenDecl:
				lines = append(lines, x.groupLines(d)...)
			}
		}
	}
	if len(lines) == 0 {
		return ""
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

// funcLine describes an exported function, or an exported method of an exported type.
func (f *file) funcLine(d *ast.FuncDecl) []string {
	if !d.Name.IsExported() {
		return nil
	}
	signature := strings.TrimPrefix(f.print(d.Type), "func")
	if d.Recv == nil {
		return []string{"func " + d.Name.Name + signature}
	}
	if !ast.IsExported(receiverType(d)) {
		return nil
	}
	return []string{fmt.Sprintf("method (%s) %s%s", f.print(d.Recv.List[0].Type), d.Name.Name, signature)}
}

// groupLines describes the exported types, constants or variables declared together in d.
func (f *file) groupLines(d *ast.GenDecl) []string {
	var lines []string
	var last *ast.ValueSpec
	for i, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() {
				lines = append(lines, f.typeLines(spec)...)
			}
		case *ast.ValueSpec:
			if spec.Type != nil || len(spec.Values) > 0 {
				last = spec
			}
			if d.Tok == token.VAR {
				lines = append(lines, f.varLines(spec)...)
			} else {
				lines = append(lines, f.constLines(spec, last, i)...)
			}
		}
	}
	return lines
}

// varLines describes variables. What an error sentinel says is not part of the interface.
func (f *file) varLines(spec *ast.ValueSpec) []string {
	var lines []string
	for _, n := range exported(spec.Names) {
		lines = append(lines, "var "+n.Name+f.typeAfter(spec.Type))
	}
	return lines
}

// constLines describes constants. A line of a group without type and value repeats those of the
// last line that had them, with its own place for iota.
func (f *file) constLines(spec, last *ast.ValueSpec, place int) []string {
	var lines []string
	for i, n := range spec.Names {
		if !n.IsExported() || i >= len(last.Values) {
			continue
		}
		value := f.print(last.Values[i])
		value = regexp.MustCompile(`\biota\b`).ReplaceAllString(value, fmt.Sprint(place))
		lines = append(lines, "const "+n.Name+f.typeAfter(last.Type)+" = "+value)
	}
	return lines
}

// typeLines describes a type and its exported fields or methods.
func (f *file) typeLines(spec *ast.TypeSpec) []string {
	head := "type " + spec.Name.Name + f.parameters(spec.TypeParams)
	if spec.Assign.IsValid() {
		return []string{head + " = " + f.print(spec.Type)}
	}
	switch t := spec.Type.(type) {
	case *ast.StructType:
		head += " struct"
		return append([]string{head}, f.memberLines(head, t.Fields, false)...)
	case *ast.InterfaceType:
		head += " interface"
		return append([]string{head}, f.memberLines(head, t.Methods, true)...)
	}
	return []string{head + " " + f.print(spec.Type)}
}

// memberLines describes the exported members of a struct or an interface. An interface that has
// others as well cannot be implemented elsewhere, which is part of what it promises.
func (f *file) memberLines(head string, members *ast.FieldList, isInterface bool) []string {
	var lines []string
	closed := false
	for _, m := range members.List {
		if len(m.Names) == 0 && (isInterface || isExportedType(m.Type)) {
			lines = append(lines, head+", embeds "+f.print(m.Type))
		}
		for _, n := range m.Names {
			switch {
			case !n.IsExported():
				closed = true
			case isInterface:
				lines = append(lines, head+", "+n.Name+strings.TrimPrefix(f.print(m.Type), "func"))
			default:
				lines = append(lines, head+", "+n.Name+" "+f.print(m.Type))
			}
		}
	}
	if isInterface && closed {
		lines = append(lines, head+", unexported methods")
	}
	return slices.Compact(lines)
}

// isExportedType reports whether the last name of an embedded type is exported.
func isExportedType(expr ast.Expr) bool {
	switch x := expr.(type) {
	case *ast.StarExpr:
		return isExportedType(x.X)
	case *ast.IndexExpr:
		return isExportedType(x.X)
	case *ast.IndexListExpr:
		return isExportedType(x.X)
	case *ast.SelectorExpr:
		return x.Sel.IsExported()
	case *ast.Ident:
		return x.IsExported()
	}
	return false
}

// exported returns the names that are exported.
func exported(names []*ast.Ident) []*ast.Ident {
	return slices.DeleteFunc(slices.Clone(names), func(n *ast.Ident) bool { return !n.IsExported() })
}

// typeAfter returns the type with a space before it, or "" where none is written.
func (f *file) typeAfter(expr ast.Expr) string {
	if expr == nil {
		return ""
	}
	return " " + f.print(expr)
}

// parameters returns type parameters in brackets, or "".
func (f *file) parameters(list *ast.FieldList) string {
	if list == nil {
		return ""
	}
	var parts []string
	for _, p := range list.List {
		for _, n := range p.Names {
			parts = append(parts, n.Name+" "+f.print(p.Type))
		}
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// print returns the source of a node on one line.
func (f *file) print(node ast.Node) string {
	var b bytes.Buffer
	if err := printer.Fprint(&b, f.fset, node); err != nil {
		return "?" + err.Error()
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
