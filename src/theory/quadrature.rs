//! Adaptive integration of several functions at once.
//!
//! Our own, because the integrals of M/M/n+G share one costly weight: all moments come from the same
//! nodes, on panels that the caller lays where the weight lives. The libraries integrate one function
//! at a time and choose their own nodes.

/// Nodes of the 15-point Kronrod rule on \[-1, 1\], positive half; the odd ones are Gauss's
/// (Piessens and others, *QUADPACK*, 1983).
const NODES: [f64; 8] = [
    0.991_455_371_120_812_6,
    0.949_107_912_342_758_5,
    0.864_864_423_359_769_1,
    0.741_531_185_599_394_5,
    0.586_087_235_467_691_1,
    0.405_845_151_377_397_2,
    0.207_784_955_007_898_47,
    0.0,
];
const KRONROD: [f64; 8] = [
    0.022_935_322_010_529_224,
    0.063_092_092_629_978_56,
    0.104_790_010_322_250_18,
    0.140_653_259_715_525_92,
    0.169_004_726_639_267_9,
    0.190_350_578_064_785_4,
    0.204_432_940_075_298_9,
    0.209_482_141_084_727_82,
];
const GAUSS: [f64; 4] =
    [0.129_484_966_168_869_7, 0.279_705_391_489_276_64, 0.381_830_050_505_118_9, 0.417_959_183_673_469_4];

/// Halvings after which a panel is taken as it is: by then its width is a rounding error.
const DEEPEST: u32 = 60;
/// Halvings in all: no integrand of ours needs a hundredth of them, so this only bounds the time.
const MOST: u32 = 100_000;

/// Integrals of the N components of `f` over consecutive panels (ascending `edges`), each with an
/// absolute error of about `relative` times its own sum of absolute panel values. `relative` must lie above
/// the rounding noise of every component, so none may be a difference of nearly equal numbers.
///
/// A panel is halved until the Gauss and the Kronrod value agree, which overstates the error of the
/// Kronrod value by orders of magnitude for smooth functions.
pub(super) fn integrate<const N: usize>(
    f: impl Fn(f64) -> [f64; N],
    edges: &[f64],
    relative: f64,
) -> [f64; N] {
    let first: Vec<Panel<N>> = edges.windows(2).map(|edge| panel(&f, edge[0], edge[1], 0)).collect();
    let mut allowed = [0.0; N];
    for panel in &first {
        for (allowed, value) in allowed.iter_mut().zip(&panel.value) {
            *allowed += relative * value.abs();
        }
    }
    let mut total = [0.0; N];
    let (mut open, mut halvings) = (first, 0);
    while let Some(next) = open.pop() {
        let settled = next.error.iter().zip(&allowed).all(|(error, allowed)| *error <= *allowed);
        // Also taken when the error is not a number: halving would not mend it.
        if settled
            || next.depth >= DEEPEST
            || halvings >= MOST
            || next.error.iter().any(|error| error.is_nan())
        {
            total.iter_mut().zip(&next.value).for_each(|(total, value)| *total += value);
            continue;
        }
        halvings += 1;
        let middle = 0.5 * (next.from + next.to);
        open.push(panel(&f, next.from, middle, next.depth + 1));
        open.push(panel(&f, middle, next.to, next.depth + 1));
    }
    total
}

/// A node of the Kronrod rule on a panel: the abscissa, its weight, and its weight in Gauss's rule (0 where it is no node
/// of it).
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) x: f64,
    pub(super) kronrod: f64,
    pub(super) gauss: f64,
}

/// Lists the nodes of a panel.
pub(super) fn nodes(from: f64, to: f64) -> impl Iterator<Item = Node> {
    let (centre, half) = (0.5 * (from + to), 0.5 * (to - from));
    let node = move |index: usize, side: f64| Node {
        x: centre + side * half * NODES[index],
        kronrod: half * KRONROD[index],
        gauss: if index % 2 == 1 { half * GAUSS[index / 2] } else { 0.0 },
    };
    (0..7).flat_map(move |index| [node(index, -1.0), node(index, 1.0)]).chain([node(7, 0.0)])
}

struct Panel<const N: usize> {
    from: f64,
    to: f64,
    depth: u32,
    value: [f64; N],
    error: [f64; N],
}

fn panel<const N: usize>(f: &impl Fn(f64) -> [f64; N], from: f64, to: f64, depth: u32) -> Panel<N> {
    let (centre, half) = (0.5 * (from + to), 0.5 * (to - from));
    let (mut kronrod, mut gauss) = ([0.0; N], [0.0; N]);
    let mut add = |values: [f64; N], node: usize| {
        for i in 0..N {
            kronrod[i] += KRONROD[node] * values[i];
            if node % 2 == 1 {
                gauss[i] += GAUSS[node / 2] * values[i];
            }
        }
    };
    for (node, x) in NODES.iter().enumerate().take(7) {
        add(f(centre - half * x), node);
        add(f(centre + half * x), node);
    }
    add(f(centre), 7);
    let value = kronrod.map(|sum| sum * half);
    let error = std::array::from_fn(|i| ((kronrod[i] - gauss[i]) * half).abs());
    Panel { from, to, depth, value, error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_up_to_degree_22_are_exact_on_one_panel() {
        for degree in 0..=22_i32 {
            let one = panel(&|x: f64| [x.powi(degree)], 0.0, 2.0, 0);
            let exact = 2.0_f64.powi(degree + 1) / f64::from(degree + 1);
            assert!((one.value[0] / exact - 1.0).abs() < 1e-14, "degree {degree}");
        }
    }

    #[test]
    fn a_root_at_the_edge_is_integrated_by_halving_towards_it() {
        let [root, line] = integrate(|x| [libm::pow(x, 0.3), x], &[0.0, 1.0], 1e-13);
        assert!((root - 1.0 / 1.3).abs() < 1e-12, "{root}");
        assert!((line - 0.5).abs() < 1e-15);
    }

    #[test]
    fn a_jump_inside_a_panel_is_found() {
        let [step] = integrate(|x| [f64::from(u8::from(x > 0.3))], &[0.0, 1.0], 1e-12);
        assert!((step - 0.7).abs() < 1e-11, "{step}");
    }
}
