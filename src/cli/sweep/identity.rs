//! The identity of a sweep: written at the head of its journal and into its manifest, so that results of two sweeps are
//! never mixed up, and so that results can be joined and reported without the study at hand.

use crate::cli::failure::Failure;
use crate::cli::output::{hex, slashed};
use crate::language::Text;
use crate::replicate::precision::Precision;
use crate::report::sweep::{Key, StudyContext, indicators};
use crate::scenario::input::InputFile;
use crate::scenario::study::{Axis, Goal, Kind, Study};
use crate::sweep::{Pairing, ReplicationBudget, Scope, Shard};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::path::Path;

/// The fingerprint of the program's source: results of two builds are mixed only if it is the same.
const PROGRAM: &str = env!("HOTSEAT_SOURCE");

/// The identity of a sweep, or of a part of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SweepIdentity {
    /// The program's version.
    pub(super) version: String,
    /// The fingerprint of the program's source; empty of a program that had none.
    #[serde(default)]
    pub(super) program: String,
    study: String,
    title: Option<Title>,
    /// Titles of alternatives, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    titles: Vec<(String, Title)>,
    /// Names of sites, by id, where they vary.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sites: Vec<(String, Title)>,
    scenario: String,
    design: String,
    /// Points of the whole design.
    pub(super) points: u64,
    replications: Option<u64>,
    precision: Option<String>,
    at_most: Option<u64>,
    seed: Option<u64>,
    /// Whether only calls that came to front lines are measured.
    front_lines: bool,
    /// Whether means are corrected by how many callers came, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    control: bool,
    /// Whether replications come in mirrored pairs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    antithetic: bool,
    /// The requirement that points are judged by.
    target: Option<String>,
    /// Acceptable waits, in seconds.
    within: Vec<f64>,
    keys: Vec<VariedKey>,
    /// The point that others are compared with, from 0.
    pub(super) reference: Option<u64>,
    inputs: Vec<Input>,
    /// The options that ask for the best point; none of a sweep of all points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    selection: Option<Vec<String>>,
    /// The part of the sweep.
    #[serde(with = "ShardFields")]
    pub(super) shard: Shard,
}

/// A title of a study, an alternative or a site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Title {
    en: String,
    zh: String,
}

impl Title {
    fn of(text: &Text) -> Title {
        Title { en: text.en.clone(), zh: text.zh.clone() }
    }

    fn text(&self) -> Text {
        Text { en: self.en.clone(), zh: self.zh.clone() }
    }

    fn of_all(named: &[(String, Text)]) -> Vec<(String, Title)> {
        named.iter().map(|(name, text)| (name.clone(), Title::of(text))).collect()
    }

    fn texts(named: &[(String, Title)]) -> Vec<(String, Text)> {
        named.iter().map(|(name, title)| (name.clone(), title.text())).collect()
    }
}

/// A key that varies, the kind of its values, and the unit in which tables have them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct VariedKey {
    key: String,
    values: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    unit: String,
}

impl VariedKey {
    fn of((axis, (kind, unit)): (&Axis, (Kind, String))) -> VariedKey {
        VariedKey { key: axis.key.clone(), values: kind.name().to_owned(), unit }
    }

    fn key(&self) -> Key {
        Key { name: self.key.clone(), kind: Kind::named(&self.values), unit: self.unit.clone() }
    }
}

/// A file that was read, named relative to the study's folder.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Input {
    file: String,
    bytes: u64,
    sha256: String,
    /// The hash of what a TOML file says, comments and layout aside; none of other files, whose bytes are what they say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    values_sha256: Option<String>,
}

/// A [`Shard`] as it is written.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Shard")]
struct ShardFields {
    index: u64,
    of: u64,
}

impl SweepIdentity {
    /// Returns the identity of a part of a study.
    pub(super) fn of(study: &Study, shard: Shard) -> SweepIdentity {
        let (replications, at_most) = match study.effort {
            ReplicationBudget::Fixed(replications) => (Some(replications), None),
            ReplicationBudget::Until { at_most, .. } => (None, Some(at_most)),
        };
        let keys = study.axes.iter().zip(study.kinds());
        SweepIdentity {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            program: PROGRAM.to_owned(),
            study: study.name.clone(),
            title: study.title.as_ref().map(Title::of),
            titles: Title::of_all(&study.titles),
            sites: Title::of_all(&study.sites()),
            scenario: study.base.model.name().to_owned(),
            design: study.design().to_owned(),
            points: study.points(),
            replications,
            precision: study.precision.clone(),
            at_most,
            seed: study.seed,
            front_lines: study.scope == Scope::FrontLines,
            control: study.control,
            antithetic: study.pairing == Pairing::Mirrored,
            target: study.target.clone(),
            within: study.base.model.acceptable_waits().to_vec(),
            keys: keys.map(VariedKey::of).collect(),
            reference: study.reference,
            inputs: study.files.iter().map(|file| Input::of(file, &study.folder)).collect(),
            selection: None,
            shard,
        }
    }

    /// Returns the identity of a selection of the best point by these options.
    pub(super) fn selecting(self, options: Vec<String>) -> SweepIdentity {
        SweepIdentity { selection: Some(options), ..self }
    }

    /// Returns the identity of another part of the same sweep.
    pub(super) fn part(&self, shard: Shard) -> SweepIdentity {
        SweepIdentity { shard, ..self.clone() }
    }

    /// Reads an identity from the head of a journal; none where it is not one.
    pub(super) fn from_head(head: &[u8]) -> Option<SweepIdentity> {
        serde_json::from_slice(head).ok()
    }

    /// Returns it as the head of a journal.
    pub(super) fn head(&self) -> Result<Vec<u8>, Failure> {
        serde_json::to_vec(self)
            .map_err(|error| Failure::Unfinished(format!("error: cannot make the journal: {error}")))
    }

    /// Returns it as manifests hold it.
    pub(super) fn json(&self) -> Result<serde_json::Value, Failure> {
        serde_json::to_value(self)
            .map_err(|error| Failure::Unfinished(format!("error: cannot make the manifest: {error}")))
    }

    /// Returns its points.
    pub(super) fn range(&self) -> std::ops::Range<u64> {
        self.shard.range(self.points)
    }

    /// Returns what tables and reports need to know of the sweep.
    pub(super) fn context(&self) -> Result<StudyContext, Failure> {
        let bad = |message: String| Failure::Unfinished(format!("error: results cannot be read: {message}"));
        let goal = match &self.target {
            Some(text) => Goal::parse(text, &self.within).map_err(bad)?,
            None => Goal::standard(&self.within),
        };
        let effort = match (&self.precision, self.replications) {
            (Some(text), _) => ReplicationBudget::Until {
                precision: Precision::parse(text, &self.within).map_err(|why| bad(why.into()))?,
                at_most: self.at_most.unwrap_or(u64::MAX),
            },
            (None, replications) => ReplicationBudget::Fixed(replications.unwrap_or(0)),
        };
        Ok(StudyContext {
            study: self.study.clone(),
            title: self.title.as_ref().map(Title::text),
            titles: Title::texts(&self.titles),
            sites: Title::texts(&self.sites),
            scenario: self.scenario.clone(),
            design: self.design.clone(),
            points: self.points,
            effort,
            precision: self.precision.clone(),
            seed: self.seed,
            keys: self.keys.iter().map(VariedKey::key).collect(),
            goal,
            front_lines: self.front_lines,
            control: self.control,
            pairing: if self.antithetic { Pairing::Mirrored } else { Pairing::Single },
            reference: self.reference,
            indicators: indicators(&self.within),
        })
    }

    /// Names the program that made it: `hotseat 0.1.0 (build 0123456789abcdef)`.
    pub(super) fn maker(&self) -> String {
        let build = if self.program.is_empty() { "without a fingerprint" } else { &self.program };
        format!("hotseat {} (build {build})", self.version)
    }

    /// Returns whether this program made it.
    pub(super) fn is_of_this_program(&self) -> bool {
        [&*self.version, &*self.program] == [env!("CARGO_PKG_VERSION"), PROGRAM]
    }

    /// Says in what another sweep differs; nothing if it is the same.
    pub(super) fn differences(&self, other: &SweepIdentity) -> Vec<String> {
        let mut found = Vec::new();
        if [&self.version, &self.program] != [&other.version, &other.program] {
            found.push(format!("{} was used, this is {}", self.maker(), other.maker()));
        }
        for input in &self.inputs {
            match other.inputs.iter().find(|file| file.file == input.file) {
                None => found.push(format!("{} was read, and is not now", input.file)),
                Some(file) if file != input => found.push(format!("{} was another then", input.file)),
                Some(_) => {}
            }
        }
        let new = other.inputs.iter().filter(|file| !self.inputs.iter().any(|own| own.file == file.file));
        found.extend(new.map(|file| format!("{} was not read then", file.file)));
        if self.shard != other.shard {
            let name = |shard: Shard| match shard {
                Shard::WHOLE => "the whole study".to_owned(),
                Shard { index, of } => format!("shard {index}/{of}"),
            };
            found.push(format!("it is {}, this is {}", name(self.shard), name(other.shard)));
        }
        let plain = |value: Option<u64>| value.map_or("its own".to_owned(), |value| value.to_string());
        for (what, own, others) in [
            ("seed", self.seed, other.seed),
            ("number of replications", self.replications, other.replications),
        ] {
            if own != others {
                found.push(format!("its {what} is {}, this has {}", plain(own), plain(others)));
            }
        }
        if self.selection != other.selection {
            let words = |selection: &Option<Vec<String>>| {
                selection.as_ref().map_or("every point".to_owned(), |words| words.join(" "))
            };
            let (own, others) = (words(&self.selection), words(&other.selection));
            found.push(format!("it is asked for {own}, this for {others}"));
        }
        if self.precision != other.precision {
            found.push("the precision was another".to_owned());
        }
        if found.is_empty() && self != other {
            found.push("the study was another".to_owned());
        }
        found
    }
}

/// Two files are the same if they say the same.
impl PartialEq for Input {
    fn eq(&self, other: &Input) -> bool {
        self.file == other.file && self.meaning() == other.meaning()
    }
}

impl Input {
    fn of(file: &InputFile, folder: &Path) -> Input {
        let path = file.path.strip_prefix(folder).unwrap_or(&file.path);
        let hash = |bytes: &[u8]| hex(&Sha256::digest(bytes));
        let values_sha256 = match file.meaning() {
            Cow::Borrowed(_) => None,
            Cow::Owned(values) => Some(hash(&values)),
        };
        let bytes = file.bytes.len() as u64;
        Input { file: slashed(path), bytes, sha256: hash(&file.bytes), values_sha256 }
    }

    /// Returns the hash of what the file says.
    fn meaning(&self) -> &str {
        self.values_sha256.as_deref().unwrap_or(&self.sha256)
    }
}
