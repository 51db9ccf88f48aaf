//! Smaller slots, and slots of single keys: changes of the map only.

use super::ShardedStore;
use crate::{
    event::StreamId,
    key::PlaceRange,
    shard::{
        ShardError,
        map::{KeyspaceId, MapChange, MapError, ShardMap, Slot},
    },
};

impl ShardedStore {
    /// Cuts the slot that holds the places `range` so that they are one of their own. Nothing is copied.
    ///
    /// # Errors
    /// When the places are in several slots, or in one that is moving.
    pub async fn cut(&self, keyspace: KeyspaceId, range: PlaceRange) -> Result<Slot, ShardError> {
        let slot = Slot { keyspace, range };
        self.cluster.map.refresh().await?;
        let cut = |map: &ShardMap| Ok(map.slot(slot).is_none().then_some(MapChange::Cut { slot }));
        self.cluster.map.change::<MapError>(cut).await?;
        Ok(slot)
    }

    /// Cuts every slot of a keyspace in halves. Nothing is copied.
    ///
    /// # Errors
    /// When a slot is moving, or there are 65,536 already.
    pub async fn double_slots(&self, keyspace: KeyspaceId) -> Result<(), ShardError> {
        self.cluster.map.refresh().await?;
        let double = |_: &ShardMap| Ok(Some(MapChange::Doubled { keyspace }));
        self.cluster.map.change::<MapError>(double).await?;
        Ok(())
    }

    /// Makes the shard key of `stream` a slot of its own, so that it can be moved alone. Other streams of the same key go with it.
    ///
    /// # Errors
    /// When the slot that it is in is moving.
    pub async fn isolate(&self, stream: &StreamId) -> Result<Slot, ShardError> {
        let at = self.cluster.locate_to_write(stream).await?;
        self.cut(at.keyspace, PlaceRange::single(at.place)).await
    }

    /// The slot that `stream` is in; `None` when its type has no streams yet.
    ///
    /// # Errors
    /// When the map cannot be read, or the stream is named without the route that its type has.
    pub async fn slot_of(&self, stream: &StreamId) -> Result<Option<Slot>, ShardError> {
        let Some(at) = self.cluster.locate(stream).await? else { return Ok(None) };
        let map = self.map();
        let entry = map.entry(at.keyspace, at.place);
        Ok(entry.map(|entry| Slot { keyspace: at.keyspace, range: entry.range }))
    }
}
