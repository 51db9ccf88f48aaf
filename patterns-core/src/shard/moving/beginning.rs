//! How moves begin, and how those go on that were left: the part of a sharded store that movers come from.

use super::driver::{MoveReport, Mover};
use crate::shard::{
    ShardError, ShardedStore,
    fence::{Fence, MoveId},
    map::{Entry, KeyspaceId, MapChange, MapError, ShardMap, Slot, SlotChange},
    node_id::NodeId,
};

impl ShardedStore {
    /// Moves a slot to another node while it is being written and read.
    ///
    /// # Errors
    /// When the slot cannot be moved now, or a step fails; the move is then left as it is, and [`resume_moves`](Self::resume_moves) goes on with it.
    pub async fn move_slot(&self, slot: Slot, to: &NodeId) -> Result<MoveReport, ShardError> {
        self.begin_move(slot, to).await?.run().await
    }

    /// Plans a move, to be carried out step by step.
    ///
    /// # Errors
    /// When there is no such slot or node, when the slot is moving already, or when the nodes are not as the map says.
    pub async fn begin_move(&self, slot: Slot, to: &NodeId) -> Result<Mover, ShardError> {
        let map = self.cluster.map.refresh().await?;
        self.check_movable(&map, slot, to).await?;
        let plan = |map: &ShardMap| {
            let id = MoveId(map.version() + 1);
            let change = SlotChange::Plan { to: to.clone() };
            let planned = map.slot(slot).and_then(|entry| entry.changed(&change, id));
            planned
                .map(|_| MapChange::Slot { slot, by: id, change })
                .ok_or_else(|| immovable(slot, "it is moving already"))
        };
        let planned = self.cluster.map.change(|map| plan(map).map(Some)).await?;
        let entry = planned.as_ref().and_then(|map| map.slot(slot));
        self.mover(slot.keyspace, entry)?.ok_or_else(|| immovable(slot, "the plan is gone"))
    }

    /// Goes on with every move that is under way, whoever began it, and carries it out.
    ///
    /// # Errors
    /// Of the first that cannot be brought to its end; the others are gone on with all the same.
    pub async fn resume_moves(&self) -> Result<Vec<MoveReport>, ShardError> {
        self.end_moves(false).await
    }

    /// Brings every move that is under way to its end, whoever began it: those that are not decided are given up. For a process that knows
    /// that nobody else moves slots.
    ///
    /// # Errors
    /// As [`resume_moves`](Self::resume_moves).
    pub async fn settle_moves(&self) -> Result<Vec<MoveReport>, ShardError> {
        self.end_moves(true).await
    }

    async fn end_moves(&self, give_up: bool) -> Result<Vec<MoveReport>, ShardError> {
        let (mut reports, mut failed) = (Vec::new(), None);
        for mover in self.movers().await? {
            let ended = match mover {
                Ok(mover) => mover.end(give_up).await,
                Err(error) => Err(error),
            };
            match ended {
                Ok(report) => reports.push(report),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(reports), Err)
    }

    /// A mover for each move that is under way.
    ///
    /// # Errors
    /// When the map cannot be read, or a node that takes part is not connected.
    pub async fn unfinished_moves(&self) -> Result<Vec<Mover>, ShardError> {
        self.movers().await?.into_iter().collect()
    }

    async fn movers(&self) -> Result<Vec<Result<Mover, ShardError>>, ShardError> {
        let map = self.cluster.map.refresh().await?;
        Ok(map.moves().map(|(mv, phase)| Mover::resuming(&self.cluster, mv, phase)).collect())
    }

    fn mover(
        &self,
        keyspace: KeyspaceId,
        entry: Option<&Entry>,
    ) -> Result<Option<Mover>, ShardError> {
        let mover = |entry: &Entry| {
            let mv = entry.current_move(keyspace)?;
            Some(Mover::resuming(&self.cluster, mv, &entry.phase))
        };
        entry.and_then(mover).transpose()
    }

    /// What can be known to fail is refused before anything begins.
    async fn check_movable(
        &self,
        map: &ShardMap,
        slot: Slot,
        to: &NodeId,
    ) -> Result<(), ShardError> {
        let entry = map.slot(slot).ok_or_else(|| immovable(slot, "there is no such slot"))?;
        map.node(to).ok_or_else(|| MapError::NoSuchNode { name: to.clone() })?;
        if entry.owner == *to {
            return Err(immovable(slot, "the target has it already"));
        }
        if !map.can_bear(slot, to) {
            return Err(immovable(slot, "the target is being drained, or stands in another zone"));
        }
        let source = self.cluster.node(&entry.owner)?;
        let fences = source.refresh().await;
        let fences =
            fences.map_err(|cause| ShardError::Node { node: entry.owner.clone(), cause })?;
        let owner = Fence::Owner { epoch: entry.epoch };
        self.cluster.node(to)?;
        match fences.of(slot) {
            Some(fence) if fence == owner => Ok(()),
            _ => Err(immovable(slot, "its owner does not accept appends to it")),
        }
    }
}

fn immovable(slot: Slot, reason: &str) -> ShardError {
    ShardError::Immovable { slot, reason: reason.into() }
}
