//! What a source file imports: its modules, definitions, `use` lines and paths, read from its tokens.
//!
//! What is compiled for tests only is left out.

use super::tokens::{is_word, tokens};
use std::collections::BTreeSet;

/// Path of a module below the crate, or a path as it is written.
pub(super) type Path = Vec<String>;

/// A name that a `use` line brings into a module.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Import {
    /// The path as it is written.
    pub(super) path: Path,
    /// The name in the module; `*` for all names.
    pub(super) name: String,
    /// Whether the name is passed on (`pub use`).
    pub(super) passed_on: bool,
}

/// A module, in a file of its own or inside of one.
#[derive(Debug, Default)]
pub(super) struct Module {
    pub(super) path: Path,
    /// Modules that it declares.
    pub(super) children: BTreeSet<String>,
    /// Of these, the files compiled for tests only.
    pub(super) tests: BTreeSet<String>,
    /// Items that it defines.
    pub(super) defined: BTreeSet<String>,
    pub(super) imports: Vec<Import>,
    /// Paths of two names or more in its code.
    pub(super) mentioned: BTreeSet<Path>,
    /// All words of its code outside of `use` lines.
    pub(super) words: BTreeSet<String>,
}

/// Reads the modules of a file; the first is the file's own, whose path is given.
pub(super) fn modules(text: &str, path: &[String]) -> Vec<Module> {
    let module = |path: Path| Module { path, ..Module::default() };
    let mut reader = Reader {
        tokens: tokens(text),
        at: 0,
        open: vec![(0, 0)],
        in_macro: false,
        modules: vec![module(path.to_vec())],
    };
    let mut depth = 0;
    while reader.at < reader.tokens.len() {
        match reader.token(0) {
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                reader.open.pop_if(|(_, inside)| depth < *inside);
                reader.in_macro &= depth > reader.depth();
            }
            "#" if reader.is_for_tests() => {
                reader.skip_item();
                continue;
            }
            "use" if reader.token(1) != "<" => {
                reader.use_line();
                continue;
            }
            "mod" if reader.token(2) == "{" => {
                let name = reader.token(1).to_owned();
                let inside = [reader.module().path.clone(), vec![name.clone()]].concat();
                reader.module().children.insert(name);
                depth += 1;
                reader.modules.push(module(inside));
                reader.open.push((reader.modules.len() - 1, depth));
                reader.at += 2;
            }
            "mod" if reader.token(2) == ";" => {
                let name = reader.token(1).to_owned();
                reader.module().children.insert(name);
            }
            _ => reader.word(depth),
        }
        reader.at += 1;
    }
    reader.modules
}

struct Reader {
    tokens: Vec<String>,
    at: usize,
    /// Modules that the reader stands in, each with the depth of braces inside.
    open: Vec<(usize, usize)>,
    /// Whether the reader stands in the text of a macro.
    in_macro: bool,
    modules: Vec<Module>,
}

impl Reader {
    /// A token some places ahead; empty at the end.
    fn token(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", String::as_str)
    }

    fn before(&self, back: usize) -> &str {
        self.at.checked_sub(back).map_or("", |at| &self.tokens[at])
    }

    fn module(&mut self) -> &mut Module {
        let (index, _) = self.open[self.open.len() - 1];
        &mut self.modules[index]
    }

    /// Depth of braces in the module that the reader stands in.
    fn depth(&self) -> usize {
        self.open[self.open.len() - 1].1
    }

    /// Tells whether an attribute says `cfg(test)` or the like.
    fn is_for_tests(&self) -> bool {
        let attribute: Vec<&str> =
            self.tokens[self.at..].iter().map(String::as_str).take_while(|token| *token != "]").collect();
        attribute.starts_with(&["#", "[", "cfg"])
            && attribute.contains(&"test")
            && !attribute.contains(&"not")
    }

    /// Goes beyond an item and its attributes; a file that it declares is noted as one of tests.
    fn skip_item(&mut self) {
        while self.token(0) == "#" {
            self.skip_until(&["]"]);
        }
        while ["pub", "(", "crate", "super", ")"].contains(&self.token(0)) {
            self.at += 1;
        }
        if self.token(0) == "mod" && self.token(2) == ";" {
            let name = self.token(1).to_owned();
            self.module().tests.insert(name);
        }
        self.skip_until(&[";", "}"]);
    }

    /// Goes beyond the first of these marks that stands in no bracket opened since.
    fn skip_until(&mut self, ends: &[&str]) {
        let mut depth = 0;
        while self.at < self.tokens.len() {
            let token = self.token(0).to_owned();
            depth += i32::from(["(", "[", "{"].contains(&token.as_str()));
            depth -= i32::from([")", "]", "}"].contains(&token.as_str()));
            self.at += 1;
            if depth == 0 && ends.contains(&token.as_str()) {
                break;
            }
        }
    }

    /// Reads a `use` line to its semicolon.
    fn use_line(&mut self) {
        let passed_on = self.before(1) == "pub"
            || (self.before(1) == ")"
                && (2..8).any(|back| self.before(back) == "(" && self.before(back + 1) == "pub"));
        self.at += 1;
        let mut found = Vec::new();
        self.tree(&[], &mut found);
        let imports = found.into_iter().map(|(path, name)| Import { path, name, passed_on });
        let imports: Vec<Import> = imports.collect();
        self.module().imports.extend(imports);
        self.at += 1;
    }

    /// Reads a tree of a `use` line below a prefix: paths with the names that they get.
    fn tree(&mut self, prefix: &[String], found: &mut Vec<(Path, String)>) {
        let mut path = prefix.to_vec();
        loop {
            match self.token(0) {
                "::" => self.at += 1,
                "{" => {
                    self.at += 1;
                    while self.token(0) != "}" {
                        self.tree(&path, found);
                        if self.token(0) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "*" => {
                    self.at += 1;
                    found.push((path, "*".to_owned()));
                    return;
                }
                "as" => {
                    found.push((path, self.token(1).to_owned()));
                    self.at += 2;
                    return;
                }
                word if word.starts_with(is_word) => {
                    // `{self, ...}` is the module before it.
                    if word != "self" || path.is_empty() {
                        path.push(word.to_owned());
                    }
                    self.at += 1;
                }
                _ => {
                    let name = path.last().cloned().unwrap_or_default();
                    found.push((path, name));
                    return;
                }
            }
        }
    }

    /// Notes a word of the code: a definition, the beginning of a path, or only a word.
    fn word(&mut self, depth: usize) {
        let word = self.token(0).to_owned();
        if !word.starts_with(is_word) {
            return;
        }
        self.in_macro |= word == "macro_rules";
        // What a macro writes is two braces deep in its text, and taken for what it defines here.
        let may_define = depth == self.depth() || (self.in_macro && depth == self.depth() + 2);
        if let Some(name) = self.definition().filter(|_| may_define) {
            self.module().defined.insert(name);
        }
        let within = self.before(1) == "::";
        let mut path = vec![word.clone()];
        let mut ahead = 1;
        while !within && self.token(ahead) == "::" && self.token(ahead + 1).starts_with(is_word) {
            path.push(self.token(ahead + 1).to_owned());
            ahead += 2;
        }
        if path.len() > 1 {
            self.module().mentioned.insert(path);
        }
        // In `a::b` only `a` is a name of this module; a field, a method and a name being defined are none.
        let other = [".", "fn", "struct", "enum", "trait", "type", "const", "static", "union", "mod"];
        if !within && !other.contains(&self.before(1)) && self.token(1) != ":" {
            self.module().words.insert(word);
        }
    }

    /// The name that an item begins to define here.
    fn definition(&self) -> Option<String> {
        let ahead = match (self.token(0), self.token(1)) {
            ("const" | "unsafe" | "extern", "fn" | "unsafe" | "extern") => return None,
            ("fn" | "struct" | "enum" | "trait" | "type" | "const" | "union", _) => 1,
            ("static", "mut") | ("macro_rules", "!") => 2,
            ("static", _) => 1,
            _ => return None,
        };
        Some(self.token(ahead).to_owned()).filter(|name| name.starts_with(is_word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(path: &str, name: &str, passed_on: bool) -> Import {
        Import { path: path.split("::").map(str::to_owned).collect(), name: name.to_owned(), passed_on }
    }

    fn sorted(names: &BTreeSet<String>) -> Vec<&str> {
        names.iter().map(String::as_str).collect()
    }

    #[test]
    fn use_lines_are_read_to_every_name() {
        let text = "use crate::a::{self, b::{C, d::E as F}, g::*};\npub(in crate::x) use self::h::I;\n\
                    pub use super::{j, k};\nuse std::fmt::Write as _;";
        let read = modules(text, &[]);
        let expected = [
            import("crate::a", "a", false),
            import("crate::a::b::C", "C", false),
            import("crate::a::b::d::E", "F", false),
            import("crate::a::g", "*", false),
            import("self::h::I", "I", true),
            import("super::j", "j", true),
            import("super::k", "k", true),
            import("std::fmt::Write", "_", false),
        ];
        assert_eq!(read[0].imports, expected);
    }

    #[test]
    fn definitions_are_those_of_the_module_alone() {
        let text = "pub struct A<T>(T); impl<T> A<T> { const B: u8 = 1; pub fn c() { fn d() {} } }\n\
                    pub const fn e() {} static F: u8 = 0; macro_rules! g { () => {} } const _: () = ();\n\
                    fn h<'a>() -> impl Sized + use<'a> { struct I; }";
        let read = modules(text, &[]);
        assert_eq!(sorted(&read[0].defined), ["A", "F", "_", "e", "g", "h"]);
    }

    #[test]
    fn definitions_that_a_macro_writes_are_the_modules() {
        let text = "macro_rules! a { ($($b:ident),*) => { enum C { $($b),* } impl C { fn d() {} } fn e() {} }; }\n\
                    a! { F, G } fn h() { { fn i() {} } }";
        assert_eq!(sorted(&modules(text, &[])[0].defined), ["C", "a", "e", "h"]);
    }

    #[test]
    fn paths_are_read_from_the_code_and_not_from_comments() {
        let text = "fn f(x: crate::a::B) -> c::D<e::F> { super::g::<h::I>(\"j::k\") } // l::m\n\
                    fn n() { o.p::<Q>(); <R as s::T>::u(); v::w!(x) }";
        let read = modules(text, &[]);
        let paths: Vec<String> = read[0].mentioned.iter().map(|path| path.join("::")).collect();
        assert_eq!(paths, ["c::D", "crate::a::B", "e::F", "h::I", "s::T", "super::g", "v::w"]);
    }

    #[test]
    fn modules_inside_of_a_file_are_modules_of_their_own() {
        let path = ["a".to_owned()];
        let read = modules("mod b; mod c { use super::D; fn e() {} mod f { struct G; } } struct D;", &path);
        let paths: Vec<String> = read.iter().map(|module| module.path.join("::")).collect();
        assert_eq!(paths, ["a", "a::c", "a::c::f"]);
        assert_eq!((sorted(&read[0].children), sorted(&read[0].defined)), (vec!["b", "c"], vec!["D"]));
        assert_eq!((sorted(&read[1].defined), sorted(&read[2].defined)), (vec!["e"], vec!["G"]));
        assert_eq!(read[1].imports, [import("super::D", "D", false)]);
    }

    #[test]
    fn what_is_compiled_for_tests_only_is_left_out() {
        let text = "#[cfg(test)] use crate::a; #[cfg(test)] #[path = \"x.rs\"] mod tests; mod b;\n\
                    #[cfg(all(test, unix))] mod inner { use crate::c; fn d() { crate::e::f() } }\n\
                    #[cfg(not(test))] use crate::g; #[cfg(test)] fn h() -> [u8; 2] { crate::i::j() } use crate::k;";
        let read = modules(text, &[]);
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].imports, [import("crate::g", "g", false), import("crate::k", "k", false)]);
        assert_eq!((sorted(&read[0].tests), sorted(&read[0].children)), (vec!["tests"], vec!["b"]));
        assert!(read[0].mentioned.is_empty() && read[0].defined.is_empty());
    }
}
