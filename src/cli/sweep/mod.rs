//! `hotseat sweep`.
//!
//! A sweep is simulated into a [`journal`], which survives whatever happens to the process; [`finish`] makes the
//! tables from one journal or, after `merge`, from those of all shards: by the same code, so the bytes are the same.

mod args;
mod finish;
mod folder;
mod identity;
mod job;
mod journal;
mod merge;
mod select;
mod shard;
mod slurm;

pub(super) use args::SweepCommand;

use super::common::CommonArgs;
use super::failure::Outcome;
use crate::sweep::Shard;
use args::Other;
use identity::SweepIdentity;
use job::Job;
use std::path::Path;
use std::time::Instant;

impl SweepCommand {
    pub(super) fn execute(&self, common: &CommonArgs) -> Outcome {
        if let Some(Other::Merge(merge)) = &self.other {
            return merge.execute(common);
        }
        let path = self.study.as_deref().unwrap_or(Path::new(""));
        if self.best.is_asked() {
            return self.best.run(self, path, common);
        }
        let (started, presentation, session) = (Instant::now(), common.presentation(), common.session()?);
        let study = self.read(path, common, &session)?;
        if let Some(dir) = &self.cluster.slurm {
            return self.cluster.write(dir, path, &study, self.words(common), &presentation);
        }
        let identity = SweepIdentity::of(&study, self.shard.unwrap_or(Shard::WHOLE));
        let policy = self.policy(common);
        let (session, presentation) = (&session, &presentation);
        let job = Job { session, study: &study, identity: &identity, policy, presentation, started };
        match (&presentation.out, self.shard) {
            (Some(dir), Some(_)) => shard::run(&job, dir),
            (Some(dir), None) => job.in_folder(dir),
            (None, _) => job.without_folder(),
        }
    }
}
