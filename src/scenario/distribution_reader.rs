//! Makes distributions and redials of what files state; whatever is wrong with them is collected.

use super::distribution::Distribution;
use super::file::RedialFile;
use super::input::Reader;
use super::observations as observed;
use super::problem::Problems;
use super::source::Source;
use crate::dist::Dist;
use crate::language::{Text, said};
use crate::model::Redial;
use std::fmt::Arguments;

/// Makes distributions of what a file states. Keys are put into words only for problems.
pub(super) struct DistributionReader<'a> {
    pub(super) source: &'a Source,
    pub(super) reader: &'a mut Reader,
    pub(super) problems: &'a mut Problems,
}

impl DistributionReader<'_> {
    fn refuse(&mut self, key: Arguments<'_>, title: impl Into<Text>, help: impl Into<Text>) {
        self.problems.push(self.source.problem_at(&key.to_string(), title).help(help));
    }

    /// Makes the distribution written at a dotted path.
    pub(super) fn dist(&mut self, key: Arguments<'_>, file: &Distribution) -> Option<Dist> {
        let mut complete = true;
        let built = file.build(&mut |name| {
            let values = observed::read(name, &key.to_string(), self.source, self.reader, self.problems);
            complete &= values.is_some();
            values
        });
        match built {
            Ok(dist) => complete.then_some(dist),
            Err(bad) => {
                let title = said!(
                    "`{name}` must be {must}",
                    "`{name}` 不可取此值（应为 {must}）",
                    name = bad.name,
                    must = bad.must,
                );
                self.problems.push(self.source.problem_at(&format!("{key}.{}", bad.name), title));
                None
            }
        }
    }

    /// Makes the distribution at a dotted path where there may be none.
    pub(super) fn optional(
        &mut self,
        key: Arguments<'_>,
        file: Option<&Distribution>,
    ) -> Option<Option<Dist>> {
        match file {
            Some(file) => self.dist(key, file).map(Some),
            None if self.is_refused(key) => None,
            None => Some(None),
        }
    }

    /// Returns whether what is written at a dotted path was refused already: then nothing is missing.
    fn is_refused(&self, key: Arguments<'_>) -> bool {
        !self.problems.is_empty() && self.source.find(&key.to_string()).is_some()
    }

    /// Makes the redials of callers who were not answered.
    pub(super) fn redial(&mut self, key: Arguments<'_>, file: &RedialFile) -> Option<Redial> {
        let abandon =
            self.delay(key, ["abandon_delay", "after_abandon"], file.after_abandon.0, &file.abandon_delay);
        let busy = self.delay(key, ["busy_delay", "after_busy"], file.after_busy.0, &file.busy_delay);
        let closed =
            self.delay(key, ["closed_delay", "after_closed"], file.after_closed.0, &file.closed_delay);
        Some(Redial {
            after_abandon: file.after_abandon.0,
            abandon_delay: abandon?,
            after_busy: file.after_busy.0,
            busy_delay: busy?,
            outside_hours: file.after_closed.0,
            outside_hours_delay: closed?,
            max_attempts: file.max_attempts.0,
        })
    }

    /// Makes the delay of redials that have a probability; it must be there and have a positive mean, or
    /// callers would dial again in the same instant.
    fn delay(
        &mut self,
        table: Arguments<'_>,
        [name, when]: [&str; 2],
        share: f64,
        file: &Option<Distribution>,
    ) -> Option<Dist> {
        let Some(file) = file else {
            if share == 0.0 {
                return Dist::deterministic(0.0).ok();
            }
            if self.is_refused(format_args!("{table}.{name}")) {
                return None;
            }
            let help =
                format!("write e.g. `{name} = {{ distribution = \"exponential\", mean = \"5 min\" }}`");
            self.refuse(
                format_args!("{table}.{name}"),
                said!("`{when}` needs `{name}`", "`{when}` 需要 `{name}`"),
                help,
            );
            return None;
        };
        let dist = self.dist(format_args!("{table}.{name}"), file)?;
        if share > 0.0 && dist.mean() <= 0.0 {
            let title = said!("`{name}` is always 0 s", "`{name}` 恒为 0 s");
            self.refuse(
                format_args!("{table}.{name}"),
                title,
                said!("callers need some time to dial again", "群众重拨总需要一些时间"),
            );
            return None;
        }
        Some(dist)
    }
}
