//! Volumes of a plan as people count them: own topics, single lines, units, and what nobody can mean.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use hotseat::scenario::Loaded;
use hotseat::scenario::problem::Problems;
use std::path::PathBuf;

/// A copy of the Jilin plan: a row of sites.csv with other volumes, and counts of single lines.
struct Copy {
    workdir: Workdir,
}

impl Copy {
    fn new() -> Copy {
        let workdir = Workdir::new();
        assert_eq!(workdir.hotseat(&["init", "jilin-2021", "plan"]).code, Some(0));
        Copy { workdir }
    }

    fn path(&self) -> PathBuf {
        self.workdir.path().join("plan")
    }

    /// Gives Siping a volume, and its own topics' where there is one.
    fn siping(self, volume: &str, own: &str) -> Copy {
        let path = self.path().join("sites.csv");
        let text = std::fs::read_to_string(&path).unwrap();
        let row = |line: &str| match line.split_once(",volume,") {
            Some((before, after)) => format!("{before},volume,own_volume,{after}"),
            None if line.starts_with("siping,") => {
                line.replace(",0.09 per inhabitant-year,", &format!(",{volume},{own},"))
            }
            None => line.replacen(" per inhabitant-year,", " per inhabitant-year,,", 1),
        };
        std::fs::write(&path, text.lines().map(row).collect::<Vec<_>>().join("\n")).unwrap();
        self
    }

    fn counted(self, rows: &str) -> Copy {
        std::fs::write(self.path().join("volumes.csv"), format!("site,hotline,volume,counted,basis\n{rows}"))
            .unwrap();
        self
    }

    fn load(&self, more: &[(&str, &str)]) -> Result<Loaded, Problems> {
        let few = [("days", "28"), ("only_sites", "[\"siping\"]"), ("demand.growth_per_year", "0")];
        let set_anew = |key: &str| more.iter().any(|(other, _)| *other == key);
        let kept = few.iter().filter(|(key, _)| !set_anew(key));
        let changes: Vec<(&str, &str)> = kept.chain(more).copied().collect();
        hotseat::scenario::load_with(&self.path(), &changes)
    }

    fn refused(&self) -> String {
        self.load(&[]).err().map(|problems| problems.render()).expect("this is refused")
    }
}

/// Callers of a line in four weeks, on whatever number.
fn callers(loaded: &Loaded, number: &str) -> f64 {
    let model = &loaded.model;
    let hotline = model.hotlines().iter().position(|h| h.number == number).unwrap();
    let of = |c: &&hotseat::model::CallType| c.hotline.index() == hotline;
    model.call_types().iter().filter(of).flat_map(|c| &c.demand.per_day).sum()
}

fn near(a: f64, b: f64) {
    assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
}

const PEOPLE: f64 = 1_814_733.0;

#[test]
fn a_volume_is_the_same_in_every_unit() {
    let stated = Copy::new().load(&[]).unwrap();
    for volume in [format!("{} per year", 0.09 * PEOPLE), format!("{} per day", 0.09 * PEOPLE / 365.0)] {
        let counted = Copy::new().siping(&volume, "").load(&[]).unwrap();
        near(callers(&counted, "12345"), callers(&stated, "12345"));
        near(callers(&counted, "12333"), callers(&stated, "12333"));
        near(counted.plan.unwrap().sites[0].per_head(), 0.09);
    }
}

#[test]
fn own_topics_that_were_counted_leave_the_rest_to_the_lines() {
    let loaded = Copy::new().siping("163326 per year", "100000 per year").load(&[]).unwrap();
    let site = &loaded.plan.unwrap().sites[0];
    near(site.own_per_year, 100_000.0);
    near(site.total_per_year(), 163_326.0);
    // Without a total the lines follow from the share of own topics.
    let loaded = Copy::new().siping("", "100000 per year").load(&[]).unwrap();
    near(loaded.plan.unwrap().sites[0].total_per_year(), 200_000.0);
}

#[test]
fn counted_lines_keep_their_count_and_factors_multiply_it() {
    let stated = Copy::new().load(&[]).unwrap();
    let copy = Copy::new().counted("siping,12328,50 per day,before,\nsiping,12333,20000 per year,after,\n");
    let counted = copy.load(&[]).unwrap();
    let year =
        |loaded: &Loaded, number: &str, of: f64| callers(loaded, number) / callers(&stated, number) * of;
    // Four weeks of either are the same part of a year: a fifth of the callers dials 12345 before the merger, and 60 % of
    // those whose number experts keep in the end.
    let weights = 0.35 * 8.0 + 6.0 + 25.0 + 2.0 * 6.0 + 15.0 + 1.0 + 9.0 + 40.0;
    let lines = 0.045 * PEOPLE;
    near(year(&counted, "12328", lines * 15.0 / weights), 50.0 * 365.0 / 0.8);
    near(year(&counted, "12333", lines * 25.0 / weights / 0.6), 20_000.0 / 0.6);
    near(counted.plan.as_ref().unwrap().sites[0].per_head(), 0.09);
    for factor in [("demand.volume_factor", "2"), ("demand.factor_at", "{ siping = 2 }")] {
        let more = copy.load(&[factor]).unwrap();
        for number in ["12345", "12328", "12333", "12315"] {
            near(callers(&more, number), 2.0 * callers(&counted, number));
        }
    }
}

#[test]
fn counts_that_do_not_go_together_are_refused_at_their_place() {
    let said = Copy::new().counted("siping,12328,900000 per year,after,\n").refused();
    assert!(
        said.contains("what was counted at siping comes to") && said.contains("sites.csv:4, column `volume`"),
        "{said}"
    );
    let said =
        Copy::new().counted("siping,12331,1 per day,before,\nsiping,12319,1 per day,after,\n").refused();
    assert!(said.contains("12331 has no count of its own: it is a share of 12315"), "{said}");
    assert!(
        said.contains("12319 is not at siping") && said.contains("volumes.csv:3, column `hotline`"),
        "{said}"
    );
    let said = Copy::new().counted("siping,12328,1 per day,then,\nsipin,12328,1 per day,after,\n").refused();
    assert!(
        said.contains("volumes.csv:2, column `counted`") && said.contains("did you mean `siping`?"),
        "{said}"
    );
    let said =
        Copy::new().counted("siping,12328,1 per day,after,\nsiping,12328,2 per day,after,\n").refused();
    assert!(said.contains("12328 at siping is counted twice"), "{said}");
    let said = Copy::new().siping("", "").refused();
    assert!(said.contains("`volume` is blank") && said.contains("own_volume"), "{said}");
}

#[test]
fn calls_that_nobody_makes_are_questioned_and_then_refused() {
    let many = Copy::new().siping("4 per inhabitant-year", "").load(&[]).unwrap();
    let note = "Siping: 4.0 calls per inhabitant and year";
    assert!(many.plan.unwrap().notes.iter().any(|n| n.en.starts_with(note) && n.zh.contains("4.0")));
    let said = Copy::new().siping("492750 per inhabitant-year", "").refused();
    assert!(said.contains("`volume` comes to 492,750 calls per inhabitant and year"), "{said}");
    assert!(said.contains("check the unit"), "{said}");
    let said = |changes: &[(&str, &str)]| {
        Copy::new().load(changes).err().map(|problems| problems.render()).unwrap_or_default()
    };
    let factor = said(&[("demand.volume_factor", "1000"), ("demand.factor_at", "{ siping = 4 }")]);
    assert!(factor.contains("siping gets 360 calls") && factor.contains("factor_at="), "{factor}");
    let growth = said(&[("demand.growth_per_year", "5"), ("demand.base_date", "2001-01-01")]);
    assert!(
        growth.contains("calls per inhabitant and year") && growth.contains("growth_per_year=5"),
        "{growth}"
    );
}

#[test]
fn check_takes_the_most_that_is_read() {
    let copy = Copy::new().siping("299 per inhabitant-year", "");
    let said = copy.workdir.hotseat(&["check", "plan", "--set", "only_sites=[\"siping\"]", "--json"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

/// A week of counts of 12345 at Siping: on weekday `d` from 0, `10 + d` calls in each half hour from 08:00 to 17:30.
fn week_of_counts(hotline: &str, day: impl Fn(usize) -> String, days: usize) -> String {
    let mut rows = String::new();
    for d in 0..days {
        for half in 16..36 {
            let clock = format!("{:02}:{:02}", half / 2, 30 * (half % 2));
            rows += &format!("siping,{hotline},before,{},{clock},{},switchboard\n", day(d), 10 + d % 7);
        }
    }
    rows
}

fn weekday(d: usize) -> String {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][d].to_owned()
}

impl Copy {
    fn counts(self, day: &str, rows: &str) -> Copy {
        let text = format!("site,hotline,counted,{day},time,calls,basis\n{rows}");
        std::fs::write(self.path().join("counts.csv"), text).unwrap();
        self
    }
}

#[test]
fn counts_by_half_hour_give_volume_week_and_shape() {
    let loaded =
        Copy::new().siping("", "").counts("weekday", &week_of_counts("12345", weekday, 7)).load(&[]).unwrap();
    let own = loaded.model.call_types().iter().find(|c| c.hotline.index() == 0).unwrap();
    // The first date is Monday, 26 April 2021; 1 May is a holiday.
    for (day, calls) in [(0, 200.0), (1, 220.0), (3, 260.0), (15, 220.0), (27, 320.0)] {
        near(own.demand.per_day[day], calls);
        let shape = &own.demand.profile_on(day).values;
        assert_eq!((shape.len(), shape[15], shape[36]), (48, 0.0, 0.0));
        near(shape[16], 48.0 / 20.0);
    }
    assert!(own.demand.per_day[5] < own.demand.per_day[12], "the holiday has fewer");
    let plan = loaded.plan.as_ref().unwrap();
    assert!(
        plan.notes.iter().any(|note| note.en.contains("1,820 calls in a week of 336 intervals of 30 min"))
    );
    assert!(plan.basis.iter().any(|basis| basis.about == "counts.csv, line 2" && basis.why == "switchboard"));
}

#[test]
fn counts_of_dates_are_averaged_without_holidays() {
    // From Monday, 26 April, to Sunday, 9 May: 1-5 May are holidays, and two weekend days are worked.
    let date = |d: usize| if d < 5 { format!("2021-04-{}", 26 + d) } else { format!("2021-05-{:02}", d - 4) };
    let copy = Copy::new().siping("", "").counts("date", &week_of_counts("12345", date, 21));
    let loaded = copy.load(&[]).unwrap();
    let own = loaded.model.call_types().iter().find(|c| c.hotline.index() == 0).unwrap();
    near(own.demand.per_day[14], 200.0);
    near(own.demand.per_day[19], 300.0);
}

#[test]
fn a_counted_line_keeps_its_shape_beside_the_others() {
    let stated = Copy::new().load(&[]).unwrap();
    let copy =
        Copy::new().siping("400000 per year", "").counts("weekday", &week_of_counts("12328", weekday, 7));
    let loaded = copy.load(&[]).unwrap();
    assert_eq!(loaded.model.call_types().len(), stated.model.call_types().len());
    let hotline = loaded.model.hotlines().iter().position(|h| h.number == "12328").unwrap();
    let line = loaded.model.call_types().iter().find(|c| c.hotline.index() == hotline).unwrap();
    // A fifth of its callers dialled 12345 and is not in the count.
    near(line.demand.per_day[14], 200.0 / 0.8);
    near(loaded.plan.unwrap().sites[0].total_per_year(), 400_000.0);
}

#[test]
fn counts_that_cannot_be_meant_are_refused_at_their_place() {
    let refused = |rows: &str| Copy::new().counts("weekday", rows).refused();
    let said = refused(&week_of_counts("12345", weekday, 5));
    assert!(said.contains("no count on sat, sun") && said.contains("counts.csv:2"), "{said}");
    let said = refused("siping,12345,before,mon,08:10,3,\n");
    assert!(said.contains("begins on a quarter of an hour") && said.contains("column `time`"), "{said}");
    let said = refused("siping,12345,before,mon,08:00,3,\nsiping,12345,before,mon,08:00,4,\n");
    assert!(said.contains("counted twice at 08:00") && said.contains("counts.csv:3"), "{said}");
    let whole = week_of_counts("12328", weekday, 7);
    let copy = Copy::new().counted("siping,12328,50 per day,before,\n").counts("weekday", &whole);
    assert!(copy.refused().contains("12328 at siping is counted in volumes.csv too"));
    let said = Copy::new().counts("weekday", &week_of_counts("12331", weekday, 7)).refused();
    assert!(said.contains("12331 has no count of its own"), "{said}");
    let copy =
        Copy::new().siping("", "100000 per year").counts("weekday", &week_of_counts("12345", weekday, 7));
    assert!(copy.refused().contains("`own_volume`"));
    let text = "site,hotline,counted,weekday,date,time,calls\n";
    let both = Copy::new();
    std::fs::write(both.path().join("counts.csv"), text).unwrap();
    assert!(both.refused().contains("a `weekday` or a `date`"));
}
