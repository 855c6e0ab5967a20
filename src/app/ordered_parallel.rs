//! Items made in parallel and taken in order.

use crate::sweep::locked;
use std::sync::{Condvar, Mutex, PoisonError};

/// The source of the items, which counts them.
struct Source<N> {
    next: N,
    given: u64,
}

/// The receiver of the results, in order of the items.
struct Sink<K, E> {
    take: K,
    /// The number of the item whose result is taken next.
    awaited: u64,
    error: Option<E>,
    /// Whether taking has ended, after the last item or an error.
    over: bool,
}

struct Pipeline<N, K, E> {
    source: Mutex<Source<N>>,
    sink: Mutex<Sink<K, E>>,
    taken: Condvar,
}

/// Makes something of every item that `next` gives, on all threads of the current pool, and passes it to `take` in the
/// items' order, on the thread that made it, in whose caches it is. Ends at the first error.
pub fn ordered_parallel<I, T, E: Send>(
    next: impl FnMut() -> Result<Option<I>, E> + Send,
    make: impl Fn(I) -> T + Sync,
    take: impl FnMut(T) -> Result<(), E> + Send,
) -> Result<(), E> {
    let pipeline = Pipeline {
        source: Mutex::new(Source { next, given: 0 }),
        sink: Mutex::new(Sink { take, awaited: 0, error: None, over: false }),
        taken: Condvar::new(),
    };
    rayon::broadcast(|_| pipeline.work(&make));
    pipeline.sink.into_inner().unwrap_or_else(PoisonError::into_inner).error.map_or(Ok(()), Err)
}

impl<I, E, N: FnMut() -> Result<Option<I>, E>, K> Pipeline<N, K, E> {
    fn work<T>(&self, make: &impl Fn(I) -> T)
    where
        K: FnMut(T) -> Result<(), E>,
    {
        let _ending = Ending(self);
        while let Some((number, item)) = self.item() {
            let made = make(item);
            if !self.take(number, made) {
                break;
            }
        }
    }

    /// Returns the next item and its number.
    fn item(&self) -> Option<(u64, I)> {
        let mut source = locked(&self.source);
        match (source.next)() {
            Ok(item) => {
                let numbered = item.map(|item| (source.given, item));
                source.given += 1;
                numbered
            }
            Err(error) => {
                self.end(Some(error));
                None
            }
        }
    }

    /// Takes a thing once all before it are taken; returns whether it was taken.
    fn take<T>(&self, number: u64, made: T) -> bool
    where
        K: FnMut(T) -> Result<(), E>,
    {
        let mut sink = locked(&self.sink);
        while sink.awaited < number && !sink.over {
            sink = self.taken.wait(sink).unwrap_or_else(PoisonError::into_inner);
        }
        if sink.over {
            return false;
        }
        match (sink.take)(made) {
            Ok(()) => {
                sink.awaited += 1;
                self.taken.notify_all();
                true
            }
            Err(error) => {
                drop(sink);
                self.end(Some(error));
                false
            }
        }
    }
}

impl<N, K, E> Pipeline<N, K, E> {
    /// Ends everything, with an error or without.
    fn end(&self, error: Option<E>) {
        let mut sink = locked(&self.sink);
        sink.over = true;
        sink.error = sink.error.take().or(error);
        self.taken.notify_all();
    }
}

/// Ends the others' waiting when a thread panics.
struct Ending<'t, N, K, E>(&'t Pipeline<N, K, E>);

impl<N, K, E> Drop for Ending<'_, N, K, E> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.end(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items that give up at one of them, or whose taking does.
    fn taken(count: u64, bad_item: u64, bad_taking: u64) -> (Result<(), String>, Vec<u64>) {
        let (mut given, mut taken) = (0, Vec::new());
        let next = || {
            given += 1;
            if given == bad_item { Err("item".to_owned()) } else { Ok((given <= count).then_some(given)) }
        };
        let make = |item: u64| {
            // The first of each four takes longest.
            std::thread::sleep(std::time::Duration::from_micros(200 * (item % 4)));
            10 * item
        };
        let take = |made: u64| {
            if made == 10 * bad_taking {
                return Err("taking".to_owned());
            }
            taken.push(made / 10);
            Ok(())
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let done = pool.install(|| ordered_parallel(next, make, take));
        (done, taken)
    }

    #[test]
    fn everything_is_taken_in_order() {
        let (done, taken) = taken(100, 1000, 1000);
        assert_eq!(done, Ok(()));
        assert!(taken.into_iter().eq(1..=100));
    }

    #[test]
    fn the_first_error_ends_it_and_nothing_is_taken_after_it() {
        let (done, all) = taken(100, 1000, 40);
        assert_eq!(done, Err("taking".to_owned()));
        assert!(all.into_iter().eq(1..40));
        let (done, all) = taken(100, 40, 1000);
        assert_eq!(done, Err("item".to_owned()));
        assert!(all.len() < 40 && all.into_iter().zip(1..).all(|(own, number)| own == number));
    }
}
