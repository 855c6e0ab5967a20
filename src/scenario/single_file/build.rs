//! Makes the model of a single-file scenario.

use crate::language::{Text, said};

use super::daily;
use super::file::{
    self, AgentsFile, DailyAgentsFile, HotlineFile, ReferralFile, ScenarioFile, ShiftEndFile, TransferFile,
};
use super::notes::notes;
use super::routing::{GROUP, Routing};
use crate::dist::Dist;
use crate::model::{
    AgentGroup, Arrivals, Busyness, CallType, Demand, Hotline, HotlineId, Mode, ModelParts, Profile, Queue,
    Referral, Route, ShiftEnd, Site, SiteId, Staffing, TransferKind, Wave,
};
use crate::scenario::acceptable_waits::{MOST, acceptable_waits, first_acceptable_wait};
use crate::scenario::alternative;
use crate::scenario::distribution_reader::DistributionReader;
use crate::scenario::draft::{Draft, Note, checked};
use crate::scenario::file::{ArrivalsFile, BusynessFile, NameFile};
use crate::scenario::input::Reader;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::scalar::Count;
use crate::scenario::source::Source;
use crate::scenario::{assumption, schema_check};
use crate::time::Horizon;
use serde::Deserialize;

/// Id of the one site.
pub(super) const SITE: &str = "all";

/// Reads a single-file scenario. The draft may come with problems; then it is not to be used.
pub fn read(source: &Source, reader: &mut Reader, problems: &mut Problems) -> Option<Draft> {
    let value = schema_check::check(source, file::schema(), problems)?;
    let file = match ScenarioFile::deserialize(&*value) {
        Ok(file) => file,
        Err(error) => {
            problems.push(Problem::whole(source.path(), format!("cannot be read: {error}")));
            return None;
        }
    };
    let mut build =
        Build { source, reader, problems, horizon: Horizon { days: file.days, warm_up: 0.0, start: None } };
    let model = build.model(&file);
    let assumptions = assumption::read(source, &file.assumption, file::schema(), build.problems);
    let alternatives = alternative::read(source, file::schema(), build.problems);
    let model = checked(model?, source, build.problems)?;
    let mut notes = notes(&file, source, &model);
    notes.extend(build.reader.taken_for().into_iter().map(Note::of_files));
    let acceptable_wait = first_acceptable_wait(&file.service_level_within);
    Some(Draft { notes, model, acceptable_wait, assumptions, alternatives })
}

struct Build<'a> {
    source: &'a Source,
    reader: &'a mut Reader,
    problems: &'a mut Problems,
    horizon: Horizon,
}

impl Build<'_> {
    fn model(&mut self, file: &ScenarioFile) -> Option<ModelParts> {
        self.horizon(file);
        self.refuse_repeated_numbers(&file.hotline);
        let within = self.within(file);
        let busyness = file.busyness.map(|busyness| self.busyness(busyness));
        let groups = self.groups(file);
        let mut routing = Routing::new(self.source, file.group.iter().map(|group| group.id.as_str()));
        let call_types: Vec<Option<CallType>> =
            file.hotline.iter().enumerate().map(|(i, h)| self.call_type(i, h, &mut routing)).collect();
        let call_types: Vec<CallType> = call_types.into_iter().collect::<Option<_>>()?;
        let (groups, queues) = (groups?, routing.queues);
        self.refuse_handing_back(file, &call_types, &queues, &groups);
        for (index, group) in groups.iter().enumerate() {
            let waits = |s: &&CallType| {
                queues[s.queue.index()].served_by.iter().any(|route| route.group.index() == index)
            };
            let call_types: Vec<&CallType> = call_types.iter().filter(waits).collect();
            self.refuse_waiting_for_ever(index, group, &call_types);
        }
        Some(ModelParts {
            name: file.name.clone(),
            horizon: self.horizon.clone(),
            seed: file.seed,
            hotlines: file.hotline.iter().map(hotline).collect(),
            sites: vec![Site {
                id: SITE.to_owned(),
                name: Text { en: "all".to_owned(), zh: "全部".to_owned() },
                people: 0,
            }],
            groups,
            queues,
            satisfaction: None,
            arrivals: self.arrivals(file),
            call_types,
            busyness,
            acceptable_waits: within,
        })
    }

    fn refuse(&mut self, dotted: &str, title: impl Into<Text>, help: impl Into<Text>) {
        self.problems.push(self.source.problem_at(dotted, title).help(help));
    }

    fn horizon(&mut self, file: &ScenarioFile) {
        self.horizon.warm_up = file.warm_up.0;
        self.horizon.start = file.start.map(|day| day.0);
        if self.horizon.measured() <= 0.0 {
            let help = "`warm_up` is the first part of `days`: make it shorter, or `days` longer";
            self.refuse("warm_up", "`warm_up` leaves nothing to be measured", help);
        }
        if file.start.is_some() && self.horizon.date(self.horizon.dates()).is_none() {
            self.refuse(
                "start",
                "the horizon runs past the end of the calendar",
                "start earlier: 2021-04-26",
            );
        }
    }

    fn refuse_repeated_numbers(&mut self, hotlines: &[HotlineFile]) {
        for (i, hotline) in hotlines.iter().enumerate() {
            if hotlines[..i].iter().any(|earlier| earlier.number == hotline.number) {
                let title = said!(
                    "hotline {number} appears twice",
                    "热线 {number} 出现两次",
                    number = &hotline.number
                );
                self.refuse(&format!("hotline.#{i}.number"), title, "each number has one [[hotline]]");
            }
        }
    }

    fn within(&mut self, file: &ScenarioFile) -> Vec<f64> {
        let within = acceptable_waits(&file.service_level_within);
        if within.len() > MOST {
            let title = format!("`service_level_within` makes {} acceptable waits", within.len());
            let help = said!(
                "at most 8, of which 15, 20, 30 and 60 s are always there",
                "最多 8 个，其中 15、20、30、60 s 始终存在"
            );
            self.refuse("service_level_within", title, help);
        }
        within
    }

    fn arrivals(&mut self, file: &ScenarioFile) -> Arrivals {
        let waves = file.hotline.iter().any(|hotline| hotline.wave.is_some());
        match (file.arrivals, waves) {
            (Some(ArrivalsFile::Inverted), true) => {
                let help = "write \"thinned\", or leave the key out";
                self.refuse("arrivals", "a hotline with a `wave` needs thinned arrivals", help);
                Arrivals::Thinned
            }
            (Some(ArrivalsFile::Thinned), _) | (None, true) => Arrivals::Thinned,
            (Some(ArrivalsFile::Inverted) | None, false) => Arrivals::Inverted,
        }
    }

    fn busyness(&mut self, file: BusynessFile) -> Busyness {
        let shares = [file.shares.province.0, file.shares.site.0, file.shares.own.0];
        let sum: f64 = shares.iter().sum();
        if (sum - 1.0).abs() > 1e-9 {
            let title = format!("the shares of busyness sum to {}, not 1", (sum * 1e6).round() / 1e6);
            self.refuse("busyness.shares", title, "province + site + own = 1");
        }
        Busyness { day_cv: file.day_cv, hour_cv: file.hour_cv, hour_lag: file.hour_lag, shares }
    }

    /// The front line and the further groups.
    fn groups(&mut self, file: &ScenarioFile) -> Option<Vec<AgentGroup>> {
        let front = &file.front_line;
        let shift_end = match front.on_shift_end {
            ShiftEndFile::Finish => ShiftEnd::Finish,
            ShiftEndFile::Return => ShiftEnd::Return,
        };
        let mut groups = vec![self.group("front_line", GROUP, &front.agents, front.lines, shift_end)];
        for (index, group) in file.group.iter().enumerate() {
            let key = format!("group.#{index}");
            let earlier = file.group[..index].iter().any(|earlier| earlier.id == group.id);
            if earlier || group.id == GROUP {
                let title = said!("group `{id}` appears twice", "组 `{id}` 出现两次", id = &group.id);
                self.refuse(&format!("{key}.id"), title, "each group has an id of its own");
            }
            groups.push(self.group(&key, &group.id, &group.agents, group.lines, ShiftEnd::Finish));
        }
        groups.into_iter().collect()
    }

    fn group(
        &mut self,
        key: &str,
        id: &str,
        agents: &AgentsFile,
        lines: Option<Count>,
        shift_end: ShiftEnd,
    ) -> Option<AgentGroup> {
        let lines = lines.map(|lines| lines.0);
        let agents_key = || format!("{key}.agents");
        let (most, staffing) = match agents {
            AgentsFile::Constant(agents) => (agents.0, Some(Staffing::Constant { agents: agents.0, lines })),
            AgentsFile::Daily(daily) => {
                let most = daily.values.iter().map(|n| n.0).max().unwrap_or(0);
                let agents = self.daily_agents(&agents_key(), daily);
                (most, agents.map(|agents| Staffing::Daily { step: daily.step.0, agents, lines }))
            }
        };
        if most == 0 {
            self.refuse(&agents_key(), "there is never an agent on duty", "write 1 or more");
        }
        if let Some(lines) = lines.filter(|lines| *lines < most) {
            let title = format!("{lines} lines are too few for {most} agents");
            let help = format!("write {most} or more, or leave the key out for no limit");
            self.refuse(&format!("{key}.lines"), title, help);
        }
        let (front_line, generalist) = (true, true);
        Some(AgentGroup {
            id: id.to_owned(),
            site: Some(SiteId::new(0)),
            staffing: staffing?,
            shift_end,
            front_line,
            generalist,
        })
    }

    /// Refuses referrals by agents whose calls go back to the queue at the end of a shift.
    fn refuse_handing_back(
        &mut self,
        file: &ScenarioFile,
        call_types: &[CallType],
        queues: &[Queue],
        groups: &[AgentGroup],
    ) {
        let returns = |route: &Route| groups[route.group.index()].shift_end == ShiftEnd::Return;
        let hands_on =
            |s: &CallType| s.referral.is_some() && queues[s.queue.index()].served_by.iter().any(returns);
        if call_types.iter().any(hands_on) && file.front_line.on_shift_end == ShiftEndFile::Return {
            let title = "calls that go back to the queue at the end of a shift cannot be handed on";
            let help = "write \"finish\", or leave out the hotline's `referral`";
            self.refuse("front_line.on_shift_end", title, help);
        }
    }

    fn daily_agents(&mut self, key: &str, file: &DailyAgentsFile) -> Option<Vec<u32>> {
        let values: Vec<u32> = file.values.iter().map(|n| n.0).collect();
        let rest = values.last().copied().unwrap_or(0);
        let fill = daily::Fill { key, values_key: "values", step: file.step.0, rest };
        fill.values(values, &self.horizon, self.source, self.problems)
    }

    fn call_type(&mut self, index: usize, file: &HotlineFile, routing: &mut Routing<'_>) -> Option<CallType> {
        let demand = self.demand(index, file);
        let talk = self.dists().dist(format_args!("hotline.#{index}.talk"), &file.talk);
        let wrap_up = self.dists().optional(format_args!("hotline.#{index}.wrap_up"), file.wrap_up.as_ref());
        let patience =
            self.dists().optional(format_args!("hotline.#{index}.patience"), file.patience.as_ref());
        let redial = match &file.redial {
            Some(redial) => self.dists().redial(format_args!("hotline.#{index}.redial"), redial).map(Some),
            None => Some(None),
        };
        let queue = routing.of(index, file, self.problems);
        let referral = match &file.referral {
            Some(referral) => {
                self.referral(&format!("hotline.#{index}.referral"), referral, routing).map(Some)
            }
            None => Some(None),
        };
        Some(CallType {
            priority: u8::try_from(file.priority.0).unwrap_or(u8::MAX),
            wrap_up: wrap_up?,
            redial: redial?,
            queue: queue?,
            referral: referral?,
            ..CallType::simple(HotlineId::new(index), demand?, talk?, patience?.unwrap_or(Dist::NEVER))
        })
    }

    fn demand(&mut self, index: usize, file: &HotlineFile) -> Option<Demand> {
        let (per_hour, profile) = match (&file.profile, file.calls_per_hour) {
            (Some(profile), _) => {
                let step = profile.step.0;
                let key = &format!("hotline.#{index}.profile");
                let fill = daily::Fill { key, values_key: "calls_per_hour", step, rest: 0.0 };
                let rates =
                    fill.values(profile.calls_per_hour.clone(), &self.horizon, self.source, self.problems)?;
                relative(step, rates)
            }
            (None, per_hour) => (per_hour?, Profile::flat()),
        };
        let wave = file.wave.map(|wave| Wave { amplitude: wave.amplitude, period: wave.period.0 });
        Some(Demand {
            per_day: vec![per_hour * 24.0; self.horizon.dates()],
            profile,
            other_days: None,
            wave,
            migration: None,
        })
    }

    fn referral(&mut self, key: &str, file: &ReferralFile, routing: &mut Routing<'_>) -> Option<Referral> {
        let queue = routing.alone(&format!("{key}.group"), &file.group, self.problems);
        let talk = self.dists().dist(format_args!("{key}.talk"), &file.talk);
        let wrap_up = self.dists().optional(format_args!("{key}.wrap_up"), file.wrap_up.as_ref());
        let patience = self.dists().optional(format_args!("{key}.patience"), file.patience.as_ref());
        let (limit, introduction) = (file.hold_limit.0, file.introduction.0);
        Some(Referral {
            share: vec![file.share.0],
            queue: queue?,
            priority: u8::try_from(file.priority.0).unwrap_or(u8::MAX),
            how: match file.how {
                TransferFile::WarmTransfer => TransferKind::WarmTransfer { limit, introduction },
                TransferFile::Transfer => TransferKind::BlindTransfer,
            },
            talk: talk?,
            wrap_up: wrap_up?,
            patience: patience?.unwrap_or(Dist::NEVER),
        })
    }

    fn dists(&mut self) -> DistributionReader<'_> {
        DistributionReader { source: self.source, reader: self.reader, problems: self.problems }
    }

    fn refuse_waiting_for_ever(&mut self, index: usize, group: &AgentGroup, call_types: &[&CallType]) {
        let last = match &group.staffing {
            Staffing::Daily { step, agents, .. } => {
                let steps = ((self.horizon.end() - 0.5) / step).floor().max(0.0) as usize;
                let per_day = (crate::time::DAY / step).round().max(1.0) as usize;
                agents.get((steps % per_day) % agents.len().max(1)).copied()
            }
            _ => return,
        };
        if last == Some(0) && call_types.iter().any(|call_type| call_type.patience.is_never()) {
            let title =
                "callers without `patience` may wait for ever: nobody is on duty when the horizon ends";
            let key = index.checked_sub(1).map_or("front_line".to_owned(), |k| format!("group.#{k}"));
            self.refuse(
                &format!("{key}.agents"),
                title,
                said!(
                    "end with an agent on duty, or give every hotline a `patience`",
                    "请使最后有话务员在岗，或为每条热线填写 `patience`"
                ),
            );
        }
    }
}

fn hotline(file: &HotlineFile) -> Hotline {
    let name = file.name.as_ref().map_or_else(|| Text::same(&file.number), NameFile::text);
    Hotline { number: file.number.clone(), name, mode: Mode::Own, window: None, absorbed_by: None }
}

/// Mean rate and shape of rates by steps.
fn relative(step: f64, rates: Vec<f64>) -> (f64, Profile) {
    let mean = rates.iter().sum::<f64>() / rates.len().max(1) as f64;
    if mean > 0.0 {
        (mean, Profile { step, values: rates.iter().map(|rate| rate / mean).collect() })
    } else {
        (0.0, Profile::flat())
    }
}
