//! How a site's callers divide between the 12345's own topics and the hotlines.

use crate::model::Mode;

/// One hotline at one site, as far as the division needs it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// How it merges; [`Mode::Own`] is 12345 itself.
    pub mode: Mode,
    /// Relative volume at the front line at full migration (national figures); 0 for lines that the
    /// site does not have, and for absorbed ones.
    pub weight: f64,
    /// The carrier it was absorbed by (index) and its share of the carrier's callers.
    pub absorbed: Option<(usize, f64)>,
    /// Its callers a year on whatever number, where they were counted.
    pub counted: Option<f64>,
}

/// Counts of a site's callers a year, apart from those of single lines. One of the two is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// All who reach the front line at full migration.
    pub total: Option<f64>,
    /// Callers with a topic of the one number itself.
    pub own: Option<f64>,
}

/// Counts that do not go together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mismatch {
    /// The counts come to this many a year at the front line, more than the total.
    More(f64),
    /// Own topics and every line were counted, and come to this many, which is not the total.
    Other(f64),
}

/// Counts that differ from a total by less than this share of it are taken for rounded.
const ROUNDED: f64 = 0.01;

/// Returns the callers per year of each line at one site, dialled on whatever number.
///
/// Where nothing was counted, the share `own` of the total are own topics (all where the site has no line) and the lines
/// divide the rest by weight; what was counted stands, and the lines that were not divide what it leaves. Without a total,
/// own topics are the share `own` of one. Where experts keep a line's own number, only those who dial 12345 reach the front
/// line, in the end the share `habit` of them: all callers of such a line are its part of the total divided by `habit`.
/// Callers of an absorbed line are taken out of its carrier's. Sub-centres come on top of the total, at the scale of the lines.
pub fn yearly(known: &Known, own: f64, habit: f64, lines: &[Line]) -> Result<Vec<f64>, Mismatch> {
    let (own, per_weight) = divided(known, own, habit, lines)?;
    let owns = lines.iter().filter(|l| l.mode == Mode::Own).count() as f64;
    let of = |line: &Line| match (line.mode, line.counted) {
        (Mode::Own, _) => own / owns,
        (_, Some(counted)) => counted,
        (Mode::DualExpert, None) => per_weight * line.weight / habit,
        (_, None) => per_weight * line.weight,
    };
    let mut callers: Vec<f64> = lines.iter().map(of).collect();
    let whole = callers.clone();
    for (i, line) in lines.iter().enumerate() {
        if let Some((carrier, share)) = line.absorbed {
            callers[i] = whole[carrier] * share;
            callers[carrier] -= callers[i];
        }
    }
    Ok(callers)
}

/// Callers with an own topic, and callers at the front line by unit of weight.
fn divided(known: &Known, own: f64, habit: f64, lines: &[Line]) -> Result<(f64, f64), Mismatch> {
    let part = |line: &Line| match line.mode {
        Mode::Own | Mode::SubCentre => 0.0,
        Mode::DualExpert => habit,
        Mode::Full | Mode::Dual => 1.0,
    };
    let weight = |line: &&Line| if part(line) > 0.0 { line.weight } else { 0.0 };
    let all: f64 = lines.iter().map(|line| weight(&line)).sum();
    let open: f64 = lines.iter().filter(|line| line.counted.is_none()).map(|line| weight(&line)).sum();
    let counted: f64 = lines.iter().filter_map(|line| Some(line.counted? * part(line))).sum();
    let by_weight = |rest: f64, weights: f64| if weights > 0.0 { rest / weights } else { 0.0 };
    let Some(total) = known.total else {
        let own_callers = known.own.unwrap_or(0.0);
        let rest = if own > 0.0 { own_callers * (1.0 - own) / own } else { 0.0 };
        return Ok((own_callers, by_weight(rest, all)));
    };
    let own_callers = match known.own {
        Some(given) => given,
        // Whatever no line has is the number's own.
        None if open == 0.0 => total - counted,
        None => total * own,
    };
    let rest = total - own_callers - counted;
    if rest < -ROUNDED * total || own_callers < 0.0 {
        return Err(Mismatch::More(own_callers.max(known.own.unwrap_or(0.0)) + counted));
    }
    if open == 0.0 && known.own.is_some() && rest > ROUNDED * total {
        return Err(Mismatch::Other(own_callers + counted));
    }
    // Sub-centres keep the scale of the lines where every line was counted.
    let per_weight =
        if open > 0.0 { by_weight(rest.max(0.0), open) } else { by_weight(total - own_callers, all) };
    Ok((own_callers, per_weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(mode: Mode, weight: f64) -> Line {
        Line { mode, weight, absorbed: None, counted: None }
    }

    fn counted(mode: Mode, callers: f64) -> Line {
        Line { counted: Some(callers), ..line(mode, 1.0) }
    }

    const TOTAL: Known = Known { total: Some(800.0), own: None };

    fn of(known: Known, own: f64, habit: f64, lines: &[Line]) -> Vec<f64> {
        yearly(&known, own, habit, lines).unwrap()
    }

    #[test]
    fn own_topics_take_their_share_and_lines_divide_the_rest_by_weight() {
        let lines = [line(Mode::Own, 0.0), line(Mode::Full, 3.0), line(Mode::Dual, 1.0)];
        assert_eq!(of(TOTAL, 0.5, 0.6, &lines), [400.0, 300.0, 100.0]);
    }

    #[test]
    fn a_line_with_experts_has_more_callers_than_reach_the_front_line() {
        let lines = [line(Mode::Own, 0.0), line(Mode::Full, 1.0), line(Mode::DualExpert, 1.0)];
        let callers = of(TOTAL, 0.5, 0.5, &lines);
        assert_eq!(callers, [400.0, 200.0, 400.0]);
        assert_eq!(callers[0] + callers[1] + 0.5 * callers[2], 800.0);
    }

    #[test]
    fn absorbed_lines_are_taken_out_of_their_carrier_never_added() {
        let absorbed = |share| Line { absorbed: Some((1, share)), ..line(Mode::Full, 0.0) };
        let lines = [line(Mode::Own, 0.0), line(Mode::Dual, 9.0), absorbed(0.25), absorbed(0.25)];
        assert_eq!(of(TOTAL, 0.5, 0.6, &lines), [400.0, 200.0, 100.0, 100.0]);
    }

    #[test]
    fn sub_centres_come_on_top_of_the_total_at_the_lines_own_scale() {
        let lines = [line(Mode::Own, 0.0), line(Mode::SubCentre, 20.0), line(Mode::Full, 1.0)];
        assert_eq!(of(TOTAL, 0.5, 0.6, &lines), [400.0, 8_000.0, 400.0]);
        let alone = [line(Mode::Own, 0.0), line(Mode::SubCentre, 20.0)];
        assert_eq!(of(TOTAL, 0.5, 0.6, &alone), [800.0, 0.0], "no line to take the scale from");
    }

    #[test]
    fn counts_stand_and_the_other_lines_divide_what_they_leave() {
        let lines = [line(Mode::Own, 0.0), counted(Mode::DualExpert, 100.0), line(Mode::Full, 1.0)];
        assert_eq!(of(TOTAL, 0.5, 0.5, &lines), [400.0, 100.0, 350.0]);
        let own = Known { total: Some(800.0), own: Some(300.0) };
        assert_eq!(of(own, 0.5, 0.5, &lines), [300.0, 100.0, 450.0]);
        // Every line was counted: the rest is the number's own.
        assert_eq!(of(TOTAL, 0.5, 0.5, &lines[..2]), [750.0, 100.0]);
    }

    #[test]
    fn without_a_total_own_topics_are_their_share_of_one() {
        let own = Known { total: None, own: Some(300.0) };
        let lines = [line(Mode::Own, 0.0), line(Mode::Full, 1.0), counted(Mode::Full, 5.0)];
        // 300 are 60 % of 500; the lines' 200 divide by weight, of which the second takes its count instead.
        let callers = of(own, 0.6, 0.5, &lines);
        assert!(
            callers.iter().zip([300.0, 100.0, 5.0]).all(|(a, b): (&f64, f64)| (a - b).abs() < 1e-9),
            "{callers:?}"
        );
    }

    #[test]
    fn counts_that_do_not_make_the_total_are_refused() {
        let lines = [line(Mode::Own, 0.0), counted(Mode::Full, 900.0)];
        assert_eq!(yearly(&TOTAL, 0.5, 0.5, &lines), Err(Mismatch::More(900.0)));
        let own = Known { total: Some(800.0), own: Some(500.0) };
        assert_eq!(
            yearly(&own, 0.5, 0.5, &[lines[0], counted(Mode::Full, 100.0)]),
            Err(Mismatch::Other(600.0))
        );
    }
}
