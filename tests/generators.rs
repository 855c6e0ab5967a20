//! Keyed words under a battery of tests of random number generators, interleaved in every order in which
//! the simulation could walk through its keys.
//!
//! The tests are those of Knuth (The Art of Computer Programming 2, 3.3.2), Marsaglia (birthday spacings, ranks) and
//! Blackman and Vigna (dependency of Hamming weights), each brought to a standard normal score and refused beyond
//! 5.5: a false-alarm rate of 4e-8 per score, below 5e-5 for the 1,000 scores of all orders under a fresh seed; the
//! seeds are fixed. Bad generators are shown to fail.
//!
//! The public battery over the same call types, some minutes each, where `dieharder` is installed:
//! `cargo test --release --test generators -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "generators/battery.rs"]
mod battery;

use battery::{REFUSED, Score, scores};
use hotseat::dist::{standard_exponential, standard_normal};
use hotseat::rng::{Key, Purpose, RandomStream, uniform};
use std::io::Write;
use std::process::{Command, Stdio};

/// RandomStream of each order that the battery is given.
const WORDS: usize = 1 << 18;

/// A call type of words.
type CallType = Box<dyn FnMut() -> u64>;

fn date(seed: u64, replication: u64, number: &str, date: u64) -> Key {
    Key::new(seed).with(replication).named(number).named("changchun").with(date)
}

/// All purposes of callers.
const PURPOSES: [Purpose; 16] = [
    Purpose::Gap,
    Purpose::Height,
    Purpose::Talk,
    Purpose::WrapUp,
    Purpose::Patience,
    Purpose::Redial,
    Purpose::RedialDelay,
    Purpose::Habit,
    Purpose::Migration,
    Purpose::Menu,
    Purpose::Referral,
    Purpose::ReferralTalk,
    Purpose::ReferralPatience,
    Purpose::Repeat,
    Purpose::Ticket,
    Purpose::FollowUp,
];

/// The word number `n` of a call type whose words are those of different keys.
fn by(mut word: impl FnMut(u64) -> u64 + 'static) -> CallType {
    let mut n = 0;
    Box::new(move || {
        n += 1;
        word(n - 1)
    })
}

fn talk(key: Key) -> u64 {
    key.stream(Purpose::Talk).next_u64()
}

/// The orders, each with one part of the key running fastest.
fn orders(seed: u64) -> Vec<(&'static str, CallType)> {
    let caller = date(seed, 0, "12345", 18_743);
    let mut within = caller.nth(5).stream(Purpose::Talk);
    let line = Key::new(seed).with(0).named("12345").named("changchun");
    vec![
        ("numbers", by(move |n| talk(caller.nth(n)))),
        ("purposes", by(move |n| caller.nth(n / 16).stream(PURPOSES[n as usize % 16]).next_u64())),
        (
            "attempts",
            by(move |n| {
                let own = caller.nth(n / 4);
                talk(if n % 4 == 0 { own } else { own.nth(n % 4) })
            }),
        ),
        (
            "contacts",
            by(move |n| talk(if n % 3 == 0 { caller.nth(n / 3) } else { caller.nth(n / 3).with(n % 3) })),
        ),
        ("dates", by(move |n| talk(line.with(18_000 + n).nth(0)))),
        ("replications", by(move |n| talk(date(seed, n, "12345", 18_743).nth(0)))),
        (
            "seeds",
            by(move |n| {
                talk(
                    Key::new((seed.wrapping_sub(1) << 40).wrapping_add(n))
                        .with(0)
                        .named("12345")
                        .with(0)
                        .nth(0),
                )
            }),
        ),
        (
            "hotlines",
            by(move |n| talk(Key::new(seed).with(0).named(&format!("{}", 12_300 + n)).with(0).nth(0))),
        ),
        ("words of a mark", Box::new(move || within.next_u64())),
        (
            "first two words of numbers",
            by(move |n| {
                let mut words = caller.nth(n / 2).stream(Purpose::Patience);
                (0..n % 2).for_each(|_| _ = words.next_u64());
                words.next_u64()
            }),
        ),
    ]
}

#[test]
fn words_of_neighbouring_keys_are_uniform_and_independent_in_every_order() {
    for (order, mut call_type) in orders(1) {
        let words: Vec<u64> = (0..WORDS).map(|_| call_type()).collect();
        for Score { test, score } in scores(&words) {
            assert!(score.abs() < REFUSED, "{order}: {test} {score:.2}");
        }
    }
}

#[test]
fn the_battery_refuses_bad_generators() {
    let mut state = 1_u64;
    let mut last = 1_u64;
    let congruential = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state
    };
    let shifted = move || {
        last ^= last << 13;
        last ^= last >> 7;
        last ^= last << 17;
        last & !(1 << 40)
    };
    let bad: Vec<(&str, CallType)> = vec![
        ("a multiple of the number", by(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15))),
        ("low bits of a linear congruential generator", Box::new(congruential)),
        ("a bit that is never set", Box::new(shifted)),
        ("every word twice", by(|n| RandomStream::new(n / 2).next_u64())),
        (
            "half of each word repeated",
            by(|n| (RandomStream::new(n).next_u64() >> 32) | (RandomStream::new(n / 2).next_u64() << 32)),
        ),
    ];
    for (name, mut call_type) in bad {
        let words: Vec<u64> = (0..WORDS).map(|_| call_type()).collect();
        assert!(scores(&words).iter().any(|score| score.score.abs() > REFUSED), "{name} passes");
    }
}

/// Pinned: a change of these values changes every result ever published.
#[test]
fn first_variates_are_pinned() {
    let key = date(1, 0, "12345", 18_743).nth(0);
    let of = |purpose| key.stream(purpose);
    let variates = [
        uniform(&mut of(Purpose::Talk)),
        standard_exponential(&mut of(Purpose::Talk)),
        standard_exponential(&mut of(Purpose::Gap)),
        standard_normal(&mut of(Purpose::Talk)),
        standard_normal(&mut of(Purpose::Patience)),
    ];
    assert_eq!(
        variates,
        [
            0.795_527_119_021_189_7,
            1.517_310_847_030_996_4,
            1.111_459_155_843_279_8,
            -0.678_743_975_454_779_2,
            -0.722_626_405_210_861_4
        ]
    );
}

/// Tests of dieharder, by number and, where one is needed, by tuple or lag: birthdays, ranks (32 x 32, 6 x 8), bit
/// call type, count the ones (call type, bytes), 3-d spheres, squeeze, runs, craps, GCD, monobit, runs of bits, serial, bit
/// distribution, minimum distance, permutations, lagged sums, Kolmogorov-Smirnov, byte distribution, cosine
/// transform, trees, monobit of blocks.
const DIEHARDER: [&str; 28] = [
    "0",
    "2",
    "3",
    "4",
    "8",
    "9",
    "12",
    "13",
    "15",
    "16",
    "17",
    "100",
    "101",
    "102",
    "200 -n 4",
    "200 -n 8",
    "201 -n 2",
    "201 -n 4",
    "202 -n 4",
    "203 -n 1",
    "203 -n 4",
    "203 -n 23",
    "204",
    "205",
    "206",
    "207",
    "208",
    "209",
];

/// Whatever the interleaving: no test of the public battery fails (p < 1e-6 or > 1 - 1e-6). Every test begins
/// at the first word of its order, so that it says the same every time; `ORDER` chooses one, `SEED` other words.
#[test]
#[ignore = "an hour; needs dieharder"]
fn the_public_battery_finds_nothing() {
    let only = std::env::var("ORDER").ok();
    let seed = std::env::var("SEED").map_or(1, |seed| seed.parse().unwrap());
    for (index, (order, _)) in orders(seed).into_iter().enumerate() {
        if only.as_ref().is_some_and(|only| only != order) {
            continue;
        }
        for test in DIEHARDER {
            let mut call_type = orders(seed).swap_remove(index).1;
            let Some(said) = dieharder(test, &mut call_type) else {
                return println!("dieharder is not installed: nothing is tested");
            };
            let verdicts: Vec<&str> =
                said.lines().filter(|line| VERDICTS.iter().any(|verdict| line.contains(verdict))).collect();
            assert!(!verdicts.is_empty(), "{order}: test {test} says nothing: {said}");
            for line in verdicts {
                println!("{order}: {line}");
                assert!(!line.contains("FAILED"), "{order}: {line}");
            }
        }
    }
}

/// What dieharder says of a p-value.
const VERDICTS: [&str; 3] = ["PASSED", "WEAK", "FAILED"];

/// One test over a call type from standard input; none where the battery is not installed.
fn dieharder(test: &str, call_type: &mut CallType) -> Option<String> {
    let mut child = Command::new("dieharder")
        .args(["-g", "200", "-d"])
        .args(test.split(' '))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    let mut block = Vec::with_capacity(1 << 16);
    loop {
        block.clear();
        (0..1 << 13).for_each(|_| block.extend_from_slice(&call_type().to_le_bytes()));
        // The battery closes its end when it has seen enough.
        if input.write_all(&block).is_err() {
            break;
        }
    }
    let output = child.wait_with_output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}
