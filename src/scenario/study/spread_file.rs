//! Reads distributions of input values from a study.

use super::quantity::Quantity;
use super::spread::Spread;
use crate::language::{Text, said};
use crate::scenario::problem::Problems;
use crate::scenario::source::{Node, Source};
use crate::scenario::wording::meant_or;

/// Kinds and their parameters.
const KINDS: [(&str, &[&str]); 4] = [
    ("uniform", &["low", "high"]),
    ("triangular", &["low", "mode", "high"]),
    ("normal", &["mean", "cv"]),
    ("lognormal", &["mean", "cv"]),
];

/// Advice on what to write.
fn form() -> Text {
    said!(
        "write e.g. {{ distribution = \"lognormal\", mean = 1.0, cv = 0.3 }}; kinds are uniform (low, high), \
         triangular (low, mode, high), normal (mean, cv) and lognormal (mean, cv)",
        "例如 {{ distribution = \"lognormal\", mean = 1.0, cv = 0.3 }}；种类有 uniform (low, high)、triangular \
         (low, mode, high)、normal (mean, cv) 和 lognormal (mean, cv)"
    )
}

/// Reads a distribution, and a number that shows in which form its values are written.
pub(super) fn read(node: &Node, study: &Source, problems: &mut Problems) -> Option<(Spread, Quantity)> {
    let mut refuse = |node: &Node, title: Text, help: Text| {
        problems.push(study.problem(node.head.clone(), title).help(help));
        None
    };
    let kind = node.get("distribution").and_then(Node::as_text).unwrap_or_default();
    let Some((_, parameters)) = KINDS.iter().find(|(name, _)| *name == kind) else {
        let title = said!("`{kind}` is not a distribution of input values", "`{kind}` 不是输入值的分布");
        return refuse(node, title, form());
    };
    let known = |name: &str| name == "distribution" || parameters.contains(&name);
    if let Some(entry) = node.entries().iter().find(|entry| !known(&entry.key)) {
        let help = meant_or(&entry.key, parameters.iter().copied(), form);
        let key = &entry.key;
        let title = said!("unknown key `{key}` of `distribution`", "`distribution` 没有键 `{key}`");
        return refuse(&entry.node, title, help);
    }
    let mut found = Vec::new();
    for name in *parameters {
        let Some(quantity) = node.get(name).and_then(|node| Quantity::of(&node.value)) else {
            let title = said!("`distribution` needs a number `{name}`", "`distribution` 需要数字 `{name}`");
            return refuse(node, title, form());
        };
        found.push(quantity);
    }
    let spread = match (kind, found.as_slice()) {
        ("uniform", [low, high]) if low.is_like(high) && low.number <= high.number => {
            Spread::Uniform { low: low.number, high: high.number }
        }
        ("triangular", [low, mode, high])
            if low.is_like(mode)
                && mode.is_like(high)
                && low.number <= mode.number
                && mode.number <= high.number =>
        {
            Spread::Triangular { low: low.number, mode: mode.number, high: high.number }
        }
        ("normal", [mean, cv]) if cv.number >= 0.0 => {
            Spread::Normal { mean: mean.number, deviation: cv.number * mean.number.abs() }
        }
        ("lognormal", [mean, cv]) if mean.number > 0.0 && cv.number >= 0.0 => {
            Spread::lognormal(mean.number, cv.number)
        }
        _ => {
            return refuse(
                node,
                said!(
                    "the parameters of this {kind} distribution do not go together",
                    "该 {kind} 分布的参数互相矛盾"
                ),
                form(),
            );
        }
    };
    found.into_iter().next().map(|like| (spread, like))
}
