//! No file of the source imports another that imports it, directly or through others: a reader can begin anywhere and
//! follow the imports to an end.
//!
//! An arrow goes from a file to the file that *defines* what it names, through every `pub use` on the way. No arrows:
//!
//! * `mod x;`, and a `pub use` whose name the file does not use itself: a table of contents;
//! * methods: where the impl blocks of a type are spread over child files, the child imports the type from its parent
//!   and the parent calls what the child adds to it. As soon as the parent names the child (`use child::name`,
//!   `child::name()`), there is an arrow;
//! * what is compiled for tests only.

use super::imports::{Import, Module, Path, modules};
use std::collections::{BTreeMap, BTreeSet};

/// The modules of a crate.
struct Crate {
    /// Each with the name of its file.
    modules: BTreeMap<Path, (String, Module)>,
}

/// Arrows from file to file, with the names that they stand for.
type Arrows = BTreeMap<(String, String), BTreeSet<String>>;

/// What a path leads to.
#[derive(Debug, PartialEq)]
enum Found {
    Module(Path),
    /// An item, with the module that defines it.
    Item(Path),
    /// Another crate's, or nothing that is known.
    Outside,
}

/// The longest chain of `use` lines that is followed.
const CHAIN: usize = 20;

impl Crate {
    /// Reads the files of a crate, each with its name below `src/`.
    fn of<'t>(files: impl Iterator<Item = (&'t str, &'t str)>) -> Crate {
        let mut all = BTreeMap::new();
        for (name, text) in files {
            for module in modules(text, &module_path(name)) {
                all.insert(module.path.clone(), (name.to_owned(), module));
            }
        }
        let tests: Vec<Path> = all
            .values()
            .flat_map(|(_, module)| module.tests.iter().map(|name| below(&module.path, name)))
            .collect();
        all.retain(|path, _| !tests.iter().any(|test| path.starts_with(test)));
        Crate { modules: all }
    }

    /// Every arrow between two files.
    fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        for (file, module) in self.modules.values() {
            let imports = module.imports.iter().filter(|import| self.is_used(module, import));
            let paths = imports.map(|import| &import.path).chain(&module.mentioned);
            for path in paths {
                let to = match self.find(&module.path, path, CHAIN) {
                    Found::Module(at) | Found::Item(at) => self.modules[&at].0.clone(),
                    Found::Outside => continue,
                };
                if to != *file {
                    arrows.entry((file.clone(), to)).or_default().insert(path.join("::"));
                }
            }
        }
        arrows
    }

    /// Tells whether a module uses what it imports and does not only pass it on.
    fn is_used(&self, module: &Module, import: &Import) -> bool {
        if !import.passed_on {
            return true;
        }
        if import.name != "*" {
            return module.words.contains(&import.name);
        }
        match self.find(&module.path, &import.path, CHAIN) {
            Found::Module(path) => !self.modules[&path].1.defined.is_disjoint(&module.words),
            _ => false,
        }
    }

    /// Where a path leads that is written in a module.
    fn find(&self, from: &[String], path: &[String], chain: usize) -> Found {
        let (first, rest) = (path[0].as_str(), &path[1..]);
        match first {
            "crate" => self.walk(&[], rest, chain).unwrap_or(Found::Outside),
            "self" => self.walk(from, rest, chain).unwrap_or(Found::Outside),
            "super" => {
                let mut above = &from[..from.len().saturating_sub(1)];
                let mut rest = rest;
                while rest.first().is_some_and(|next| next == "super") {
                    (above, rest) = (&above[..above.len().saturating_sub(1)], &rest[1..]);
                }
                self.walk(above, rest, chain).unwrap_or(Found::Outside)
            }
            _ => self.walk(from, path, chain).unwrap_or(Found::Outside),
        }
    }

    /// Where names lead from a module on; none where the module does not know the first.
    fn walk(&self, from: &[String], names: &[String], chain: usize) -> Option<Found> {
        let (_, module) = self.modules.get(from)?;
        let Some((first, rest)) = names.split_first() else { return Some(Found::Module(from.to_vec())) };
        // A function may have its module's name; where names follow, the module is meant.
        let defined = module.defined.contains(first);
        if module.children.contains(first) && !(defined && rest.is_empty()) {
            return self.walk(&below(from, first), rest, chain).or(Some(Found::Outside));
        }
        if defined {
            return Some(Found::Item(from.to_vec()));
        }
        let chain = chain.checked_sub(1)?;
        if let Some(import) = module.imports.iter().find(|import| import.name == *first) {
            return match self.find(from, &import.path, chain) {
                Found::Module(path) => self.walk(&path, rest, chain).or(Some(Found::Outside)),
                found => Some(found),
            };
        }
        let globs = module.imports.iter().filter(|import| import.name == "*");
        globs
            .filter_map(|import| match self.find(from, &import.path, chain) {
                Found::Module(path) if path != from => self.walk(&path, names, chain),
                _ => None,
            })
            .find(|found| *found != Found::Outside)
    }

    /// Paths from `crate`, `self` or `super` that lead nowhere: what the reader did not understand.
    fn lost(&self) -> Vec<String> {
        let mut lost = Vec::new();
        for (file, module) in self.modules.values() {
            let paths = module.imports.iter().map(|import| &import.path).chain(&module.mentioned);
            let inner = paths.filter(|path| ["crate", "self", "super"].contains(&path[0].as_str()));
            let nowhere = inner.filter(|path| self.find(&module.path, path, CHAIN) == Found::Outside);
            lost.extend(nowhere.map(|path| format!("src/{file}: {}", path.join("::"))));
        }
        lost
    }
}

/// The module path of a file by its name below `src/`.
fn module_path(name: &str) -> Path {
    let mut path: Path = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    path.pop_if(|last| last == "mod" || last == "lib");
    path
}

fn below(path: &[String], name: &str) -> Path {
    [path, &[name.to_owned()]].concat()
}

/// The circles among arrows: files that all lead to each other, two or more.
fn circles(arrows: &Arrows) -> Vec<BTreeSet<String>> {
    let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    arrows.keys().for_each(|(from, to)| next.entry(from).or_default().push(to));
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        next.keys().map(|from| (*from, reach(from, &next))).collect();
    let circle = |file: &str| -> BTreeSet<String> {
        let back = |to: &&&str| reached.get(**to).is_some_and(|reached| reached.contains(file));
        reached[file].iter().filter(back).map(|to| (*to).to_owned()).collect()
    };
    let all: BTreeSet<BTreeSet<String>> = reached.keys().map(|file| circle(file)).collect();
    all.into_iter().filter(|circle| circle.len() > 1).collect()
}

/// All files that a file leads to.
fn reach<'f>(from: &'f str, next: &BTreeMap<&'f str, Vec<&'f str>>) -> BTreeSet<&'f str> {
    let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(file) = open.pop() {
        for to in next.get(file).into_iter().flatten() {
            if reached.insert(*to) {
                open.push(to);
            }
        }
    }
    reached
}

/// A circle for people: its files, and its arrows.
fn described(circle: &BTreeSet<String>, arrows: &Arrows) -> String {
    let mut text = format!("    &{:?},\n", circle.iter().collect::<Vec<_>>());
    for ((from, to), names) in arrows {
        if circle.contains(from) && circle.contains(to) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            text += &format!("        {from} -> {to}: {}\n", names.join(", "));
        }
    }
    text
}

#[test]
fn no_file_imports_in_a_circle() {
    let files: Vec<(String, String)> =
        super::texts().into_iter().filter(|(name, _)| name != "main.rs").collect();
    let read = Crate::of(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let lost = read.lost();
    assert!(lost.is_empty(), "paths that lead nowhere:\n{}", lost.join("\n"));
    let arrows = read.arrows();
    assert!(arrows.len() > 500, "imports were not recognised: {}", arrows.len());
    let found = circles(&arrows);
    let described: Vec<String> = found.iter().map(|circle| described(circle, &arrows)).collect();
    assert!(found.is_empty(), "files import in {} circles:\n{}", found.len(), described.join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrows(files: &[(&'static str, &'static str)]) -> Vec<String> {
        let read = Crate::of(files.iter().copied());
        assert_eq!(read.lost(), Vec::<String>::new());
        let named = |((from, to), names): ((String, String), BTreeSet<String>)| {
            let names: Vec<String> = names.into_iter().collect();
            format!("{from} -> {to}: {}", names.join(", "))
        };
        read.arrows().into_iter().map(named).collect()
    }

    fn of(pairs: &[(&str, &str)]) -> Vec<Vec<String>> {
        let arrow = |&(from, to): &(&str, &str)| ((from.to_owned(), to.to_owned()), BTreeSet::new());
        circles(&pairs.iter().map(arrow).collect()).into_iter().map(|c| c.into_iter().collect()).collect()
    }

    #[test]
    fn an_arrow_goes_to_the_file_that_defines_the_name() {
        let files = [
            ("lib.rs", "pub mod a; pub mod b;"),
            (
                "a.rs",
                "mod deep; mod other; pub use deep::{Deep, make as create}; pub use other::*; pub struct Own;",
            ),
            ("a/deep.rs", "pub struct Deep; pub fn make() {}"),
            ("a/other.rs", "use super::Own; use super::Deep; pub enum Other { One }"),
            (
                "b/mod.rs",
                "mod inner; use crate::a::{Deep, Other}; use crate::a; fn f() { a::create(); b::c() }",
            ),
            ("b/inner.rs", "fn g(x: super::super::a::Own) { crate::a::Other::One; }"),
        ];
        let expected = [
            "a/other.rs -> a.rs: super::Own",
            "a/other.rs -> a/deep.rs: super::Deep",
            "b/inner.rs -> a.rs: super::super::a::Own",
            "b/inner.rs -> a/other.rs: crate::a::Other::One",
            "b/mod.rs -> a.rs: crate::a",
            "b/mod.rs -> a/deep.rs: a::create, crate::a::Deep",
            "b/mod.rs -> a/other.rs: crate::a::Other",
        ];
        assert_eq!(arrows(&files), expected);
    }

    #[test]
    fn a_table_of_contents_is_no_import_and_a_use_of_it_is_one() {
        let child =
            ("a/child.rs", "use super::Own; impl Own { pub(super) fn grow(&self) {} } pub struct Child;");
        let lib = ("lib.rs", "mod a;");
        let back = "a/child.rs -> a.rs: super::Own";
        let parent = |text| arrows(&[lib, ("a.rs", text), child]);
        assert_eq!(
            parent("mod child; pub use child::Child; pub struct Own; fn f(x: &Own) { x.grow() }"),
            [back]
        );
        assert_eq!(
            parent("mod child; pub use child::Child; pub struct Own(Child);"),
            ["a.rs -> a/child.rs: child::Child", back]
        );
        assert_eq!(
            parent("mod child; pub struct Own(child::Child);"),
            ["a.rs -> a/child.rs: child::Child", back]
        );
        assert_eq!(
            parent("mod child; use child::Child; pub struct Own(Child);"),
            ["a.rs -> a/child.rs: child::Child", back]
        );
    }

    #[test]
    fn names_of_other_crates_and_tests_are_no_arrows() {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use serde::b::C; fn f() { std::mem::take(x) } #[cfg(test)] mod tests;"),
            ("a/tests.rs", "use crate::b::B;"),
            ("b.rs", "pub struct B; #[cfg(test)] mod tests { use crate::a::f; }"),
        ];
        assert_eq!(arrows(&files), Vec::<String>::new());
    }

    #[test]
    fn a_path_that_leads_nowhere_is_reported() {
        let read = Crate::of(
            [("lib.rs", "mod a;"), ("a.rs", "use crate::a::Missing; use other::Missing;")].into_iter(),
        );
        assert_eq!(read.lost(), ["src/a.rs: crate::a::Missing"]);
    }

    #[test]
    fn circles_are_found_each_by_all_its_files() {
        assert_eq!(of(&[("a", "b"), ("b", "c"), ("a", "c")]), Vec::<Vec<String>>::new());
        assert_eq!(of(&[("a", "b"), ("b", "a"), ("b", "c"), ("c", "d")]), [["a", "b"]]);
        let two = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "x"), ("x", "y"), ("y", "x")];
        assert_eq!(of(&two), [vec!["a", "b", "c"], vec!["x", "y"]]);
    }
}
