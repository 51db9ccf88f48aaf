//! Where a child kills itself.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use patterns_core::store::{ArchiveProgress, ArchiveStep, sled::CompactionStep};

use crate::shutdown;

/// After which step, and the how manieth time that it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KillAt {
    Never,
    Step { step: usize, nth: u64 },
}

impl KillAt {
    /// Each step in turn, the first time that it is done, then the second and the third.
    pub fn archive_step(number: u64) -> Self {
        Self::of(number, 0..ArchiveStep::ALL.len())
    }

    /// A step that leaves something to finish.
    pub fn unfinished_step(number: u64) -> Self {
        let place = |step| ArchiveStep::ALL.iter().position(|own| *own == step);
        let first = place(ArchiveStep::Registered).expect("a step");
        Self::of(number, first..place(ArchiveStep::Completed).expect("a step"))
    }

    /// A step of finishing it.
    pub fn finishing_step(number: u64) -> Self {
        let place = |step| ArchiveStep::ALL.iter().position(|own| *own == step);
        let first = place(ArchiveStep::Indexing).expect("a step");
        Self::of(number, first..ArchiveStep::ALL.len())
    }

    pub fn compaction_step(number: u64) -> Self {
        Self::of(number, 0..CompactionStep::ALL.len())
    }

    fn of(number: u64, steps: std::ops::Range<usize>) -> Self {
        let length = steps.len() as u64;
        Self::Step { step: steps.start + (number % length) as usize, nth: 1 + number / length % 3 }
    }

    /// Kills this process there.
    pub fn progress(self) -> ArchiveProgress {
        let times = AtomicU64::new(0);
        ArchiveProgress::new(move |step| self.done(step, &ArchiveStep::ALL, &times))
    }

    /// Kills this process there.
    pub fn compaction(self) -> impl FnMut(CompactionStep) {
        let times = AtomicU64::new(0);
        move |step| self.done(step, &CompactionStep::ALL, &times)
    }

    fn done<S: PartialEq>(self, done: S, all: &[S], times: &AtomicU64) {
        let Self::Step { step, nth } = self else { return };
        if all.get(step) == Some(&done) && times.fetch_add(1, Ordering::SeqCst) + 1 == nth {
            shutdown::kill_this_process();
        }
    }

    /// In words.
    pub fn describe(self, role: &str) -> String {
        let Self::Step { step, nth } = self else { return format!("{role}, at any moment") };
        let name = match role {
            "compactor" => CompactionStep::ALL.get(step).map(|step| format!("{step:?}")),
            _ => ArchiveStep::ALL.get(step).map(|step| format!("{step:?}")),
        };
        format!("{role}, after {} ({nth})", name.unwrap_or_default())
    }

    pub fn parse(text: &str) -> Option<Self> {
        if text == "never" {
            return Some(Self::Never);
        }
        let (step, nth) = text.split_once('.')?;
        Some(Self::Step { step: step.parse().ok()?, nth: nth.parse().ok()? })
    }
}

impl fmt::Display for KillAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => f.write_str("never"),
            Self::Step { step, nth } => write!(f, "{step}.{nth}"),
        }
    }
}
