//! What a sweep is: written at the head of its journal and into its manifest, so that results of two sweeps are
//! never mixed up, and so that results can be joined and told without the study at hand.

use crate::language::Text;

use super::super::Failure;
use crate::replicate::precision::Precision;
use crate::report::sweep::{Key, Sheet, indicators};
use crate::scenario::input::InputFile;
use crate::scenario::study::{Goal, Kind, Study};
use crate::sweep::{Effort, Pairing, Scope};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// A sweep, or a part of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    /// The program's version.
    pub(super) version: String,
    study: String,
    title: Option<Title>,
    /// What charts call alternatives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    titles: Vec<(String, Title)>,
    /// What they call sites, where these vary.
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
    /// Only calls that came to front lines are measured.
    front_lines: bool,
    /// Means are corrected by how many callers came, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    control: bool,
    /// Replications come in mirrored pairs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    antithetic: bool,
    /// What points are judged by.
    target: Option<String>,
    /// Acceptable waits, in seconds.
    within: Vec<f64>,
    keys: Vec<KeyHead>,
    /// The point that others are compared with, from 0.
    pub(super) reference: Option<u64>,
    inputs: Vec<Input>,
    /// What the best point is asked for by, as options are written; none of a sweep of all points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    selection: Option<Vec<String>>,
    /// Which part of it this is.
    pub(super) shard: Shard,
}

/// What a study is about, or what an alternative or a site is called.
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

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct KeyHead {
    key: String,
    values: String,
}

/// A file that was read, named relative to the study's folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Input {
    file: String,
    bytes: u64,
    sha256: String,
}

/// Part `index` (from 1) of `of`: consecutive points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Shard {
    pub(super) index: u64,
    pub(super) of: u64,
}

impl Shard {
    /// All of it.
    pub(super) const WHOLE: Shard = Shard { index: 1, of: 1 };

    /// Reads `I/N`.
    pub(super) fn parse(text: &str) -> Result<Shard, String> {
        let form = "write I/N, the I-th of N parts: 3/8";
        let (index, of) = text.split_once('/').ok_or(form)?;
        let number = |text: &str| text.trim().parse::<u64>().map_err(|_| form.to_owned());
        let shard = Shard { index: number(index)?, of: number(of)? };
        match (1..=shard.of).contains(&shard.index) && shard.of < 1 << 32 {
            true => Ok(shard),
            false => Err(form.to_owned()),
        }
    }

    /// Its points, of so many.
    pub(super) fn range(self, points: u64) -> std::ops::Range<u64> {
        let bound = |part: u64| (u128::from(points) * u128::from(part) / u128::from(self.of)) as u64;
        bound(self.index - 1)..bound(self.index)
    }
}

impl Header {
    /// What a study is, and which part of it is to be run.
    pub(super) fn of(study: &Study, shard: Shard) -> Header {
        let (replications, at_most) = match study.effort {
            Effort::Fixed(replications) => (Some(replications), None),
            Effort::Until { at_most, .. } => (None, Some(at_most)),
        };
        let keys = study.axes.iter().zip(study.kinds());
        Header {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            study: study.name.clone(),
            title: study.title.as_ref().map(Title::of),
            titles: Title::of_all(&study.titles),
            sites: Title::of_all(&study.sites()),
            scenario: study.base.model.name.clone(),
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
            within: study.base.model.within.clone(),
            keys: keys
                .map(|(axis, kind)| KeyHead { key: axis.key.clone(), values: word(kind).to_owned() })
                .collect(),
            reference: study.reference,
            inputs: study.files.iter().map(|file| Input::of(file, &study.folder)).collect(),
            selection: None,
            shard,
        }
    }

    /// The same where only the best point is asked for.
    pub(super) fn selecting(self, options: Vec<String>) -> Header {
        Header { selection: Some(options), ..self }
    }

    /// The same of another part.
    pub(super) fn part(&self, shard: Shard) -> Header {
        Header { shard, ..self.clone() }
    }

    /// As manifests hold it.
    pub(super) fn json(&self) -> Result<serde_json::Value, Failure> {
        serde_json::to_value(self)
            .map_err(|error| Failure::Unfinished(format!("error: cannot make the manifest: {error}")))
    }

    /// Its points.
    pub(super) fn range(&self) -> std::ops::Range<u64> {
        self.shard.range(self.points)
    }

    /// What tables and reports need to know.
    pub(super) fn sheet(&self) -> Result<Sheet, Failure> {
        let bad = |message: String| Failure::Unfinished(format!("error: results cannot be read: {message}"));
        let goal = match &self.target {
            Some(text) => Goal::parse(text, &self.within).map_err(bad)?,
            None => Goal::standard(&self.within),
        };
        let effort = match (&self.precision, self.replications) {
            (Some(text), _) => Effort::Until {
                precision: Precision::parse(text, &self.within).map_err(|why| bad(why.into()))?,
                at_most: self.at_most.unwrap_or(u64::MAX),
            },
            (None, replications) => Effort::Fixed(replications.unwrap_or(0)),
        };
        let key = |head: &KeyHead| Key { name: head.key.clone(), kind: kind(&head.values) };
        Ok(Sheet {
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
            keys: self.keys.iter().map(key).collect(),
            goal,
            front_lines: self.front_lines,
            control: self.control,
            pairing: if self.antithetic { Pairing::Mirrored } else { Pairing::Single },
            reference: self.reference,
            indicators: indicators(&self.within),
        })
    }

    /// In what another sweep differs, in words; nothing if it is the same.
    pub(super) fn differences(&self, other: &Header) -> Vec<String> {
        let mut found = Vec::new();
        if self.version != other.version {
            found.push(format!("hotseat {} was used, this is {}", self.version, other.version));
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

impl Input {
    fn of(file: &InputFile, folder: &Path) -> Input {
        let path = file.path.strip_prefix(folder).unwrap_or(&file.path);
        let hash = Sha256::digest(&file.bytes);
        Input {
            file: super::super::output::slashed(path),
            bytes: file.bytes.len() as u64,
            sha256: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "integer",
        Kind::Real => "real",
        Kind::Text => "text",
    }
}

fn kind(word: &str) -> Kind {
    match word {
        "integer" => Kind::Integer,
        "real" => Kind::Real,
        _ => Kind::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_cover_every_point_once_and_differ_by_one_point_at_most() {
        for (points, of) in [(10, 3), (3, 10), (100_000, 7), (1, 1), (u64::MAX, 3)] {
            let ranges: Vec<_> = (1..=of).map(|index| Shard { index, of }.range(points)).collect();
            assert_eq!((ranges[0].start, ranges[of as usize - 1].end), (0, points));
            assert!(ranges.windows(2).all(|pair| pair[0].end == pair[1].start));
            let sizes = ranges.iter().map(|range| range.end - range.start);
            assert!(sizes.clone().max().unwrap() - sizes.min().unwrap() <= 1);
        }
    }

    #[test]
    fn a_shard_is_written_i_of_n() {
        assert_eq!(Shard::parse("3/8"), Ok(Shard { index: 3, of: 8 }));
        for wrong in ["0/3", "4/3", "3", "a/b", "1/0", "-1/2"] {
            assert!(Shard::parse(wrong).is_err(), "{wrong}");
        }
    }
}
