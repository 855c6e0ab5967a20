//! The threads that requests run on.

use super::Error;

/// A pool of threads on which requests run. Requests of one session share its threads; requests of two sessions do
/// not touch each other. Results do not depend on the number of threads.
pub struct Session {
    pool: rayon::ThreadPool,
}

impl Session {
    /// Starts a session of so many threads; `None`: one per processor. An error where the system refuses them.
    pub fn new(threads: Option<usize>) -> Result<Session, Error> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build()?;
        Ok(Session { pool })
    }

    /// Runs a function on a thread of the session, so that what it does in parallel stays within the session's
    /// threads.
    pub fn install<R: Send>(&self, run: impl FnOnce() -> R + Send) -> R {
        self.pool.install(run)
    }

    /// Returns the number of threads.
    pub fn threads(&self) -> usize {
        self.pool.current_num_threads()
    }
}
