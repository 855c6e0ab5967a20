//! Reads a study file and its scenario.

use crate::language::{Text, said};

use super::axis::{self, Axis};
use super::doubles;
use super::file::{self, DesignFile, ScopeFile, StudyFile};
use super::goal::Goal;
use super::key::{ALTERNATIVE, AS_IS, KeyScope, Target};
use super::layout::Layout;
use super::list;
use super::points::Study;
use super::variant::Variant;
use crate::replicate::precision::Precision;
use crate::scenario::file::NameFile;
use crate::scenario::input::Reader;
use crate::scenario::kind::{is_scenario, not_a_study, refuse_table};
use crate::scenario::load::{Loaded, Scenario, split_alternative};
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::schema_check;
use crate::scenario::source::{Source, Value};
use crate::sweep::design::{Grid, LatinHypercube, OneAtATime, Points, Random, Saltelli, Sobol};
use crate::sweep::{Pairing, ReplicationBudget, Scope};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Replications of a point unless the study says otherwise.
const REPLICATIONS: u64 = 20;
/// Replications of a point at most while looking for a precision, unless the study says otherwise.
const AT_MOST: u64 = 1000;
/// Dimensions that a Sobol sequence has at most.
const MOST_DIMENSIONS: usize = 256;

/// Settings of the command line that replace the study's own.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overrides<'o> {
    /// Replications of each point.
    pub replications: Option<u64>,
    /// The seed.
    pub seed: Option<u64>,
    /// The precision.
    pub precision: Option<&'o str>,
}

/// Reads a study and its scenario. All problems at once on failure; those of points come from [`Study::check`].
pub fn load(path: &Path, overrides: Overrides<'_>) -> Result<Study, Problems> {
    refuse_table(path)?;
    if path.join("scenario.toml").exists() {
        return Err(not_a_study(path).into());
    }
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    let mut problems = Problems::new();
    let mut reader = Reader::new(&folder);
    let text = reader.text(path, &mut problems);
    let source = text.and_then(|text| Source::parse(path, text, &mut problems));
    let source = problems.or_value(source)?;
    if is_scenario(&source) {
        return Err(not_a_study(path).into());
    }
    let mut problems = Problems::new();
    let file = schema_check::check(&source, file::schema(), &mut problems).and_then(|json| {
        StudyFile::deserialize(&*json).map_err(|error| unreadable(path, &error, &mut problems)).ok()
    });
    let file = problems.or_value(file)?;
    let scenario = open(&file, &source, &folder)?;
    let base = scenario.load()?;
    Reading { source, file, folder, reader, scenario, base, problems: Problems::new() }.study(path, overrides)
}

fn unreadable(path: &Path, error: &serde_json::Error, problems: &mut Problems) {
    problems.push(Problem::whole(path, format!("cannot be read: {error}")));
}

/// Opens the scenario of a study.
fn open(file: &StudyFile, source: &Source, folder: &Path) -> Result<Scenario, Problems> {
    let (name, alternative) = split_alternative(&file.scenario, |whole| folder.join(whole).exists());
    let path = folder.join(name);
    if name.is_empty() {
        let title = said!("`{name}` names no scenario", "`{name}` 不是情景", name = &file.scenario);
        let help = "write the scenario before the @: `scenario = \"plan@no-surge\"`";
        return Err(source.problem_at("scenario", title).help(help).into());
    }
    if !path.exists() {
        let title = format!("scenario `{name}` not found");
        let help = said!(
            "looked for {path}; paths start from the study's folder",
            "查找了 {path}；路径从研究文件所在文件夹起算",
            path = path.display()
        );
        return Err(source.problem_at("scenario", title).help(help).into());
    }
    let scenario = Scenario::open(&path)?;
    alternative.map_or(Ok(scenario.clone()), |name| scenario.alternative(name))
}

struct Reading {
    source: Source,
    file: StudyFile,
    folder: PathBuf,
    reader: Reader,
    scenario: Scenario,
    base: Loaded,
    problems: Problems,
}

impl Reading {
    fn study(mut self, path: &Path, overrides: Overrides<'_>) -> Result<Study, Problems> {
        let plain = Variant::new(AS_IS, self.scenario.clone());
        let base = self.base.clone();
        let scenario = self.scenario.clone();
        let scope = KeyScope { scenario: &scenario, files: &base.files, alternatives: self.alternatives() };
        let set = plain.changed(AS_IS, &self.source, "set", &scope, &mut self.problems);
        let variants = self.variants(set, &scope);
        let laid = self.axes(&scope).and_then(|(axes, list)| {
            let layout = self.layout(&axes, list, overrides.seed.or(self.file.seed).unwrap_or(1))?;
            Some((axes, layout))
        });
        if let Some((axes, _)) = &laid {
            let alternatives = self.file.alternative.len();
            doubles::refuse(axes, alternatives, &self.source, &scope, &mut self.problems);
        }
        let (effort, goal) = (self.effort(overrides), self.goal());
        self.check_control();
        effort.iter().for_each(|effort| self.check_pairs(*effort, overrides));
        let ready = laid.zip(effort).zip(goal);
        let (((axes, layout), effort), goal) = std::mem::take(&mut self.problems).or_value(ready)?;
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        // Where the seed itself varies, each point has its own.
        let own = if axes.iter().any(|axis| axis.key == "seed") { None } else { Some(base.model.seed()) };
        let seed = overrides.seed.or(self.file.seed).or(own);
        let taken_for = self.reader.taken_for();
        let (folder, files) = (self.folder.clone(), std::mem::take(&mut self.reader).into_files());
        let mut study = Study {
            name: self.file.name.clone().unwrap_or(stem),
            title: self.file.title.as_ref().map(NameFile::text),
            folder,
            reference: layout.reference(&axes),
            seed,
            files: files.into_iter().chain(base.files.iter().cloned()).collect(),
            axes,
            layout,
            design: self.file.design,
            control: self.file.control == Some(true),
            pairing: self.pairing(),
            precision: self.precision(overrides),
            target: self.file.target.clone(),
            effort,
            scope: match self.file.measured {
                ScopeFile::Total => Scope::Total,
                ScopeFile::FrontLines => Scope::FrontLines,
            },
            goal,
            titles: self.titles(),
            taken_for,
            source: self.source.clone(),
            variants,
            base,
        };
        study.base = study.as_set()?;
        Ok(study)
    }

    /// Names of alternatives, the study's first.
    fn alternatives(&self) -> Vec<String> {
        let own = self.file.alternative.iter().map(|choice| choice.name.clone());
        own.chain(self.base.alternatives.iter().map(|alternative| alternative.name.clone())).collect()
    }

    /// The names of the study's own alternatives in charts.
    fn titles(&self) -> Vec<(String, Text)> {
        let all = self.file.alternative.iter();
        all.filter_map(|choice| Some((choice.name.clone(), choice.title.as_ref()?.text()))).collect()
    }

    /// Makes the variants: the scenario as it is, then every alternative.
    fn variants(&mut self, set: Variant, scope: &KeyScope<'_>) -> Vec<Variant> {
        let mut variants = Vec::new();
        for (index, choice) in self.file.alternative.iter().enumerate() {
            let path = format!("alternative.#{index}.set");
            variants.push(set.changed(&choice.name, &self.source, &path, scope, &mut self.problems));
            if self.file.alternative[..index].iter().any(|earlier| earlier.name == choice.name) {
                let title = format!("alternative `{}` appears twice", choice.name);
                self.problems.push(self.source.problem_at(&format!("alternative.#{index}.name"), title));
            }
        }
        for alternative in &self.base.alternatives {
            match set.of_scenario(&alternative.name) {
                Ok(variant) => variants.push(variant),
                Err(found) => self.problems.append(found),
            }
        }
        variants.insert(0, set);
        variants
    }

    /// Reads the axes; of a list its rows too.
    fn axes(&mut self, scope: &KeyScope<'_>) -> Option<(Vec<Axis>, Option<list::List>)> {
        if self.file.design == DesignFile::List {
            return self.list(scope).map(|(axes, list)| (axes, Some(list)));
        }
        if self.file.list.is_some() {
            let help = said!("write design = \"list\"", "请写作 design = \"list\"");
            self.problems.push(
                self.source
                    .problem_at(
                        "list",
                        said!("`list` goes with the design `list`", "`list` 须与设计 `list` 同用"),
                    )
                    .help(help),
            );
        }
        let mut axes: Vec<Option<Axis>> = Vec::new();
        if !self.file.alternative.is_empty() && !self.file.vary.iter().any(|vary| vary.key == ALTERNATIVE) {
            axes.push(Some(self.own_alternatives()));
        }
        for (index, vary) in self.file.vary.iter().enumerate() {
            let earlier =
                self.file.vary[..index].iter().find(|earlier| scope.is_same(&earlier.key, &vary.key));
            if let Some(earlier) = earlier {
                let title = match earlier.key == vary.key {
                    true => {
                        let key = &vary.key;
                        said!("key `{key}` appears twice", "键 `{key}` 出现两次")
                    }
                    false => {
                        let (first, key) = (&earlier.key, &vary.key);
                        said!(
                            "keys `{first}` and `{key}` are one value",
                            "键 `{first}` 与 `{key}` 是同一个值"
                        )
                    }
                };
                self.problems.push(axis::problem(&self.source, index, title));
            }
            axes.push(axis::read(index, vary, &self.source, scope, &mut self.problems));
        }
        if axes.is_empty() {
            let help = said!(
                "write `[[vary]]` with a `key` and its `values`",
                "请写 `[[vary]]`，其中填写 `key` 和 `values`"
            );
            self.problems
                .push(Problem::whole(self.source.path(), said!("nothing varies", "没有变化的键")).help(help));
        }
        axes.into_iter().collect::<Option<Vec<Axis>>>().map(|axes| (axes, None))
    }

    /// The study's alternatives as an axis of their own, the first.
    fn own_alternatives(&self) -> Axis {
        let names = self.file.alternative.iter().map(|choice| Value::Text(choice.name.clone()));
        let as_is = self.file.alternative.iter().find(|choice| choice.set.is_none());
        let base = as_is.map_or(AS_IS.to_owned(), |choice| choice.name.clone());
        Axis::of(ALTERNATIVE, Target::Alternative, names.collect(), Some(Value::Text(base)))
    }

    fn list(&mut self, scope: &KeyScope<'_>) -> Option<(Vec<Axis>, list::List)> {
        if !self.file.vary.is_empty() {
            let help = said!(
                "the header of the list names the keys: leave out [[vary]]",
                "列表的表头已指明各键：请删去 [[vary]]"
            );
            let title = said!("a list says itself what varies", "列表自身已说明变化的键");
            self.problems.push(axis::problem(&self.source, 0, title).help(help));
        }
        let Some(name) = &self.file.list else {
            let help = said!("write e.g. list = \"points.csv\"", "例如 list = \"points.csv\"");
            self.problems.push(
                self.source
                    .problem_at(
                        "design",
                        said!("the design `list` needs a `list`", "设计 `list` 需要 `list`"),
                    )
                    .help(help),
            );
            return None;
        };
        let path = self.folder.join(name);
        let text = self.reader.table(&path, &mut self.problems)?;
        list::read(&path, text, &self.source, scope, &mut self.problems)
    }

    fn layout(&mut self, axes: &[Axis], list: Option<list::List>, seed: u64) -> Option<Layout> {
        if let Some(list) = list {
            return Some(Layout::List(list));
        }
        let design = self.file.design;
        let filling = matches!(
            design,
            DesignFile::LatinHypercube | DesignFile::Sobol | DesignFile::Random | DesignFile::Saltelli
        );
        let points = match (filling, self.file.points) {
            (true, None) => {
                return self.refuse(
                    "design",
                    said!("this design needs `points`", "该设计需要 `points`"),
                    said!("write e.g. points = 256", "例如 points = 256"),
                );
            }
            (false, Some(_)) => {
                let help = said!(
                    "leave `points` out: values and steps say how many there are",
                    "请删去 `points`：取值和步长已决定点数"
                );
                let title = said!(
                    "`points` goes with latin-hypercube, sobol, random and saltelli designs",
                    "`points` 只用于 latin-hypercube、sobol、random 和 saltelli 设计"
                );
                return self.refuse("points", title, help);
            }
            (_, points) => u64::from(points.map_or(0, |points| points.0)),
        };
        let dimensions = axes.len();
        // Saltelli's scheme takes two coordinates of a sequence for each key.
        let most = if design == DesignFile::Saltelli { MOST_DIMENSIONS / 2 } else { MOST_DIMENSIONS };
        if filling && dimensions > most {
            let title =
                said!("{dimensions} keys are too many for this design", "该设计不能容纳 {dimensions} 个键");
            return self.refuse(
                "design",
                title,
                said!("at most {most} may vary together", "最多 {most} 个键同时变化"),
            );
        }
        if design == DesignFile::Saltelli && points < 2 {
            return self.refuse(
                "points",
                said!("Sobol indices need two rows at least", "Sobol 指数至少需要两行"),
                said!("write e.g. points = 256", "例如 points = 256"),
            );
        }
        let cube = |points: Box<dyn Points + Send + Sync>| Some(Layout::Cube(points));
        match design {
            DesignFile::LatinHypercube => cube(Box::new(LatinHypercube::new(seed, dimensions, points))),
            DesignFile::Sobol => cube(Box::new(Sobol::new(seed, dimensions, points))),
            DesignFile::Random => cube(Box::new(Random::new(seed, dimensions, points))),
            DesignFile::Saltelli => cube(Box::new(Saltelli::new(seed, dimensions, points))),
            DesignFile::OneAtATime => self.one_at_a_time(axes),
            DesignFile::Grid | DesignFile::List => self.grid(axes),
        }
    }

    fn refuse<T>(&mut self, key: &str, title: impl Into<Text>, help: Text) -> Option<T> {
        self.problems.push(self.source.problem_at(key, title).help(help));
        None
    }

    fn grid(&mut self, axes: &[Axis]) -> Option<Layout> {
        let mut levels = Vec::new();
        for axis in axes {
            match axis.levels() {
                Some(count) => levels.push(count as usize),
                None => {
                    let key = &axis.key;
                    let title = said!("a grid needs values of `{key}`", "网格设计需要 `{key}` 的取值");
                    let help = said!(
                        "write `values`, or `from`, `to` and `step`; or another `design`",
                        "请填写 `values`，或 `from`、`to` 和 `step`；或改用其他 `design`"
                    );
                    let place = self.file.vary.iter().position(|vary| vary.key == axis.key).unwrap_or(0);
                    self.problems.push(axis::problem(&self.source, place, title).help(help));
                }
            }
        }
        match Grid::new(levels) {
            Some(grid) => Some(Layout::Grid(grid)),
            None => self.refuse(
                "design",
                said!("the grid has more points than can be counted", "网格点数过多，无法计数"),
                said!("take fewer values", "请减少取值"),
            ),
        }
    }

    fn one_at_a_time(&mut self, axes: &[Axis]) -> Option<Layout> {
        for axis in axes.iter().filter(|axis| axis.base.is_none()) {
            let place = self.file.vary.iter().position(|vary| vary.key == axis.key).unwrap_or(0);
            let key = &axis.key;
            let title = said!(
                "`{key}` has no base that others could be compared with",
                "`{key}` 没有可供比较的基准值"
            );
            let help =
                said!("write what it is in the scenario: `base = ...`", "请填写其在情景中的值：`base = ...`");
            self.problems.push(axis::problem(&self.source, place, title).help(help));
        }
        let others: Vec<Axis> = axes.iter().map(Axis::tried_alone).collect();
        let levels = others.iter().map(|axis| axis.levels().unwrap_or(0) as usize).collect();
        Some(Layout::OneAtATime(OneAtATime::new(levels), others))
    }

    /// The precision of the command line, else the study's unless the command line sets the number of replications.
    fn precision(&self, overrides: Overrides<'_>) -> Option<String> {
        let own = self.file.precision.clone().filter(|_| overrides.replications.is_none());
        overrides.precision.map(str::to_owned).or(own)
    }

    fn effort(&mut self, overrides: Overrides<'_>) -> Option<ReplicationBudget> {
        let Some(text) = self.precision(overrides) else {
            let own = self.file.replications.map(|count| u64::from(count.0));
            return Some(ReplicationBudget::Fixed(overrides.replications.or(own).unwrap_or(REPLICATIONS)));
        };
        match Precision::parse(&text, self.base.model.acceptable_waits()) {
            Ok(precision) => {
                let at_most = self.file.at_most.map_or(AT_MOST, |count| u64::from(count.0));
                Some(ReplicationBudget::Until { precision, at_most })
            }
            Err(message) => {
                self.problems.push(self.source.problem_at("precision", message.to_string()));
                None
            }
        }
    }

    /// Refuses control variates for front lines: only of all callers together is the expected number known.
    fn check_control(&mut self) {
        if self.file.control == Some(true) && self.file.measured == ScopeFile::FrontLines {
            let title = "`control` goes with measured = \"total\"";
            let help =
                "leave `control` out: how many calls should come to front lines is not known beforehand";
            self.problems.push(self.source.problem_at("control", title).help(help));
        }
    }

    fn pairing(&self) -> Pairing {
        if self.file.antithetic == Some(true) { Pairing::Mirrored } else { Pairing::Single }
    }

    /// Refuses an odd number of mirrored replications: half a pair is no observation.
    fn check_pairs(&mut self, effort: ReplicationBudget, overrides: Overrides<'_>) {
        let (ReplicationBudget::Fixed(count) | ReplicationBudget::Until { at_most: count, .. }) = effort;
        if self.pairing() == Pairing::Single || count % 2 == 0 {
            return;
        }
        let (key, name) = match effort {
            ReplicationBudget::Until { .. } => ("at_most", "`at_most`"),
            ReplicationBudget::Fixed(_) if overrides.replications.is_some() => {
                ("antithetic", "--replications")
            }
            ReplicationBudget::Fixed(_) => ("replications", "`replications`"),
        };
        let title = format!("{name} must be even where they come in mirrored pairs, not {count}");
        let help = format!("write {} or {}, or leave `antithetic` out", count - 1, count + 1);
        let few = format!("write {}, or leave `antithetic` out", count + 1);
        let help = if count > 1 { help } else { few };
        self.problems.push(self.source.problem_at(key, title).help(help));
    }

    fn goal(&mut self) -> Option<Goal> {
        let within = self.base.model.acceptable_waits();
        match self.file.target.as_deref().map(|text| Goal::parse(text, within)) {
            None => Some(Goal::standard(within)),
            Some(Ok(goal)) => Some(goal),
            Some(Err(message)) => {
                self.problems.push(self.source.problem_at("target", message));
                None
            }
        }
    }
}
