package archtest

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// checkComments finds exported names that are not explained. The comment of a function, method or
// type begins with its name, which may follow an article; constants, variables, fields and
// interface methods need any comment, before or beside them. The group's comment does for constants
// and variables, and a comment that names them for the fields on the lines below it.
func checkComments(f folder) []string {
	var wrong []string
	for _, x := range f.code() {
		for _, d := range x.syntax.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				wrong = append(wrong, x.checkFunc(d)...)
			case *ast.GenDecl:
				wrong = append(wrong, x.checkGroup(d)...)
			}
		}
	}
	return wrong
}

// checkFunc checks a function, or a method of an exported type.
func (f *file) checkFunc(d *ast.FuncDecl) []string {
	name := d.Name.Name
	if !d.Name.IsExported() || d.Recv != nil && !ast.IsExported(receiverType(d)) {
		return nil
	}
	return f.checkSentence(d.Pos(), name, d.Doc)
}

// checkGroup checks the types, constants or variables declared together in d.
func (f *file) checkGroup(d *ast.GenDecl) []string {
	var wrong []string
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() {
				doc := spec.Doc
				if doc == nil && !d.Lparen.IsValid() {
					doc = d.Doc
				}
				wrong = append(wrong, f.checkSentence(spec.Pos(), spec.Name.Name, doc)...)
				wrong = append(wrong, f.checkMembers(spec)...)
			}
		case *ast.ValueSpec:
			if explained(d.Doc, spec.Doc, spec.Comment) {
				continue
			}
			wrong = append(wrong, f.unexplained(spec.Names, "", "")...)
		}
	}
	return wrong
}

// checkMembers checks the exported fields and methods inside a type. What is embedded is explained
// where it is declared.
func (f *file) checkMembers(spec *ast.TypeSpec) []string {
	var wrong []string
	prefix := spec.Name.Name + "."
	ast.Inspect(spec.Type, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StructType:
			wrong = append(wrong, f.checkList(n.Fields, prefix)...)
		case *ast.InterfaceType:
			wrong = append(wrong, f.checkList(n.Methods, prefix)...)
		}
		return true
	})
	return wrong
}

// checkList checks the members of one struct or interface.
func (f *file) checkList(members *ast.FieldList, prefix string) []string {
	var wrong []string
	above := "" // the comment that stands over this line and those before it
	lastLine := 0
	for _, m := range members.List {
		if m.Doc != nil || f.line(m.Pos()) > lastLine+1 {
			above = m.Doc.Text()
		}
		lastLine = f.line(m.End())
		if !explained(m.Doc, m.Comment) {
			wrong = append(wrong, f.unexplained(m.Names, prefix, above)...)
		}
	}
	return wrong
}

// line returns the line that pos is on.
func (f *file) line(pos token.Pos) int { return f.fset.Position(pos).Line }

// unexplained returns a message for each exported name that is no word of the comment above.
func (f *file) unexplained(names []*ast.Ident, prefix, above string) []string {
	words := strings.FieldsFunc(above, func(r rune) bool { return !isNamePart(r) })
	var wrong []string
	for _, n := range names {
		if n.IsExported() && !slices.Contains(words, n.Name) {
			wrong = append(wrong, f.at(n.Pos(), "%s%s has no comment", prefix, n.Name))
		}
	}
	return wrong
}

// checkSentence checks that the comment of name begins with it.
func (f *file) checkSentence(pos token.Pos, name string, doc *ast.CommentGroup) []string {
	if !explained(doc) {
		return []string{f.at(pos, "%s has no comment", name)}
	}
	if !beginsWith(doc.Text(), name) {
		return []string{f.at(pos, "the comment of %s does not begin with its name", name)}
	}
	return nil
}

// beginsWith reports whether text begins with the word name, or with an article and name.
func beginsWith(text, name string) bool {
	for _, article := range []string{"", "A ", "An ", "The "} {
		rest, found := strings.CutPrefix(text, article+name)
		if !found {
			continue
		}
		next, _ := utf8.DecodeRuneInString(rest)
		if !isNamePart(next) {
			return true
		}
	}
	return false
}

// isNamePart reports whether r can be part of a name.
func isNamePart(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// explained reports whether one of the comments says something.
func explained(comments ...*ast.CommentGroup) bool {
	for _, c := range comments {
		if c != nil && strings.TrimSpace(c.Text()) != "" {
			return true
		}
	}
	return false
}

// receiverType returns the name of the type that a method belongs to.
func receiverType(d *ast.FuncDecl) string {
	expr := d.Recv.List[0].Type
	for {
		switch x := expr.(type) {
		case *ast.ParenExpr:
			expr = x.X
		case *ast.StarExpr:
			expr = x.X
		case *ast.IndexExpr:
			expr = x.X
		case *ast.IndexListExpr:
			expr = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}
