use super::*;

/// Centred L2 discrepancy (Hickernell 1998), squared.
fn discrepancy(points: &dyn Points) -> f64 {
    let all: Vec<Vec<f64>> = (0..points.count()).map(|i| points.point(i)).collect();
    let n = all.len() as f64;
    let off = |x: f64| (x - 0.5).abs();
    let one = |x: &Vec<f64>| x.iter().map(|&x| 1.0 + 0.5 * off(x) - 0.5 * off(x) * off(x)).product::<f64>();
    let two = |x: &Vec<f64>, y: &Vec<f64>| {
        let factor = |(&x, &y): (&f64, &f64)| 1.0 + 0.5 * (off(x) + off(y) - (x - y).abs());
        x.iter().zip(y).map(factor).product::<f64>()
    };
    let pairs: f64 = all.iter().map(|x| all.iter().map(|y| two(x, y)).sum::<f64>()).sum();
    let mut whole = 1.0;
    (0..points.dimensions()).for_each(|_| whole *= 13.0 / 12.0);
    whole - 2.0 / n * all.iter().map(one).sum::<f64>() + pairs / n / n
}

/// The least distance between the strata of two points.
fn least_distance(latin: &LatinHypercube) -> f64 {
    let row = |i| (0..latin.dimensions()).map(|k| latin.stratum(i, k) as f64).collect::<Vec<f64>>();
    let all: Vec<Vec<f64>> = (0..latin.count()).map(row).collect();
    let squared = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>();
    let pairs = (0..all.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
    pairs.map(|(a, b)| squared(&all[a], &all[b])).fold(f64::INFINITY, f64::min).sqrt()
}

/// Whether each of `n` strata of every key holds one of the first `n` points.
fn is_stratified(points: &dyn Points, n: u64) -> bool {
    (0..points.dimensions()).all(|dimension| {
        let mut strata: Vec<u64> =
            (0..n).map(|i| (points.coordinate(i, dimension) * n as f64) as u64).collect();
        strata.sort_unstable();
        strata.into_iter().eq(0..n)
    })
}

#[test]
fn coordinates_lie_inside_the_open_cube_and_depend_on_the_seed_alone() {
    let designs = |seed| -> Vec<Box<dyn Points>> {
        vec![
            Box::new(Random::new(seed, 3, 700)),
            Box::new(LatinHypercube::new(seed, 3, 70)),
            Box::new(LatinHypercube::new(seed, 3, MAXIMIN_UP_TO + 1)),
            Box::new(Sobol::new(seed, 300, 70)),
            Box::new(Sobol::new(seed, 2, 70_000)),
            Box::new(Saltelli::new(seed, 3, 64)),
        ]
    };
    for ((one, same), other) in designs(1).iter().zip(designs(1)).zip(designs(2)) {
        let mut moved = 0;
        for i in 0..one.count() {
            let point = one.point(i);
            assert!(point.len() == one.dimensions() && point.iter().all(|x| *x > 0.0 && *x < 1.0));
            assert_eq!(point, same.point(i));
            moved += u64::from(point != other.point(i));
        }
        assert!(moved as f64 > 0.99 * one.count() as f64);
    }
}

#[test]
fn each_stratum_of_a_latin_hypercube_holds_one_point() {
    for (dimensions, count) in [(1, 5), (2, 2), (2, 7), (5, 100), (3, MAXIMIN_UP_TO + 100)] {
        assert!(is_stratified(&LatinHypercube::new(4, dimensions, count), count), "{dimensions} {count}");
    }
}

/// The least distance, squared, of the best order in two dimensions, by trying all.
fn best_of_all(count: usize) -> f64 {
    fn extend(order: &mut Vec<usize>, count: usize, least: f64, best: &mut f64) {
        if order.len() == count {
            *best = f64::max(*best, least);
        }
        for next in (0..count).filter(|n| !order.contains(n)).collect::<Vec<_>>() {
            let distance = |(i, &y): (usize, &usize)| {
                let (dx, dy) = ((order.len() - i) as f64, next as f64 - y as f64);
                dx * dx + dy * dy
            };
            let own = order.iter().enumerate().map(distance).fold(least, f64::min);
            if own > *best {
                order.push(next);
                extend(order, count, own, best);
                order.pop();
            }
        }
    }
    let mut best = 0.0;
    extend(&mut Vec::new(), count, f64::INFINITY, &mut best);
    best
}

/// phi_p gives up a little of the least distance where that leaves many fewer closest pairs.
#[test]
fn optimised_points_are_about_as_far_apart_as_can_be() {
    let share = |count| least_distance(&LatinHypercube::new(1, 2, count as u64)) / best_of_all(count).sqrt();
    let shares: Vec<f64> = (4..=13).map(share).collect();
    assert!(shares.iter().all(|share| *share > 0.85 && *share < 1.0 + 1e-12), "{shares:?}");
    assert!(shares.iter().filter(|share| **share > 1.0 - 1e-12).count() >= 7, "{shares:?}");
}

#[test]
fn optimising_beats_the_best_of_many_draws() {
    for (dimensions, count) in [(2, 20), (5, 50), (10, 100)] {
        let draw = |seed| least_distance(&LatinHypercube::without_optimising(seed, dimensions, count));
        let luckiest = (0..200).map(draw).fold(0.0, f64::max);
        let optimised = least_distance(&LatinHypercube::new(1, dimensions, count));
        assert!(optimised > 1.2 * luckiest, "{dimensions} keys, {count} points: {optimised} {luckiest}");
    }
}

#[test]
fn every_prefix_of_a_power_of_two_of_the_sobol_sequence_is_a_net() {
    let sobol = Sobol::new(9, 20, 1 << 12);
    (0..=12).for_each(|m| assert!(is_stratified(&sobol, 1 << m), "{m}"));
    // In the first two dimensions also every elementary box: a (0, m, 2)-net in base 2.
    for split in 0..=8 {
        let (across, up) = (1_u64 << split, 1_u64 << (8 - split));
        let cell = |i| {
            let x = (sobol.coordinate(i, 0) * across as f64) as u64;
            x * up + (sobol.coordinate(i, 1) * up as f64) as u64
        };
        let mut cells: Vec<u64> = (0..256).map(cell).collect();
        cells.sort_unstable();
        assert!(cells.into_iter().eq(0..256), "boxes of 1/{across} x 1/{up}");
    }
}

#[test]
fn a_sequence_longer_than_the_librarys_goes_on_with_another_net() {
    let sobol = Sobol::new(9, 2, 3 << 16);
    struct Second<'s>(&'s Sobol);
    impl Points for Second<'_> {
        fn count(&self) -> u64 {
            1 << 16
        }
        fn dimensions(&self) -> usize {
            2
        }
        fn coordinate(&self, point: u64, dimension: usize) -> f64 {
            self.0.coordinate((1 << 16) + point, dimension)
        }
    }
    assert!(is_stratified(&Second(&sobol), 1 << 16));
    assert_ne!(sobol.point(5), sobol.point((1 << 16) + 5));
}

#[test]
fn designs_are_as_even_as_their_kind_promises() {
    let mean = |design: &dyn Fn(u64) -> Box<dyn Points>| {
        (0..5).map(|seed| discrepancy(&*design(seed))).sum::<f64>() / 5.0
    };
    let random = mean(&|seed| Box::new(Random::new(seed, 4, 256)));
    let latin = mean(&|seed| Box::new(LatinHypercube::new(seed, 4, 256)));
    let sobol = mean(&|seed| Box::new(Sobol::new(seed, 4, 256)));
    // E[CL2^2] of random points is ((5/4)^d - (13/12)^d) / n.
    let expected = (1.25_f64.powi(4) - (13.0_f64 / 12.0).powi(4)) / 256.0;
    assert!((random / expected - 1.0).abs() < 0.3, "{random}, expected {expected}");
    assert!(latin < 0.5 * random && sobol < 0.1 * random && sobol < latin, "{random} {latin} {sobol}");
}

#[test]
fn a_swapped_row_is_the_first_matrix_but_for_one_key() {
    let saltelli = Saltelli::new(5, 3, 8);
    assert_eq!((saltelli.count(), saltelli.dimensions()), (40, 3));
    for row in 0..8 {
        let point = |k| saltelli.point(row * 5 + k);
        let (a, b) = (point(0), point(1));
        assert_eq!(Saltelli::role(3, row * 5 + 1), (row, Role::B));
        for key in 0..3 {
            let mut swapped = a.clone();
            swapped[key] = b[key];
            assert_eq!(Saltelli::role(3, row * 5 + 2 + key as u64), (row, Role::Swapped(key)));
            assert_eq!(point(2 + key as u64), swapped);
        }
    }
}

#[test]
fn each_scrambling_of_saltellis_rows_is_even_and_no_two_are_alike() {
    let saltelli = Saltelli::new(5, 3, 64);
    let rows = |scrambling: u64| (0..64).filter(move |row| Saltelli::scrambling(*row) == scrambling);
    let a = |row: u64, key| saltelli.coordinate(row * 5, key);
    for scrambling in 0..Saltelli::SCRAMBLINGS {
        for key in 0..3 {
            let mut strata: Vec<u64> = rows(scrambling).map(|row| (8.0 * a(row, key)) as u64).collect();
            strata.sort_unstable();
            assert_eq!(strata, [0, 1, 2, 3, 4, 5, 6, 7], "{scrambling} {key}");
        }
        let other = (scrambling + 1) % Saltelli::SCRAMBLINGS;
        assert!(rows(scrambling).zip(rows(other)).all(|(own, other)| a(own, 0) != a(other, 0)));
    }
    // More rows leave the first ones where they are.
    let more = Saltelli::new(5, 3, 100);
    assert!((0..saltelli.count()).all(|point| saltelli.point(point) == more.point(point)));
}

#[test]
fn a_grid_varies_its_first_key_slowest() {
    let grid = Grid::new(vec![2, 1, 3]).unwrap();
    let all: Vec<Vec<usize>> = (0..grid.count()).map(|i| grid.at(i)).collect();
    assert_eq!(all, [[0, 0, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0], [1, 0, 1], [1, 0, 2]]);
    assert!(Grid::new(vec![3, 0]).is_none() && Grid::new(vec![usize::MAX, 2]).is_none());
}

#[test]
fn one_at_a_time_starts_at_the_base() {
    let design = OneAtATime::new(vec![2, 0, 1]);
    let all: Vec<_> = (0..design.count()).map(|i| design.at(i)).collect();
    assert_eq!(all, [None, Some((0, 0)), Some((0, 1)), Some((2, 0))]);
}
