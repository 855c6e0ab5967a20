//! Random small scenarios: one to three groups, with most of what a single file can say.

use std::fmt::Write as _;

/// A reproducible source of choices (SplitMix64).
struct Choices(u64);

impl Choices {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    fn with(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.next() as usize % all.len()]
    }
}

/// The text of the scenario of a seed.
pub(crate) fn scenario(seed: u64) -> String {
    let mut choices = Choices(seed);
    let within = choices.of(&[10, 15, 20, 30, 60]);
    let mut text = format!(
        "name = \"random-{seed}\"\ndays = 6\nwarm_up = \"1 d\"\nservice_level_within = [\"{within} s\"]\n"
    );
    if choices.with(0.1) {
        text += "[busyness]\nday_cv = 0.12\nhour_cv = 0.1\n";
    }
    let count = choices.of(&[1, 1, 1, 2, 3]);
    let (mut hotlines, mut groups) = (String::new(), String::new());
    for group in 0..count {
        add_group(&mut choices, group, count, &mut hotlines, &mut groups);
    }
    text + &hotlines + &groups
}

fn add_group(choices: &mut Choices, group: usize, count: usize, hotlines: &mut String, groups: &mut String) {
    let agents: u32 = choices.of(&[1, 2, 3, 5, 8]);
    let load = f64::from(agents) * choices.between(0.4, 1.2);
    let kinds = choices.of(&[1, 1, 2]);
    let (priorities, mean) = (choices.with(0.2), choices.of(&[60.0, 120.0, 240.0, 400.0]));
    let mut all_abandon = true;
    for kind in 0..kinds {
        let mean = if choices.with(0.7) { mean } else { choices.of(&[60.0, 120.0, 240.0, 400.0]) };
        let wraps = choices.with(0.25);
        let handle = if wraps { 1.25 * mean } else { mean };
        let _ = write!(hotlines, "[[hotline]]\nnumber = \"{group}{kind}\"\n");
        calls(choices, load / f64::from(kinds) * 3600.0 / handle, hotlines);
        let _ = writeln!(hotlines, "talk = {}", talk(choices, mean));
        if wraps {
            let _ = writeln!(
                hotlines,
                "wrap_up = {{ distribution = \"exponential\", mean = \"{} s\" }}",
                mean / 4.0
            );
        }
        match patience(choices) {
            Some(patience) => {
                let _ = writeln!(hotlines, "patience = {patience}");
                redial(choices, hotlines);
            }
            None => all_abandon = false,
        }
        if priorities && kinds > 1 {
            let _ = writeln!(hotlines, "priority = {kind}");
        }
        if group > 0 {
            let _ = writeln!(hotlines, "group = \"{}\"", name(group));
        }
        if count > 1 {
            elsewhere(choices, name((group + 1) % count), hotlines);
        }
    }
    let head = if group == 0 {
        "[front_line]\n".to_owned()
    } else {
        format!("[[group]]\nid = \"{}\"\n", name(group))
    };
    *groups += &head;
    *groups += &staff(choices, agents, all_abandon);
}

fn name(group: usize) -> &'static str {
    ["front_line", "second", "third"][group]
}

fn calls(choices: &mut Choices, per_hour: f64, hotlines: &mut String) {
    if !choices.with(0.35) {
        let _ = writeln!(hotlines, "calls_per_hour = {per_hour:.3}");
        return;
    }
    let hours: Vec<String> =
        (0..24).map(|_| format!("{:.3}", per_hour * choices.between(0.3, 1.7))).collect();
    let _ = writeln!(hotlines, "profile = {{ step = \"1 h\", calls_per_hour = [{}] }}", hours.join(", "));
}

fn talk(choices: &mut Choices, mean: f64) -> String {
    match choices.next() % 5 {
        0 => format!("{{ distribution = \"deterministic\", value = \"{mean} s\" }}"),
        1 => {
            let cv = choices.of(&[0.5, 1.0, 1.8]);
            format!("{{ distribution = \"lognormal\", mean = \"{mean} s\", cv = {cv} }}")
        }
        2 => {
            format!("{{ distribution = \"erlang\", mean = \"{mean} s\", phases = {} }}", choices.of(&[2, 5]))
        }
        _ => format!("{{ distribution = \"exponential\", mean = \"{mean} s\" }}"),
    }
}

fn patience(choices: &mut Choices) -> Option<String> {
    let mean = choices.of(&[30, 90, 240, 600]);
    match choices.next() % 7 {
        0 => None,
        1 => {
            let shape = choices.of(&[0.7, 1.4]);
            Some(format!("{{ distribution = \"weibull\", shape = {shape}, mean = \"{mean} s\" }}"))
        }
        2 => Some(format!("{{ distribution = \"lognormal\", mean = \"{mean} s\", cv = 1.0 }}")),
        3 => Some(format!("{{ distribution = \"deterministic\", value = \"{mean} s\" }}")),
        4 => Some(format!(
            "{{ distribution = \"mixture\", parts = [{{ weight = 0.3, distribution = \"exponential\", mean = \"12 s\" }}, \
             {{ weight = 0.7, distribution = \"exponential\", mean = \"{mean} s\" }}] }}"
        )),
        _ => Some(format!("{{ distribution = \"exponential\", mean = \"{mean} s\" }}")),
    }
}

fn redial(choices: &mut Choices, hotlines: &mut String) {
    if choices.with(0.25) {
        let (after, delay) = (choices.of(&[0.3, 0.6, 0.85]), choices.of(&["1 s", "2 min", "20 min", "2 h"]));
        let most = choices.of(&[2, 10, 1000]);
        let _ = writeln!(
            hotlines,
            "redial = {{ after_abandon = {after}, abandon_delay = {{ distribution = \"exponential\", mean = \"{delay}\" }}, \
             max_attempts = {most} }}"
        );
    }
}

/// Calls that are handed on, or overflow.
fn elsewhere(choices: &mut Choices, to: &str, hotlines: &mut String) {
    if choices.with(0.25) {
        let share = choices.of(&[10, 30]);
        let _ = writeln!(
            hotlines,
            "referral = {{ share = \"{share} %\", group = \"{to}\", how = \"transfer\", \
             talk = {{ distribution = \"exponential\", mean = \"100 s\" }}, \
             patience = {{ distribution = \"exponential\", mean = \"200 s\" }} }}"
        );
    } else if choices.with(0.15) {
        let _ = writeln!(hotlines, "overflow = [{{ group = \"{to}\", after = \"20 s\", rank = 1 }}]");
    }
}

fn staff(choices: &mut Choices, agents: u32, all_abandon: bool) -> String {
    let mut values = vec![agents];
    let mut text = if choices.with(0.35) {
        let (step, count) = choices.of(&[("15 min", 96), ("1 h", 24), ("4 h", 6), ("8 h", 3)]);
        let least = if all_abandon { 0.0 } else { 1.0 };
        let mut value = || (f64::from(agents) * choices.between(0.5, 1.5)).round().max(least) as u32;
        values = (0..count).map(|_| value()).collect();
        let last = count - 1;
        values[last] = values[last].max(1);
        format!("agents = {{ step = \"{step}\", values = {values:?} }}\n")
    } else {
        format!("agents = {agents}\n")
    };
    if choices.with(0.15) {
        let most = values.iter().max().copied().unwrap_or(agents);
        let _ = writeln!(text, "lines = {}", most + choices.of(&[0, 1, 3, 10]));
    }
    text
}
