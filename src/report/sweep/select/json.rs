//! A selection as JSON.

use super::finding::Finding;
use super::table::name;
use crate::report::sweep::json::{cell_value, estimate, units};
use crate::sweep::select::{Goal, Procedure};
use serde_json::{Value, json};

/// Most points that are listed.
const MOST_LISTED: usize = 2000;

impl Finding<'_> {
    /// Makes one object of what was asked, the best point, and all points where they are few, the best first.
    /// `seconds` is the time it took: the only value that differs between two runs.
    pub fn json(&self, seconds: f64) -> Value {
        let (context, question, selection) = (self.context, &self.question, &self.selection);
        let few = self.ranked.len() <= MOST_LISTED;
        let ranked = || self.ranked.iter().map(|point| self.point(*point)).collect::<Vec<_>>();
        json!({
            "study": context.study,
            "scenario": context.scenario,
            "design": context.design,
            "points": context.points,
            "kpi": *self.kpi().name,
            "unit": *self.kpi().unit,
            "goal": goal(question.goal),
            "method": method(&question.procedure),
            "indifference": question.zone,
            "confidence_wanted": question.confidence,
            "at_most": question.at_most,
            "decided": selection.decided,
            "confidence": selection.confidence,
            "guaranteed": selection.decided && !question.procedure.is_for_independent(),
            "replications_simulated": selection.replications(),
            "replications_of_equal_allocation": self.equal_allocation(),
            "calls_simulated": self.attempts,
            "seed": context.seed,
            "seconds": seconds,
            "version": env!("CARGO_PKG_VERSION"),
            "keys": context.keys.iter().map(|key| key.name.as_str()).collect::<Vec<_>>(),
            "units": units(&context.keys),
            "measured": if context.front_lines { "front-lines" } else { "total" },
            "best": self.point(selection.best),
            "table": few.then(ranked),
        })
    }

    fn point(&self, point: usize) -> Value {
        let result = &self.results[point];
        let cells = self.context.keys.iter().zip(&result.cells);
        let values: Vec<Value> = cells.map(|(key, cell)| cell_value(key.kind, cell)).collect();
        json!({
            "point": point + 1,
            "values": values,
            "replications": result.replications,
            "kpi": estimate(result.estimate),
            "difference": result.difference.mean.map(|_| estimate(result.difference)),
            "fate": name(result.standing),
            "screened_out_at": result.screened_out,
        })
    }
}

/// Names a goal: `max` or `min`.
pub fn goal(goal: Goal) -> &'static str {
    match goal {
        Goal::Greatest => "max",
        Goal::Least => "min",
    }
}

/// Names a procedure: `kn` or `ocba`.
pub fn method(procedure: &Procedure) -> &'static str {
    match procedure {
        Procedure::Kn(_) => "kn",
        Procedure::Ocba(_) => "ocba",
    }
}
