//! Gives the program a fingerprint of its source, by which results of different builds are told apart. It is the same
//! wherever that source is built: on any machine, in any folder, from a checkout or from a package.

use std::path::{Path, PathBuf};
use std::{fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=src");
    println!("cargo:rerun-if-changed=build.rs");
    let mut files = sources(Path::new("src"))?;
    files.sort();
    let mut hash = Fingerprint::new();
    for file in &files {
        let name: Vec<String> = file.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        hash.add(name.join("/").as_bytes());
        hash.add(&fs::read(file)?);
    }
    println!("cargo:rustc-env=HOTSEAT_SOURCE={:016x}", hash.0);
    Ok(())
}

/// Lists all files of a folder and of those in it.
fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // What an editor keeps there is no source.
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        match path.is_dir() {
            true => found.extend(sources(&path)?),
            false => found.push(path),
        }
    }
    Ok(found)
}

/// FNV-1a of 64 bits (Fowler, Noll and Vo): not against forgery, but two sources hardly have the same.
struct Fingerprint(u64);

impl Fingerprint {
    fn new() -> Fingerprint {
        Fingerprint(0xcbf2_9ce4_8422_2325)
    }

    /// Adds bytes and an end; carriage returns, which some checkouts have, do not count.
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().filter(|byte| **byte != b'\r').chain(&[0xff]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
