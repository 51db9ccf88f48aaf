//! Protocols that differ from the shipped one by a single rule.

use crate::shard::moving::{Outcome, Step};

/// Which rule is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant {
    AsShipped,
    /// Whether fences have changed is looked at before the append, and not by it.
    CheckBeforeAppend,
    /// Whoever has a route appends.
    FenceInClient,
    ActivateBeforeCommit,
    ActivateBeforeRetire,
    /// Nothing is copied after the seal.
    NoDelta,
    /// What the source has is deleted whatever its fence is by now.
    CollectUnfenced,
    SealAnyEpoch,
    AbortKeepsEpoch,
    /// Copies are taken whatever the fence of the target is by now.
    CopyUnfenced,
    /// What is left on a node is deleted at any time, if in that transaction its fence is `Absent`.
    DeletesWhereAbsent,
}

impl Variant {
    /// The step after `step`.
    pub(super) fn after(self, step: Step, outcome: Outcome) -> Option<Step> {
        let next = match (self, step) {
            (Self::ActivateBeforeCommit, Step::Delta) => Step::Activate,
            (Self::ActivateBeforeCommit, Step::Activate) => Step::Commit,
            (Self::ActivateBeforeCommit, Step::Retire) => Step::Finish,
            (Self::ActivateBeforeRetire, Step::Commit) => Step::Activate,
            (Self::ActivateBeforeRetire, Step::Activate) => Step::Retire,
            (Self::ActivateBeforeRetire, Step::Retire) => Step::Finish,
            (Self::NoDelta, Step::Seal) => Step::Commit,
            _ => return step.after(outcome),
        };
        (outcome == Outcome::Done).then_some(next)
    }

    /// Whether an append looks at the fence when it begins.
    pub(super) fn judges(self) -> bool {
        self != Self::FenceInClient
    }

    /// Whether an append fails when fences have changed since it began.
    pub(super) fn checks(self) -> bool {
        !matches!(self, Self::CheckBeforeAppend | Self::FenceInClient)
    }
}
