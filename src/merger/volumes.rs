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
}

/// Fresh callers per year of each line at one site, dialled on whatever number, when `total` a year
/// reach the front line at full migration.
///
/// `own` of them are the own topics (all where the site has no line); the rest divides by weight. Where experts keep a line's own
/// number, only those who dial 12345 reach the front line, in the end the share `habit` of them:
/// all callers of such a line are its part of the total divided by `habit`. What an absorbed line
/// has is taken out of its carrier. Sub-centres come on top of the total, in proportion to their weight.
pub fn yearly(total: f64, own: f64, habit: f64, lines: &[Line]) -> Vec<f64> {
    let weight = |line: &Line| match line.mode {
        Mode::Own | Mode::SubCentre => 0.0,
        _ => line.weight,
    };
    let weights: f64 = lines.iter().map(weight).sum();
    let own = if weights > 0.0 { own } else { 1.0 };
    let owns = lines.iter().filter(|l| l.mode == Mode::Own).count() as f64;
    let mut callers: Vec<f64> = lines
        .iter()
        .map(|line| match line.mode {
            Mode::Own => total * own / owns,
            Mode::SubCentre if weights > 0.0 => total * (1.0 - own) * line.weight / weights,
            _ if weight(line) == 0.0 => 0.0,
            Mode::DualExpert => total * (1.0 - own) * weight(line) / weights / habit,
            _ => total * (1.0 - own) * weight(line) / weights,
        })
        .collect();
    let whole = callers.clone();
    for (i, line) in lines.iter().enumerate() {
        if let Some((carrier, share)) = line.absorbed {
            callers[i] = whole[carrier] * share;
            callers[carrier] -= callers[i];
        }
    }
    callers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(mode: Mode, weight: f64) -> Line {
        Line { mode, weight, absorbed: None }
    }

    #[test]
    fn own_topics_take_their_share_and_lines_divide_the_rest_by_weight() {
        let lines = [line(Mode::Own, 0.0), line(Mode::Full, 3.0), line(Mode::Dual, 1.0)];
        assert_eq!(yearly(800.0, 0.5, 0.6, &lines), [400.0, 300.0, 100.0]);
    }

    #[test]
    fn a_line_with_experts_has_more_callers_than_reach_the_front_line() {
        let lines = [line(Mode::Own, 0.0), line(Mode::Full, 1.0), line(Mode::DualExpert, 1.0)];
        let callers = yearly(800.0, 0.5, 0.5, &lines);
        assert_eq!(callers, [400.0, 200.0, 400.0]);
        assert_eq!(callers[0] + callers[1] + 0.5 * callers[2], 800.0);
    }

    #[test]
    fn absorbed_lines_are_taken_out_of_their_carrier_never_added() {
        let absorbed = |share| Line { absorbed: Some((1, share)), ..line(Mode::Full, 0.0) };
        let lines = [line(Mode::Own, 0.0), line(Mode::Dual, 9.0), absorbed(0.25), absorbed(0.25)];
        assert_eq!(yearly(800.0, 0.5, 0.6, &lines), [400.0, 200.0, 100.0, 100.0]);
    }

    #[test]
    fn sub_centres_come_on_top_of_the_total_at_the_lines_own_scale() {
        let lines = [line(Mode::Own, 0.0), line(Mode::SubCentre, 20.0), line(Mode::Full, 1.0)];
        assert_eq!(yearly(800.0, 0.5, 0.6, &lines), [400.0, 8_000.0, 400.0]);
        let alone = [line(Mode::Own, 0.0), line(Mode::SubCentre, 20.0)];
        assert_eq!(yearly(800.0, 0.5, 0.6, &alone), [800.0, 0.0], "no line to take the scale from");
    }
}
