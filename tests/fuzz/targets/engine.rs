//! Random valid models, chosen by the fuzzer's bytes, through the engine with its assertions on, and beside the
//! plainest event loop where they are small.
#![no_main]

#[path = "../../integration/common/mod.rs"]
mod common;

use common::models::{self, ANYTHING, Family, GRID};
use common::{Snapped, key, oracle, record, staffing};
use hotseat::model::Model;
use hotseat::engine::Abandonments;
use hotseat::replicate::replicate;
use libfuzzer_sys::fuzz_target;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const ROUTED: Family = Family { routed: true, ..ANYTHING };
const COARSE: Family = Family { coarse: true, ..ANYTHING };

/// The model that these bytes choose.
fn model(family: Family, bytes: &[u8]) -> Option<Model> {
    // Not the bytes themselves: where they end, ranges are drawn for ever.
    let mut seed = [0; 32];
    seed.iter_mut().zip(bytes).for_each(|(own, byte)| *own = *byte);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    models::model(family).new_tree(&mut runner).ok().map(|tree| tree.current())
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let (family, grid) = [(ANYTHING, 0.0), (ROUTED, 0.0), (COARSE, GRID)][usize::from(*first) % 3];
    let Some(model) = model(family, rest) else { return };
    drop(replicate(&model, 1, 0));
    let mut callers = Snapped::new(&model, key(), grid);
    let fresh = callers.all_fresh();
    if fresh.len() > 500 {
        return;
    }
    let plain = oracle::simulate(&model, &callers, fresh, &staffing(&model));
    let engine = record(&model, grid, Abandonments::WhereNeeded);
    assert_eq!(engine.attempts, plain.attempts);
    assert_eq!((engine.queued, engine.busy), (plain.queued, plain.busy));
});
