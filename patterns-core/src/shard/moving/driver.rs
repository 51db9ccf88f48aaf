//! Carries out the steps of a move. All decisions are in `mover.rs`, in the fences and in the map.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    copying::Copier,
    mover::{Move, Outcome, Side, Step},
};
use crate::shard::{
    ShardError,
    fence::FenceStep,
    map::{MapChange, MapError, Phase, ShardMap, SlotChange},
    node::Origin,
    sharded::Cluster,
};

/// Moves one slot. Dropping it leaves the move as it is, for another mover to go on with.
#[derive(Debug)]
#[must_use = "a planned move stays in the map until a mover has carried it out or given it up"]
pub struct Mover {
    cluster: Arc<Cluster>,
    mv: Move,
    next: Option<Step>,
    copier: Copier,
    /// Position in the log of the source behind everything that was appended to the slot there.
    sealed_at: u64,
    sealing_since: Option<Instant>,
    report: MoveReport,
}

/// What a mover has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MoveReport {
    /// The steps that this mover has carried out.
    pub steps: Vec<Step>,
    /// How many events it has copied.
    pub events: u64,
    /// For how long writers of the slot had to wait, if it has both sealed and opened it.
    pub pause: Option<Duration>,
    /// Whether the slot has moved.
    pub moved: bool,
}

impl Mover {
    /// A mover that goes on with `mv`, which the map has in `phase`.
    pub(in crate::shard) fn resuming(
        cluster: &Arc<Cluster>,
        mv: Move,
        phase: &Phase,
    ) -> Result<Self, ShardError> {
        let copier = Copier::new(Arc::clone(cluster), mv.clone())?;
        Ok(Self {
            cluster: Arc::clone(cluster),
            mv,
            next: Step::resuming(phase),
            copier,
            sealed_at: 0,
            sealing_since: None,
            report: MoveReport::default(),
        })
    }

    /// The move.
    pub const fn current(&self) -> &Move {
        &self.mv
    }

    /// The step to be carried out next; `None` when there is nothing more to do.
    pub const fn next_step(&self) -> Option<Step> {
        self.next
    }

    /// What was done so far.
    pub const fn report(&self) -> &MoveReport {
        &self.report
    }

    /// Carries out all steps that are left.
    ///
    /// # Errors
    /// As [`advance`](Self::advance). If the move was not decided yet, it is given up then, so that writers go on where they were.
    pub async fn run(mut self) -> Result<MoveReport, ShardError> {
        loop {
            match self.advance().await {
                Ok(Some(_)) => {}
                Ok(None) => return self.ended(),
                Err(error) => {
                    self.give_up().await;
                    return Err(error);
                }
            }
        }
    }

    /// Carries out what is left, or gives the move up if it is not decided.
    pub(super) async fn end(mut self, give_up: bool) -> Result<MoveReport, ShardError> {
        if give_up {
            self.abort().await?;
        }
        self.run().await
    }

    /// A move that has failed must not leave writers waiting. What fails here as well is left for another mover.
    async fn give_up(&mut self) {
        if self.next.is_some_and(Step::can_abort) && matches!(self.abort().await, Ok(true)) {
            while matches!(self.advance().await, Ok(Some(_))) {}
        }
    }

    /// The report of a mover that has nothing more to do.
    fn ended(mut self) -> Result<MoveReport, ShardError> {
        let map = self.cluster.map.current();
        let entry = map.slot(self.mv.slot);
        self.report.moved = entry.is_some_and(|entry| entry.owner == self.mv.to);
        let given_up = self.report.steps.contains(&Step::Aborted);
        if self.report.moved || given_up {
            return Ok(self.report);
        }
        let reason = "somebody else has given the move up".into();
        Err(ShardError::Immovable { slot: self.mv.slot, reason })
    }

    /// Carries out the next step, and answers the one after it. It can be dropped at any moment, and called again after an error.
    ///
    /// # Errors
    /// When a node or the map fails, or the copy differs from the original. The move stays as it is.
    pub async fn advance(&mut self) -> Result<Option<Step>, ShardError> {
        let Some(step) = self.next else { return Ok(None) };
        let outcome = self.carry_out(step).await?;
        tracing::debug!(name: "patterns.shard.move", id = %self.mv.id, slot = %self.mv.slot, ?step, ?outcome);
        self.note(step, outcome);
        self.next = match outcome {
            Outcome::Done => step.after(outcome),
            Outcome::Refused => self.decided_otherwise(step),
        };
        Ok(self.next)
    }

    /// Gives the move up, if it is not decided yet; the next steps bring everything back to where it was.
    ///
    /// # Errors
    /// When the map cannot be changed.
    pub async fn abort(&mut self) -> Result<bool, ShardError> {
        let aborted = self.change_map(SlotChange::Abort).await? == Outcome::Done;
        if aborted {
            self.next = Some(Step::Reopen);
        }
        Ok(aborted)
    }

    /// What is left to do when a step was refused: the end of this move, if another mover has come further with it.
    fn decided_otherwise(&self, refused: Step) -> Option<Step> {
        let map = self.cluster.map.current();
        let entry = map.slot(self.mv.slot)?;
        let own = entry.current_move(self.mv.slot.keyspace)?.id == self.mv.id;
        Step::resuming(&entry.phase).filter(|next| own && *next > refused)
    }

    fn note(&mut self, step: Step, outcome: Outcome) {
        self.report.events = self.copier.events;
        if outcome == Outcome::Refused {
            return;
        }
        self.report.steps.push(step);
        if matches!(step, Step::Activate | Step::Reopen) {
            self.report.moved = step == Step::Activate;
            self.report.pause = self.sealing_since.take().map(|since| since.elapsed());
            self.cluster.holding.wake();
        }
    }

    async fn carry_out(&mut self, step: Step) -> Result<Outcome, ShardError> {
        if step == Step::Seal {
            self.sealing_since = Some(Instant::now());
        }
        if let Some((fence, side)) = step.fence() {
            return self.change_fence(fence, side).await;
        }
        match step {
            Step::Bulk => self.copier.bulk().await,
            Step::Tail => self.copier.tail().await,
            Step::Delta => self.copier.delta(self.sealed_at).await,
            Step::Commit => self.change_map(SlotChange::Commit).await,
            Step::Finish => self.finish(SlotChange::Finish).await,
            _ => self.finish(SlotChange::Aborted).await,
        }
    }

    async fn change_fence(&mut self, step: FenceStep, side: Side) -> Result<Outcome, ShardError> {
        let name = if side == Side::Source { &self.mv.from } else { &self.mv.to };
        let node = self.cluster.node(name)?;
        let after = (step == FenceStep::Activate)
            .then(|| Origin { node: self.mv.from.clone(), sealed_at: self.sealed_at });
        let stepped = node.step(step, &self.mv, after).await;
        let failed = |cause| ShardError::NodeAppend { node: name.clone(), cause };
        let (outcome, position) = stepped.map_err(failed)?;
        if matches!(step, FenceStep::Seal | FenceStep::Retire) {
            self.sealed_at = position;
        }
        Ok(outcome)
    }

    /// Somebody else may have written the end of the move.
    async fn finish(&self, change: SlotChange) -> Result<Outcome, ShardError> {
        self.change_map(change).await.map(|_| Outcome::Done)
    }

    async fn change_map(&self, change: SlotChange) -> Result<Outcome, ShardError> {
        self.cluster.map.refresh().await?;
        let decide = |map: &ShardMap| {
            let fits = map.slot(self.mv.slot)?.changed(&change, self.mv.id);
            fits.map(|_| MapChange::Slot {
                slot: self.mv.slot,
                by: self.mv.id,
                change: change.clone(),
            })
        };
        let changed = self.cluster.map.change::<MapError>(|map| Ok(decide(map))).await?;
        let made = changed.is_some() || self.was_made(&change);
        Ok(if made { Outcome::Done } else { Outcome::Refused })
    }

    /// Whether the map has the change already: by another mover of this move, or by this one, which did not get the answer.
    fn was_made(&self, change: &SlotChange) -> bool {
        let map = self.cluster.map.current();
        map.slot(self.mv.slot).is_some_and(|entry| entry.is_decided_by(change, self.mv.id))
    }
}
