//! The order of the steps of a move. Pure; `driver.rs` carries them out. A mover needs no lease: every step is a comparison and a change in
//! one transaction at one place, so that movers that are late, doubled or dead do no harm.

use crate::shard::{
    fence::{Epoch, FenceStep, MoveId},
    map::{Phase, Slot},
    node_id::NodeId,
};

/// A slot on its way from one node to another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Move {
    /// Its name.
    pub id: MoveId,
    /// The slot.
    pub slot: Slot,
    /// The owner when it was planned.
    pub from: NodeId,
    /// The node that is to own the slot.
    pub to: NodeId,
    /// The epoch when it was planned.
    pub epoch: Epoch,
}

impl Move {
    /// The epoch that the decision on this move begins, whichever it is.
    pub const fn decided(&self) -> Epoch {
        self.epoch.next()
    }
}

/// One step of a move, to be carried out next. Each is one transaction at one place, except the copying ones, which add what
/// is missing and can be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The target begins to take copies.
    Prepare,
    /// What is there is copied, while appends go on.
    Bulk,
    /// What has come since is copied, until little is missing; and the copy is compared with the original.
    Tail,
    /// The source stops to take appends. From here on writers wait.
    Seal,
    /// The rest is copied and compared.
    Delta,
    /// The map is changed: the only decision.
    Commit,
    /// The source stops to answer reads.
    Retire,
    /// The target becomes the owner. Writers go on.
    Activate,
    /// The map says that the move is over.
    Finish,
    /// The source may reclaim what it has.
    Collect,
    /// After an abort the source becomes the owner again. Writers go on.
    Reopen,
    /// The target gives up what it has copied.
    Clean,
    /// The map says that the abort is over.
    Aborted,
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is done, now or before.
    Done,
    /// Somebody else has decided otherwise.
    Refused,
}

impl Step {
    /// Every step, in the order of a move and then of an abort.
    pub const ALL: [Self; 13] = [
        Self::Prepare,
        Self::Bulk,
        Self::Tail,
        Self::Seal,
        Self::Delta,
        Self::Commit,
        Self::Retire,
        Self::Activate,
        Self::Finish,
        Self::Collect,
        Self::Reopen,
        Self::Clean,
        Self::Aborted,
    ];

    /// Where a mover begins that finds a slot in `phase`; `None` when there is nothing to do.
    pub const fn resuming(phase: &Phase) -> Option<Self> {
        match phase {
            Phase::Stable => None,
            Phase::Moving { .. } => Some(Self::Prepare),
            Phase::Committed { .. } => Some(Self::Retire),
            Phase::Aborting { .. } => Some(Self::Reopen),
        }
    }

    /// The step after this one; `None` when the mover has come to its end.
    pub const fn after(self, outcome: Outcome) -> Option<Self> {
        if matches!(outcome, Outcome::Refused) {
            return None;
        }
        match self {
            Self::Prepare => Some(Self::Bulk),
            Self::Bulk => Some(Self::Tail),
            Self::Tail => Some(Self::Seal),
            Self::Seal => Some(Self::Delta),
            Self::Delta => Some(Self::Commit),
            Self::Commit => Some(Self::Retire),
            Self::Retire => Some(Self::Activate),
            Self::Activate => Some(Self::Finish),
            Self::Finish => Some(Self::Collect),
            Self::Reopen => Some(Self::Clean),
            Self::Clean => Some(Self::Aborted),
            Self::Collect | Self::Aborted => None,
        }
    }

    /// Whether the move can still be aborted before this step is carried out.
    pub fn can_abort(self) -> bool {
        self <= Self::Commit
    }

    /// Whether writers wait before this step is carried out.
    pub fn holds_writers(self) -> bool {
        (Self::Delta..=Self::Activate).contains(&self)
    }

    /// The change of a fence that the step is, and on which side.
    pub const fn fence(self) -> Option<(FenceStep, Side)> {
        match self {
            Self::Prepare => Some((FenceStep::Prepare, Side::Target)),
            Self::Seal => Some((FenceStep::Seal, Side::Source)),
            Self::Retire => Some((FenceStep::Retire, Side::Source)),
            Self::Activate => Some((FenceStep::Activate, Side::Target)),
            Self::Collect => Some((FenceStep::Collect, Side::Source)),
            Self::Reopen => Some((FenceStep::Reopen, Side::Source)),
            Self::Clean => Some((FenceStep::Clean, Side::Target)),
            Self::Bulk | Self::Tail | Self::Delta | Self::Commit | Self::Finish | Self::Aborted => {
                None
            }
        }
    }
}

/// An end of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The node that was the owner.
    Source,
    /// The node that is to be.
    Target,
}
