//! Refuses values that a study gives twice.

use super::axis::Axis;
use super::key::{KeyScope, Target};
use crate::language::said;
use crate::scenario::problem::Problems;
use crate::scenario::source::{Node, Source};

/// Refuses keys that `set` or one of so many alternatives sets and that vary as well: what is set would have no effect. A
/// factor on a column multiplies what is set.
pub(super) fn refuse(
    axes: &[Axis],
    alternatives: usize,
    study: &Source,
    scope: &KeyScope<'_>,
    problems: &mut Problems,
) {
    let of_alternatives = (0..alternatives).map(|index| format!("alternative.#{index}.set"));
    for path in std::iter::once("set".to_owned()).chain(of_alternatives) {
        for entry in study.find(&path).map(Node::entries).unwrap_or_default() {
            let replaces = |axis: &Axis| {
                !matches!(axis.target, Target::Cells { times: true, .. })
                    && scope.is_same(&axis.key, &entry.key)
            };
            if axes.iter().any(replaces) {
                let title = format!("`{}` is set here and varies as well", entry.key);
                let help = said!(
                    "leave it out here, or do not let it vary: the value set here would have no effect",
                    "请在此处删去，或不让它变化：此处的设置不起作用"
                );
                problems.push(study.problem(entry.key_span.clone(), title).help(help));
            }
        }
    }
}
