//! The Jilin plan as it ships: its numbers, its volumes, its rotas.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use hotseat::model::{HotlineId, Mode, Model, QueueId, Staffing, WhenClosed};
use hotseat::rng::Key;
use hotseat::scenario;
use hotseat::scenario::plan::Plan;
use hotseat::scenario::problem::Problems;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/jilin-2021")
}

/// Reads a folder, some values replaced.
fn read(folder: &Path, changes: &[(&str, &str)]) -> Result<(Model, Plan), Problems> {
    let loaded = scenario::load_with(folder, changes)?;
    Ok((loaded.model, loaded.plan.expect("a plan")))
}

fn jilin(changes: &[(&str, &str)]) -> (Model, Plan) {
    read(&folder(), changes).unwrap_or_else(|problems| panic!("{}", problems.render()))
}

/// A copy of the folder in which a file's text is changed.
fn edited(file: &str, from: &str, to: &str) -> (tempfile::TempDir, Result<(Model, Plan), Problems>) {
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name != file || text.contains(from), "{file} has no {from:?}");
        let text = if name == file { text.replacen(from, to, 1) } else { text };
        std::fs::write(copy.path().join(name), text).unwrap();
    }
    let result = read(copy.path(), &[]);
    (copy, result)
}

fn refused(file: &str, from: &str, to: &str) -> String {
    match edited(file, from, to).1 {
        Ok(_) => panic!("{from:?} -> {to:?} was accepted"),
        Err(problems) => problems.render(),
    }
}

#[test]
fn the_rule_gives_367_seats_and_1101_staff() {
    let (_, plan) = jilin(&[]);
    let seats: Vec<u32> = plan.sites.iter().map(|s| s.rule_seats).collect();
    assert_eq!(seats, [137, 55, 28, 15, 20, 8, 15, 1, 34, 24, 30]);
    assert_eq!(plan.sites.iter().map(|s| s.rule_staff).sum::<u32>(), 1_101);
    assert_eq!(plan.sites.iter().map(|s| s.people).sum::<u64>(), 24_073_453);
    assert_eq!(plan.sites[0].first_day_seats, 40);
    assert_eq!(
        jilin(&[("rule.rule_on", "\"province\"")]).1.sites.iter().map(|s| s.rule_seats).sum::<u32>(),
        362
    );
}

#[test]
fn there_are_33_rows_and_12345_comes_first() {
    let (model, plan) = jilin(&[]);
    assert_eq!((model.hotlines().len(), plan.hotlines.len()), (34, 34));
    assert_eq!((model.hotlines()[0].number.as_str(), model.hotlines()[0].mode), ("12345", Mode::Own));
    let count = |modes: &[Mode]| model.hotlines().iter().filter(|h| modes.contains(&h.mode)).count();
    assert_eq!(count(&[Mode::Full]), 13);
    assert_eq!(count(&[Mode::Dual, Mode::DualExpert]), 15);
    assert_eq!(count(&[Mode::DualExpert]), 7);
    assert_eq!(count(&[Mode::SubCentre]), 5);
    assert_eq!(model.hotlines().iter().filter(|h| h.absorbed_by.is_some()).count(), 5);
}

#[test]
fn full_migration_brings_each_site_its_calls_per_head() {
    let (_, plan) = jilin(&[]);
    for site in &plan.sites {
        let stated = match site.id.as_str() {
            "changchun" => 0.30,
            "jilin" => 0.15,
            _ => 0.09,
        };
        assert!((site.per_head() - stated).abs() < 1e-12, "{}: {}", site.id, site.per_head());
        assert!((site.own_per_year - site.lines_per_year).abs() < 1e-6 * site.own_per_year, "half and half");
    }
}

#[test]
fn a_horizon_cut_short_finds_the_path_under_way() {
    let (_, whole) = jilin(&[]);
    let (_, cut) = jilin(&[("start", "2021-10-18"), ("days", "14")]);
    let late = 175;
    for (site, part) in whole.sites.iter().zip(&cut.sites) {
        assert_eq!(site.ramp_up.seats[late..late + 14], part.ramp_up.seats, "{}", site.id);
        assert_eq!(site.ramp_up.staff[late..late + 14], part.ramp_up.staff, "{}", site.id);
    }
    // Before the path's first day nothing grows.
    let (_, early) = jilin(&[("start", "2021-04-06")]);
    for (site, longer) in whole.sites.iter().zip(&early.sites) {
        assert!(longer.ramp_up.seats[..20].iter().all(|seats| *seats == site.first_day_seats));
        assert_eq!(site.ramp_up.staff[..200], longer.ramp_up.staff[20..220], "{}", site.id);
    }
}

#[test]
fn people_are_hired_ahead_unless_the_scenario_says_late() {
    let (ahead, late) = (jilin(&[]).1, jilin(&[("path.hiring", "\"late\"")]).1);
    for (ahead, late) in ahead.sites.iter().zip(&late.sites) {
        assert_eq!(ahead.ramp_up.seats, late.ramp_up.seats);
        assert!(
            ahead.ramp_up.staff.iter().zip(&ahead.ramp_up.seats).all(|(staff, seats)| *staff == 3 * seats)
        );
        assert_eq!(late.ramp_up.staff[72..], ahead.ramp_up.staff[..252 - 72], "{}", late.id);
    }
}

#[test]
fn known_staff_of_the_first_day_stand_in_sites_csv() {
    let table = std::fs::read_to_string(folder().join("sites.csv")).unwrap();
    let with = |staff: &str| {
        let cell = |line: &str| match line.split(',').next() {
            Some("id") => "first_day_staff".to_owned(),
            Some("changchun") => staff.to_owned(),
            _ => String::new(),
        };
        let lines: Vec<String> = table.lines().map(|line| format!("{line},{}", cell(line))).collect();
        edited("sites.csv", &table, &(lines.join("\n") + "\n"))
    };
    let (_, plan) = with("155").1.unwrap_or_else(|problems| panic!("{}", problems.render()));
    let changchun = &plan.sites[0];
    assert_eq!((changchun.first_day_staff, plan.sites[1].first_day_staff), (155, 48));
    assert_eq!([0, 5, 251].map(|day| changchun.ramp_up.staff[day]), [155, 155 + 256 / 8, 411]);
    let shown = with("many").1.map(|_| ()).expect_err("refused").render();
    assert!(shown.contains("sites.csv:2") && shown.contains("first_day_staff"), "{shown}");
}

/// The call types themselves, not the report: expected front-line callers of a calendar year at the base date's level.
#[test]
fn the_streams_of_a_merged_year_add_up_to_the_volume_per_head() {
    let (model, _) = jilin(&[
        ("phase", "\"after\""),
        ("start", "2021-01-01"),
        ("days", "365"),
        ("demand.growth_per_year", "0"),
        // Publicity brings callers of experts' numbers to the front line on top of that volume.
        ("migration.publicity", "[]"),
    ]);
    let baicheng = model.sites().iter().position(|s| s.id == "baicheng").unwrap();
    let mut callers = 0.0;
    // Sub-centres' traffic and calls dialled straight to experts are outside the total.
    let counted = |s: &&hotseat::model::CallType| model.hotline(s.hotline).mode != Mode::SubCentre;
    for call_type in model.call_types().iter().filter(|s| s.site.index() == baicheng).filter(counted) {
        let carrier = model.hotline(call_type.hotline).absorbed_by.unwrap_or(call_type.hotline);
        let experts = model.hotline(carrier).mode == Mode::DualExpert;
        for (day, expected) in call_type.demand.per_day.iter().enumerate() {
            // Heating comes on top of the stated volume.
            let heated = call_type.hotline == HotlineId::new(0) && (292..=312).contains(&day);
            let reach = call_type.demand.migration.as_ref();
            let dialled = |r: &hotseat::model::Migration| if experts { 0.0 } else { r.migrated[day] };
            let share = reach.map_or(1.0, |r| r.habit[day] + (1.0 - r.habit[day]) * dialled(r));
            callers += expected * share / if heated { 1.5 } else { 1.0 };
        }
    }
    let per_head = callers / 1_551_378.0;
    assert!((per_head - 0.09).abs() < 1e-9, "{per_head}");
}

#[test]
fn city_lines_are_at_changchun_only() {
    let (model, _) = jilin(&[]);
    let sites = |number: &str| {
        let hotline = model.hotlines().iter().position(|h| h.number == number).unwrap();
        model
            .call_types()
            .iter()
            .filter(|s| s.hotline.index() == hotline)
            .map(|s| s.site.index())
            .collect::<Vec<_>>()
    };
    for number in ["12319", "12329", "96889"] {
        assert_eq!(sites(number), [0], "{number}");
    }
    for number in ["12331", "12360", "12366", "12313", "12367", "12305"] {
        assert_eq!(sites(number).len(), 11, "{number}");
    }
    assert_eq!(model.call_types().len(), 34 + 10 * 31);
}

/// Share of a call type's callers of a date between 08:00 and 18:00.
fn by_day(call_type: &hotseat::model::CallType, day: usize) -> f64 {
    let values = &call_type.demand.profile_on(day).values;
    values[8..18].iter().sum::<f64>() / values.iter().sum::<f64>()
}

#[test]
fn office_lines_ring_when_offices_are_open() {
    let office = |model: &Model| {
        let hotline = model.hotlines().iter().position(|h| h.number == "12333").unwrap();
        model.call_types().iter().find(|c| c.hotline.index() == hotline).unwrap().clone()
    };
    // The second day is a Tuesday, the sixth a Saturday and a holiday, the 13th a Saturday that is worked.
    let own = office(&jilin(&[]).0);
    assert!([1, 12].iter().all(|day| (by_day(&own, *day) - 0.88).abs() < 1e-9), "{}", by_day(&own, 1));
    let general = by_day(&jilin(&[]).0.call_types()[0], 1);
    assert!((general - 0.743).abs() < 1e-9 && by_day(&own, 5) == general, "{general}");
    let other = office(&jilin(&[("demand.office_profile", "\"general\"")]).0);
    assert!([1, 5, 12].iter().all(|day| by_day(&other, *day) == general));
    assert_eq!(own.demand.per_day, other.demand.per_day, "the week stays");
}

#[test]
fn absorbed_lines_move_with_their_carrier_and_add_nothing() {
    let (model, _) = jilin(&[]);
    let of = |number: &str| {
        let hotline = model.hotlines().iter().position(|h| h.number == number).unwrap();
        (
            &model.hotlines()[hotline],
            model.call_types().iter().find(|s| s.hotline.index() == hotline && s.site.index() == 3).unwrap(),
        )
    };
    let (carrier, carried) = (of("12315"), of("12358"));
    assert_eq!(carrier.0.window, carried.0.window);
    assert_eq!(carrier.1.demand.migration, carried.1.demand.migration);
    let ratio = carried.1.demand.per_day[0] / carrier.1.demand.per_day[0];
    assert!((ratio - 0.04 / (1.0 - 4.0 * 0.04)).abs() < 1e-12);
}

#[test]
fn a_hotline_more_changes_no_others_shape_or_marks() {
    let line = "full,3,12349,";
    let added =
        "full,3b,12999,,新,New,,,2021-06-01,2021-06-30,false,,,,province,2,,270 s,office,,new\nfull,3,12349,";
    let (base, (_copy, more)) = (jilin(&[]).0, edited("hotlines.csv", line, added));
    let more = more.unwrap().0;
    assert_eq!(more.call_types().len(), base.call_types().len() + 11);
    let mut busy =
        [hotseat::demand::Busy::new(&base, Key::new(1)), hotseat::demand::Busy::new(&more, Key::new(1))];
    let (mut a, mut b) = (vec![[0.0; 24]; base.call_types().len()], vec![[0.0; 24]; more.call_types().len()]);
    busy[0].day(0, &mut a);
    busy[1].day(0, &mut b);
    for (call_type, factors) in base.call_types().iter().zip(&a) {
        let number = &base.hotline(call_type.hotline).number;
        let same = |s: &&_| {
            let s: &hotseat::model::CallType = s;
            s.site == call_type.site && more.hotline(s.hotline).number == *number
        };
        let index = more.call_types().iter().position(|s| same(&s)).unwrap();
        let other = &more.call_types()[index];
        assert_eq!(factors, &b[index], "{number}");
        let (mut x, mut y) = (call_type.clone(), other.clone());
        let scale = y.demand.per_day[0] / x.demand.per_day[0];
        for (p, q) in x.demand.per_day.iter().zip(&y.demand.per_day) {
            assert!((p * scale / q - 1.0).abs() < 1e-12, "{number}: only the level may change");
        }
        x.demand.per_day.clear();
        y.demand.per_day.clear();
        (x.hotline, y.hotline) = (HotlineId::new(0), HotlineId::new(0));
        // A desk more shifts the numbers of queues.
        for call_type in [&mut x, &mut y] {
            call_type
                .demand
                .migration
                .iter_mut()
                .for_each(|reach| (reach.merged, reach.old) = (QueueId::new(0), None));
            call_type.referral.iter_mut().for_each(|referral| referral.queue = QueueId::new(0));
        }
        assert!(x == y, "{number}");
    }
}

#[test]
fn rostered_hours_are_never_exceeded() {
    for pattern in ["staggered", "three-shifts", "equal", "twelve-hour"] {
        let (model, plan) = jilin(&[("staff.pattern", &format!("\"{pattern}\""))]);
        for (group, site) in model.groups().iter().filter(|g| g.front_line).zip(&plan.sites) {
            let Staffing::ShiftPlan(rota) = &group.staffing else { panic!("a rota") };
            let (mut used, mut earned) = (0.0, 0.0);
            for (day, people) in rota.rostered.iter().enumerate() {
                earned += f64::from(site.ramp_up.staff[day]) * 0.80 * 2_000.0 / 365.0 * 0.96;
                used += people.iter().map(|n| f64::from(*n)).sum::<f64>() * rota.shifts[0].length / 3_600.0;
                if day % 7 == 6 {
                    assert!(
                        used <= earned + 1e-6,
                        "{pattern}, {}, day {day}: {used} h of {earned} h",
                        site.id
                    );
                }
            }
            assert!(
                used + 16.0 + site.unused_shifts as f64 * 12.0 > earned,
                "{pattern}, {}: idle people",
                site.id
            );
        }
    }
}

#[test]
fn only_two_sites_hand_hours_to_their_partners() {
    let (_, plan) = jilin(&[]);
    assert!((plan.shrinkage.people_per_post() - 6.083).abs() < 1e-3);
    for site in &plan.sites {
        let partner = site.partner.map(|p| plan.sites[p].id.as_str());
        match site.id.as_str() {
            "changbaishan" => {
                assert_eq!(partner, Some("baishan"));
                // 2.4 people are 0.39 posts: 132 of 336 half hours a week.
                let kept = 36.0 * 168.0 - site.unstaffed_hours;
                assert!((36.0 * 60.0..=36.0 * 66.0).contains(&kept), "{kept} h");
            }
            "meihekou" => assert!(partner == Some("tonghua") && site.unstaffed_hours > 0.0),
            _ => assert_eq!((partner, site.unstaffed_hours), (None, 0.0), "{}", site.id),
        }
    }
}

#[test]
fn steps_of_every_site_are_in_order_and_within_the_horizon() {
    let (model, _) = jilin(&[]);
    for (site, group) in model.groups().iter().enumerate().filter(|(_, group)| group.front_line) {
        let steps = group.steps(model.horizon(), Key::new(1).nth(0));
        assert_eq!(steps[0].at, 0.0, "{}", group.id);
        assert!(steps.windows(2).all(|w| w[0].at < w[1].at));
        assert!(
            steps
                .iter()
                .all(|s| s.at < model.horizon().end() && s.agents <= s.seats && s.lines == 3 * s.seats)
        );
        let handed = model.queues()[site].when_closed != WhenClosed::Wait;
        assert!(steps.iter().all(|s| s.open || (s.agents == 0 && handed)));
    }
}

#[test]
fn blank_dates_and_end_dates_are_reported() {
    let (_, plan) = jilin(&[]);
    let notes: Vec<&str> = plan.notes.iter().map(|n| n.en.as_str()).collect();
    let said = |part: &str| assert!(notes.iter().any(|n| n.contains(part)), "{part}\n{notes:#?}");
    said(
        "12331, 12358, 12365 have no window in the plan: treated as absorbed by 12315 (hotlines.csv, lines 11-13",
    );
    said("12319 has an end date alone: a step on 2021-12-31 (hotlines.csv, line 18)");
    said("96618 is a second number of 12393");
    said("12301 and 12318 merge in step");
    said("Changbaishan hands 3672 of 6048 hours to Baishan");
    let loaded = scenario::load(&folder()).unwrap();
    assert_eq!(loaded.files.len(), 8, "every file is in the manifest");
    assert_eq!(loaded.notes.len(), notes.len());
    assert!(loaded.assumptions.len() + plan.basis.len() > 80);
    assert_eq!(plan.basis.len(), 33 + 11 + 2 + 2 + 2, "every row says what it rests on");
}

/// A table of bad inputs, each with what its message must say.
#[test]
fn what_does_not_go_together_is_refused_with_its_place() {
    let cases = [
        (
            "hotlines.csv",
            "2021-09-01,2021-10-31,true",
            "2021-11-01,2021-10-31,true",
            "error: window ends before it starts\n  --> @hotlines.csv:16, hotline 12333\n   | found from 2021-11-01, to 2021-10-31",
        ),
        (
            "hotlines.csv",
            ",12320,,,,,20 %",
            ",12321,,,,,20 %",
            "there is no hotline `12321`\n  --> @hotlines.csv:8, column `absorbed_by`\n   | did you mean `123",
        ),
        (
            "hotlines.csv",
            "2021-08-31,false,,12301",
            "2021-08-30,false,,12301",
            "12318 and 12301 merge in step",
        ),
        (
            "hotlines.csv",
            ",changchun,site,15",
            ",chanchun,site,15",
            "there is no site `chanchun`\n  --> @hotlines.csv:18, column `sites`\n   | did you mean `changchun`?",
        ),
        ("hotlines.csv", "15,,150 s", "15,,150", "`aht` needs a unit"),
        (
            "hotlines.csv",
            "4 %,300 s",
            "90 %,300 s",
            "lines absorbed by 12315 take more than all of its calls",
        ),
        ("hotlines.csv", "sub-centre,1", "subcentre,1", "`mode` cannot be `subcentre`"),
        (
            "hotlines.csv",
            "2021-05-01,2021-05-31,false,,,,province,0.35",
            "2021-05-01,,false,,,,province,0.35",
            "window has a first day and no last",
        ),
        (
            "sites.csv",
            ",baishan,",
            ",baishn,",
            "there is no site `baishn`\n  --> @sites.csv:9, column `partner`\n   | did you mean `baishan`?",
        ),
        ("sites.csv", ",61146,", ",0,", "`people` must be from 1 to 2000000000"),
        ("sites.csv", "0.15 per inhabitant-year", "0.15", "`volume` needs a unit"),
        ("hours.csv", "0.9 %", "1.9 %", "the shares of the hours do not sum to 100 %"),
        ("weeks.csv", "office,", "bureau,", "profile office is missing in weeks.csv"),
        ("calendar.csv", "2021-05-01,holiday", "2021-05-01,feast", "`kind` cannot be `feast`"),
        ("seasons.csv", ",12319,", ",12399,", "there is no hotline `12399`"),
        ("seasons.csv", "2021-11-09,1.5", "2021-10-09,1.5", "season ends before it starts"),
        ("scenario.toml", "own = 0.5", "own = 0.6", "the shares do not sum to 1"),
        ("scenario.toml", "profile = \"general\"", "profile = \"generl\"", "did you mean `general`?"),
        ("scenario.toml", "hiring_lead = \"30 d\"", "hiring_lead = \"30.5 d\"", "must be whole days"),
        (
            "scenario.toml",
            "key = \"demand.own_share\"",
            "key = \"demand.own_shar\"",
            "no value at `demand.own_shar`",
        ),
        ("scenario.toml", "pattern = \"staggered\"", "pattern = \"stagered\"", "did you mean `staggered`?"),
        ("scenario.toml", "habit_time = \"365 d\"", "habit_time = 365", "habit_time"),
        (
            "scenario.toml",
            "office_profile = \"office\"",
            "office_profile = \"offce\"",
            "did you mean `office`?",
        ),
        ("scenario.toml", "seats_per_million = 15", "seats_per_million = -15", "seats_per_million"),
        ("scenario.toml", "start = 2021-04-26", "start = 9999-04-26", "the horizon leaves the calendar"),
    ];
    for (file, from, to, want) in cases {
        let (copy, result) = edited(file, from, to);
        let shown = match result {
            Ok(_) => panic!("{file}: {from:?} -> {to:?} was accepted"),
            Err(problems) => problems.render(),
        };
        let at = format!("{}/", copy.path().display());
        assert!(shown.replace(&at, "@").contains(want), "{file}: {to:?}\nwant: {want}\n---\n{shown}");
    }
    assert!(refused("sites.csv", ",61146,", ",,").contains("`people` is blank"));
}
