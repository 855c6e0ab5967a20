//! Notes on durations that are allowed and probably meant otherwise: weights that do not sum to 1, handle times of a few
//! seconds.

use super::source::{Node, Source, Value};
use crate::language::Text;

/// A mean handle time below this, in seconds, is questioned.
const SHORT: f64 = 10.0;

/// Notes the mixtures of a file whose weights do not sum to 1: they are taken as shares of their sum.
pub(super) fn weights(source: &Source) -> Vec<Text> {
    let mut notes = Vec::new();
    // Alternatives hold values that are not in force.
    let entries = source.root().entries().iter().filter(|entry| entry.key != "alternative");
    entries.for_each(|entry| walk(&entry.node, &entry.key, &mut notes));
    notes
}

fn walk(node: &Node, path: &str, notes: &mut Vec<Text>) {
    notes.extend(rescaled(node, path));
    match &node.value {
        Value::Table(entries) => {
            entries.iter().for_each(|entry| walk(&entry.node, &format!("{path}.{}", entry.key), notes));
        }
        Value::List(items) => items.iter().enumerate().for_each(|(index, item)| {
            let name = item.get("number").or_else(|| item.get("id")).and_then(Node::as_text);
            walk(item, &format!("{path}.{}", name.map_or_else(|| index.to_string(), str::to_owned)), notes);
        }),
        _ => {}
    }
}

fn rescaled(node: &Node, path: &str) -> Option<Text> {
    let Value::List(parts) = &node.get("parts")?.value else { return None };
    let weights: Option<Vec<f64>> = parts.iter().map(|part| number(part.get("weight")?)).collect();
    let (weights, is_mixture) = (weights?, node.get("distribution")?.as_text() == Some("mixture"));
    let sum: f64 = weights.iter().sum();
    if !is_mixture || sum <= 0.0 || (sum - 1.0).abs() < 1e-9 {
        return None;
    }
    let shares: Vec<String> =
        weights.iter().map(|weight| format!("{} %", tidy(100.0 * weight / sum))).collect();
    let (sum, shares) = (tidy(sum), shares.join(", "));
    Some(Text {
        en: format!("`{path}`: the weights sum to {sum}, not 1, and are taken as shares of that: {shares}"),
        zh: format!("`{path}`：权重之和为 {sum} 而非 1，按占总和的比例计算：{shares}"),
    })
}

fn number(node: &Node) -> Option<f64> {
    match node.value {
        Value::Integer(Some(n)) => Some(n as f64),
        Value::Float(x) => Some(x),
        _ => None,
    }
}

fn tidy(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Questions a mean handle time of a few seconds: a unit may be wrong.
pub(super) fn short_handle_time(number: &str, seconds: f64) -> Option<Text> {
    (seconds > 0.0 && seconds < SHORT).then(|| Text {
        en: format!("{number}: calls are handled in {seconds:.1} s on average: check the unit of its times"),
        zh: format!("{number}：平均处理时长仅 {seconds:.1} 秒，请核对时长的单位"),
    })
}
