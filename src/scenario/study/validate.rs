//! Makes every point's model once before anything runs, and reports each problem once.

use super::points::Study;
use crate::language::said;
use crate::scenario::input::InputFile;
use crate::scenario::problem::{Problem, Problems};
use rayon::prelude::*;
use std::ops::ControlFlow;

/// Points that are checked at once: bounds memory.
const BLOCK: u64 = 4096;
/// Different problems that are kept; the others are counted.
const KEPT: usize = 100;

/// The result of the check of all points.
#[derive(Debug, Default)]
pub struct Checked {
    /// Files that only some points read, besides those of the scenario as it is.
    pub files: Vec<InputFile>,
}

impl Study {
    /// Makes the model of every point. All problems at once, each with the first point that has it and how
    /// many have. `proceed` gets the number of points done, and may break off.
    pub fn check(
        &self,
        mut proceed: impl FnMut(u64) -> ControlFlow<()>,
    ) -> Result<ControlFlow<(), Checked>, Problems> {
        let (mut found, mut checked) = (Found::default(), Checked::default());
        for from in (0..self.points()).step_by(BLOCK as usize) {
            let block = from..self.points().min(from + BLOCK);
            let until = block.end;
            let odd: Vec<(u64, Result<Vec<InputFile>, Problems>)> =
                block.into_par_iter().filter_map(|point| self.oddity(point)).collect();
            for (point, what) in odd {
                match what {
                    Ok(files) => checked.add(files),
                    Err(problems) => found.add(point, &problems),
                }
            }
            if proceed(until).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        found.problems(self).map_or(Ok(ControlFlow::Continue(checked)), Err)
    }

    /// The problems of a point, or files that it alone reads; none of most points.
    fn oddity(&self, point: u64) -> Option<(u64, Result<Vec<InputFile>, Problems>)> {
        let looked = self.with(point, |loaded| {
            if loaded.model.acceptable_waits() == self.base.model.acceptable_waits() {
                let known = |file: &&InputFile| self.files.iter().any(|known| known.path == file.path);
                let more: Vec<InputFile> = loaded.files.iter().filter(|file| !known(file)).cloned().collect();
                return Ok(more);
            }
            let title = "`service_level_within` must be the same at every point";
            let problem = loaded.source.problem_at("service_level_within", title);
            Err(Problems::from(problem.help("set it in the scenario, or in the study's [set]")))
        });
        match looked.and_then(|(_, files)| files) {
            Ok(files) if files.is_empty() => None,
            odd => Some((point, odd)),
        }
    }
}

impl Checked {
    fn add(&mut self, files: Vec<InputFile>) {
        for file in files {
            if !self.files.iter().any(|known| known.path == file.path) {
                self.files.push(file);
            }
        }
    }
}

/// Problems, each once.
#[derive(Default)]
struct Found {
    all: Vec<(Problem, u64, u64)>,
    more: u64,
}

impl Found {
    fn add(&mut self, point: u64, problems: &Problems) {
        for problem in problems.sorted() {
            let same = |(known, _, _): &(Problem, u64, u64)| {
                known.title == problem.title
                    && known.file == problem.file
                    && known.line_and_column() == problem.line_and_column()
            };
            match self.all.iter().position(same) {
                Some(known) => self.all[known].2 += 1,
                None if self.all.len() < KEPT => self.all.push((problem.clone(), point, 1)),
                None => self.more += 1,
            }
        }
    }

    /// All problems, each with its points; none if there are none.
    fn problems(self, study: &Study) -> Option<Problems> {
        if self.all.is_empty() {
            return None;
        }
        let mut problems = Problems::new();
        for (mut problem, point, points) in self.all {
            let (number, described) = (point + 1, study.describe(point));
            let place = match points {
                0 | 1 => said!("at point {number} ({described})", "第 {number} 个点（{described}）"),
                _ => said!(
                    "at point {number} ({described}), {points} points in all",
                    "第 {number} 个点（{described}），共 {points} 个点"
                ),
            };
            problem.found = Some(match problem.found {
                Some(found) => found.map(|language, found| format!("{found} {}", place.get(language))),
                None => place,
            });
            problems.push(problem);
        }
        if self.more > 0 {
            let more = self.more;
            let title = said!("and {more} more problems at other points", "其他点另有 {more} 处问题");
            problems.push(Problem::whole(study.folder.join(&study.name), title));
        }
        Some(problems)
    }
}
