//! Tests of a sequence of 64-bit words.

/// Beyond this no standard normal score is believed.
pub(crate) const REFUSED: f64 = 5.5;

/// What a test says: a standard normal score if the words are random.
pub(crate) struct Score {
    pub(crate) test: String,
    pub(crate) score: f64,
}

/// Every test.
pub(crate) fn scores(words: &[u64]) -> Vec<Score> {
    let mut all = Vec::new();
    let mut add = |test: &str, score: f64| all.push(Score { test: test.to_owned(), score });
    for bit in 0..64 {
        add(&format!("bit {bit}"), bit_frequency(words, bit));
    }
    for lag in [1, 2, 3, 4, 16, 23] {
        add(&format!("equal bits at lag {lag}"), equal_bits(words, lag));
        add(&format!("Hamming weights at lag {lag}"), hamming_weights(words, lag));
    }
    for shift in [0, 20, 32] {
        add(&format!("birthday spacings of bits from {shift}"), birthday_spacings(words, shift));
        add(&format!("collisions of bits from {shift}"), collisions(words, shift));
    }
    for shift in [0, 32, 61] {
        add(&format!("gaps of bits from {shift}"), gaps(words, shift));
    }
    for bits in [(56, 0), (0, 0), (56, 56)] {
        add(&format!("serial pairs of {bits:?}"), serial(words, bits));
    }
    add("permutations", permutations(words));
    add("poker", poker(words));
    add("ranks", ranks(words));
    all
}

/// Score of a count of successes.
fn binomial(successes: f64, trials: f64, probability: f64) -> f64 {
    (successes - trials * probability) / (trials * probability * (1.0 - probability)).sqrt()
}

/// Score of a chi-square statistic by Wilson and Hilferty's (1931) cube root.
fn chi_square(observed: &[f64], expected: &[f64]) -> f64 {
    let statistic: f64 = observed.iter().zip(expected).map(|(o, e)| (o - e) * (o - e) / e).sum();
    let freedom = observed.len() as f64 - 1.0;
    let variance = 2.0 / (9.0 * freedom);
    ((statistic / freedom).cbrt() - (1.0 - variance)) / variance.sqrt()
}

fn bit_frequency(words: &[u64], bit: u32) -> f64 {
    let ones = words.iter().filter(|word| *word >> bit & 1 == 1).count();
    binomial(ones as f64, words.len() as f64, 0.5)
}

/// How many bits of words some way apart are equal.
fn equal_bits(words: &[u64], lag: usize) -> f64 {
    let equal: u64 = words.iter().zip(&words[lag..]).map(|(a, b)| u64::from((a ^ b).count_zeros())).sum();
    binomial(equal as f64, 64.0 * (words.len() - lag) as f64, 0.5)
}

/// Classes of Hamming weight, from light to heavy, and their probabilities.
const HEAVY: [u32; 4] = [28, 31, 33, 36];

fn weight_class(word: u64) -> usize {
    HEAVY.iter().filter(|least| word.count_ones() >= **least).count()
}

/// Pairs of weights: whether light words follow light ones.
fn hamming_weights(words: &[u64], lag: usize) -> f64 {
    let mut choose = [0.0_f64; 65];
    choose[0] = 0.5_f64.powi(64);
    (1..65).for_each(|k| choose[k] = choose[k - 1] * (65 - k) as f64 / k as f64);
    let mut classes = [0.0; 5];
    (0..65_u32)
        .for_each(|k| classes[HEAVY.iter().filter(|least| k >= **least).count()] += choose[k as usize]);
    let (mut observed, pairs) = (vec![0.0; 25], (words.len() - lag) as f64);
    for (a, b) in words.iter().zip(&words[lag..]) {
        observed[5 * weight_class(*a) + weight_class(*b)] += 1.0;
    }
    let expected: Vec<f64> = (0..25).map(|cell| pairs * classes[cell / 5] * classes[cell % 5]).collect();
    chi_square(&observed, &expected)
}

/// Marsaglia: 4,096 birthdays in a year of 2^32 days; equal spacings are Poisson with mean 4.
fn birthday_spacings(words: &[u64], shift: u32) -> f64 {
    let (mut equal, mut years) = (0.0, 0.0);
    for birthdays in words.chunks_exact(4096) {
        let mut days: Vec<u64> = birthdays.iter().map(|word| word >> shift & 0xffff_ffff).collect();
        days.sort_unstable();
        let mut spacings: Vec<u64> = days.windows(2).map(|pair| pair[1] - pair[0]).collect();
        spacings.sort_unstable();
        equal += spacings.windows(2).filter(|pair| pair[0] == pair[1]).count() as f64;
        years += 1.0;
    }
    (equal - 4.0 * years) / (4.0 * years).sqrt()
}

/// Knuth: balls into 2^24 urns; how many meet another.
fn collisions(words: &[u64], shift: u32) -> f64 {
    let (urns, balls) = (f64::from(1 << 24), words.len() as f64);
    let mut taken = vec![false; 1 << 24];
    let met = words
        .iter()
        .filter(|word| std::mem::replace(&mut taken[(*word >> shift & 0xff_ffff) as usize], true));
    let empty = (balls * (-1.0 / urns).ln_1p()).exp();
    let expected = balls - urns * (1.0 - empty);
    // Of the number of empty urns.
    let variance = urns * empty * (1.0 - (1.0 + balls / urns) * empty);
    (met.count() as f64 - expected) / variance.sqrt()
}

/// Knuth: lengths of the gaps between words whose three bits are zero, up to 30.
fn gaps(words: &[u64], shift: u32) -> f64 {
    const LONGEST: usize = 30;
    let (mut observed, mut gap, mut all) = (vec![0.0; LONGEST + 1], 0, 0.0);
    for word in words {
        if word >> shift & 7 == 0 {
            observed[gap.min(LONGEST)] += 1.0;
            (gap, all) = (0, all + 1.0);
        } else {
            gap += 1;
        }
    }
    let mut expected: Vec<f64> = (0..LONGEST).map(|gap| all * 0.125 * 0.875_f64.powi(gap as i32)).collect();
    expected.push(all * 0.875_f64.powi(LONGEST as i32));
    chi_square(&observed, &expected)
}

/// Eight bits of a word and eight of the next, in 65,536 cells.
fn serial(words: &[u64], (first, second): (u32, u32)) -> f64 {
    let mut cells = vec![0.0; 1 << 16];
    for pair in words.windows(2) {
        cells[((pair[0] >> first & 255) << 8 | pair[1] >> second & 255) as usize] += 1.0;
    }
    let expected = (words.len() - 1) as f64 / 65_536.0;
    chi_square(&cells, &vec![expected; 1 << 16])
}

/// Knuth: the order of four words.
fn permutations(words: &[u64]) -> f64 {
    let mut observed = vec![0.0; 24];
    let mut fours = 0.0;
    for four in words.chunks_exact(4) {
        let below = |k: usize| four[..k].iter().filter(|other| **other < four[k]).count();
        observed[below(1) + 2 * below(2) + 6 * below(3)] += 1.0;
        fours += 1.0;
    }
    chi_square(&observed, &[fours / 24.0; 24])
}

/// Knuth: how many of the sixteen digits of a word are different.
fn poker(words: &[u64]) -> f64 {
    // p[k]: k different ones after so many digits.
    let mut p = [0.0_f64; 17];
    p[0] = 1.0;
    for _ in 0..16 {
        for k in (0..17).rev() {
            let new = if k > 0 { p[k - 1] * (17 - k) as f64 / 16.0 } else { 0.0 };
            p[k] = p[k] * k as f64 / 16.0 + new;
        }
    }
    let class = |different: usize| different.clamp(7, 14) - 7;
    let (mut observed, mut expected) = (vec![0.0; 8], vec![0.0; 8]);
    for word in words {
        let seen = (0..16).fold(0_u16, |seen, digit| seen | 1 << (word >> (4 * digit) & 15));
        observed[class(seen.count_ones() as usize)] += 1.0;
    }
    (1..17).for_each(|k| expected[class(k)] += p[k] * words.len() as f64);
    chi_square(&observed, &expected)
}

/// Marsaglia: ranks of 64 x 64 matrices of bits: full, one less, less still.
fn ranks(words: &[u64]) -> f64 {
    let mut observed = vec![0.0; 3];
    let mut matrices = 0.0;
    for rows in words.chunks_exact(64) {
        observed[(64 - rank(rows.to_vec())).min(2)] += 1.0;
        matrices += 1.0;
    }
    let full: f64 = (1..=64).map(|i| 1.0 - 0.5_f64.powi(i)).product();
    let one_less = 2.0 * full * (1.0 - 0.5_f64.powi(64));
    let expected = [full, one_less, 1.0 - full - one_less].map(|p| p * matrices);
    chi_square(&observed, &expected)
}

/// Rank over the field of two elements.
fn rank(mut rows: Vec<u64>) -> usize {
    let mut rank = 0;
    for bit in 0..64 {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row] >> bit & 1 == 1) else { continue };
        rows.swap(rank, pivot);
        let (head, tail) = rows.split_at_mut(rank + 1);
        tail.iter_mut().filter(|row| **row >> bit & 1 == 1).for_each(|row| *row ^= head[rank]);
        rank += 1;
    }
    rank
}
