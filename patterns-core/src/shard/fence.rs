//! What a node knows of the slots it has, had or is getting. Every append to a node is checked against it, in the node's own
//! transaction; safety rests on nothing else. Pure: each step answers the fence that it leaves, or that it is too late.

use serde::{Deserialize, Serialize};

use super::moving::Move;

/// How often the ownership of a slot has been decided. Grows with every move, committed or aborted (promise S6).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Epoch(pub(super) u64);

impl Epoch {
    /// The epoch of a slot that has never moved.
    pub const FIRST: Self = Self(1);

    /// The epoch after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The number.
    pub const fn value(self) -> u64 {
        self.0
    }
}

/// Names one move: the version of the map that planned it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MoveId(pub(super) u64);

impl MoveId {
    /// The number.
    pub const fn value(self) -> u64 {
        self.0
    }
}

impl core::fmt::Display for MoveId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.0.fmt(f)
    }
}

/// What a node may do with a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Fence {
    /// Nothing: it has no complete copy. What is left of an earlier one may be reclaimed.
    Absent {
        /// The last decision it has heard of.
        epoch: Epoch,
    },
    /// Accept appends and answer reads.
    Owner {
        /// Since which decision.
        epoch: Epoch,
    },
    /// Answer reads; nothing is appended any more.
    Sealed {
        /// Since which decision it was the owner.
        epoch: Epoch,
        /// The move that sealed it.
        by: MoveId,
    },
    /// Take copies from the move that prepares it.
    Importing {
        /// The decision that would make it the owner.
        epoch: Epoch,
        /// The move.
        by: MoveId,
    },
    /// Nothing: another node is the owner.
    Moved {
        /// Since which decision.
        epoch: Epoch,
    },
}

/// A change of a fence; each is one transaction on one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FenceStep {
    /// The target begins to take copies.
    Prepare,
    /// The source stops to take appends.
    Seal,
    /// The source stops to answer reads: another node is the owner.
    Retire,
    /// The target is the owner.
    Activate,
    /// The source may reclaim what it has.
    Collect,
    /// After an abort: the source is the owner again.
    Reopen,
    /// After an abort: the target gives up what it has copied.
    Clean,
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stepped {
    /// The fence is to become this one.
    To(Fence),
    /// It had been done before, or what it is for is over.
    Already,
    /// Somebody else has decided otherwise: this move must stop.
    Refused,
}

impl Default for Fence {
    fn default() -> Self {
        Self::Absent { epoch: Epoch::default() }
    }
}

impl Fence {
    /// The last decision that the node has heard of, or waits for.
    pub const fn epoch(self) -> Epoch {
        match self {
            Self::Absent { epoch }
            | Self::Owner { epoch }
            | Self::Sealed { epoch, .. }
            | Self::Importing { epoch, .. }
            | Self::Moved { epoch } => epoch,
        }
    }

    /// Whether appends are accepted.
    pub const fn accepts_appends(self) -> bool {
        matches!(self, Self::Owner { .. })
    }

    /// Whether all acknowledged events are here (promise S2).
    pub const fn answers_reads(self) -> bool {
        matches!(self, Self::Owner { .. } | Self::Sealed { .. })
    }

    /// Whether `mv` may copy events here.
    pub fn accepts_copies_of(self, mv: &Move) -> bool {
        matches!(self, Self::Importing { by, .. } if by == mv.id)
    }

    /// What `step` of `mv` does to the fence.
    pub fn step(self, step: FenceStep, mv: &Move) -> Stepped {
        match step {
            FenceStep::Prepare => self.prepare(mv),
            FenceStep::Seal => self.seal(mv),
            FenceStep::Retire => self.retire(mv),
            FenceStep::Activate => self.activate(mv),
            FenceStep::Collect => self.collect(mv),
            FenceStep::Reopen => self.reopen(mv),
            FenceStep::Clean => self.clean(mv),
        }
    }

    fn prepare(self, mv: &Move) -> Stepped {
        match self {
            // A twin may be past the copy already: what is there must stay.
            Self::Importing { by, .. } if by == mv.id => Stepped::Already,
            _ if self.is_behind(mv) => {
                Stepped::To(Self::Importing { epoch: mv.decided(), by: mv.id })
            }
            _ => Stepped::Refused,
        }
    }

    fn seal(self, mv: &Move) -> Stepped {
        match self {
            Self::Sealed { by, .. } if by == mv.id => Stepped::Already,
            // Without the epoch a mover that was aborted long ago would seal what has been opened again.
            Self::Owner { epoch } if epoch == mv.epoch => {
                Stepped::To(Self::Sealed { epoch, by: mv.id })
            }
            _ => Stepped::Refused,
        }
    }

    fn retire(self, mv: &Move) -> Stepped {
        match self {
            Self::Sealed { by, .. } if by == mv.id => {
                Stepped::To(Self::Moved { epoch: mv.decided() })
            }
            // The map has decided: a source that has lost its seal must not go on.
            Self::Owner { epoch } if epoch == mv.epoch => {
                Stepped::To(Self::Moved { epoch: mv.decided() })
            }
            _ => Stepped::Already,
        }
    }

    fn activate(self, mv: &Move) -> Stepped {
        match self {
            Self::Importing { by, .. } if by == mv.id => {
                Stepped::To(Self::Owner { epoch: mv.decided() })
            }
            // A target that has lost what it was prepared for has lost its copies as well.
            _ if self.epoch() < mv.decided() => Stepped::Refused,
            _ => Stepped::Already,
        }
    }

    fn collect(self, mv: &Move) -> Stepped {
        match self {
            Self::Moved { epoch } if epoch == mv.decided() => Stepped::To(Self::Absent { epoch }),
            _ => Stepped::Already,
        }
    }

    fn reopen(self, mv: &Move) -> Stepped {
        match self {
            Self::Owner { epoch } if epoch == mv.epoch => {
                Stepped::To(Self::Owner { epoch: mv.decided() })
            }
            Self::Sealed { by, .. } if by == mv.id => {
                Stepped::To(Self::Owner { epoch: mv.decided() })
            }
            _ => Stepped::Already,
        }
    }

    fn clean(self, mv: &Move) -> Stepped {
        match self {
            Self::Importing { by, .. } if by == mv.id => {
                Stepped::To(Self::Absent { epoch: mv.decided() })
            }
            // The target has not heard of the move yet: what comes late must be refused.
            _ if self.is_behind(mv) => Stepped::To(Self::Absent { epoch: mv.decided() }),
            _ => Stepped::Already,
        }
    }

    /// Whether the node has no part in the slot and has heard of no decision as late as that of `mv`.
    fn is_behind(self, mv: &Move) -> bool {
        matches!(self, Self::Absent { epoch } | Self::Moved { epoch } if epoch < mv.decided())
    }
}
