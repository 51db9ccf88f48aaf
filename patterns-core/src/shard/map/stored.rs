//! The map in its store: a stream of changes. Compare-and-set is the expected version of the stream.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::{MapChange, MapError, ShardMap};
use crate::{
    event::{StreamId, decode, encode},
    store::{Append, AppendError, Direction, EventStore, ExpectedVersion},
};

/// So many changes are read at once.
const PAGE: usize = 1024;

/// The map, as far as this process has heard of it.
#[derive(Debug)]
pub(in crate::shard) struct StoredMap {
    store: Arc<dyn EventStore>,
    stream: StreamId,
    current: ArcSwap<ShardMap>,
}

impl StoredMap {
    /// Where the map is kept.
    pub(in crate::shard) fn store(&self) -> &dyn EventStore {
        &*self.store
    }

    /// The map in `store`; begun there if there is none.
    pub(in crate::shard) async fn open(store: Arc<dyn EventStore>) -> Result<Self, MapError> {
        let stream = StreamId::new("patterns.map", &0_u8);
        let map = Self { store, stream, current: ArcSwap::default() };
        map.refresh().await?;
        map.change::<MapError>(|map| {
            let algorithm = crate::key::ALGORITHM.into();
            Ok((map.version() == 0).then_some(MapChange::Created { algorithm }))
        })
        .await?;
        Ok(map)
    }

    /// What was last heard of it.
    pub(in crate::shard) fn current(&self) -> Arc<ShardMap> {
        self.current.load_full()
    }

    /// What was last heard of it, for the moment.
    pub(in crate::shard) fn peek(&self) -> arc_swap::Guard<Arc<ShardMap>> {
        self.current.load()
    }

    /// The map as it is now.
    pub(in crate::shard) async fn refresh(&self) -> Result<Arc<ShardMap>, MapError> {
        let known = self.current();
        let mut map = None;
        loop {
            let from = map.as_ref().unwrap_or(&*known).version() + 1;
            let page = self.store.read_stream(&self.stream, from, Direction::Forward, PAGE).await?;
            for event in &page.events {
                let map = map.get_or_insert_with(|| ShardMap::clone(&known));
                map.apply(&decode(&event.data)?)?;
            }
            if page.head < known.version() {
                return Err(MapError::Shrunk { known: known.version(), found: page.head });
            }
            if page.events.len() < PAGE {
                return Ok(map.map_or(known, |map| self.heard_of(map)));
            }
        }
    }

    /// Makes the change that `decide` wants of the map as it is, and asks again when somebody else was quicker. Answers the map after it;
    /// `None` when no change is wanted.
    ///
    /// # Errors
    /// What `decide` answers; [`MapError::Outdated`] for a change that does not fit the map it was decided on.
    pub(in crate::shard) async fn change<E: From<MapError>>(
        &self,
        decide: impl Fn(&ShardMap) -> Result<Option<MapChange>, E> + Send + Sync,
    ) -> Result<Option<Arc<ShardMap>>, E> {
        loop {
            let known = self.current();
            let Some(change) = decide(&known)? else { return Ok(None) };
            let mut map = ShardMap::clone(&known);
            map.apply(&change)?;
            let events = vec![encode(&change).map_err(MapError::from)?];
            let expected = ExpectedVersion::Exact(known.version());
            let entry = Append { stream: self.stream.clone(), expected, events };
            match self.store.append(vec![entry]).await {
                Ok(_) => return Ok(Some(self.heard_of(map))),
                Err(AppendError::Conflict(_)) => drop(self.refresh().await?),
                Err(error) => return Err(MapError::Append(error).into()),
            }
        }
    }

    fn heard_of(&self, map: ShardMap) -> Arc<ShardMap> {
        let map = Arc::new(map);
        self.current.rcu(|known| {
            let newer = if map.version() > known.version() { &map } else { known };
            Arc::clone(newer)
        });
        map
    }
}
