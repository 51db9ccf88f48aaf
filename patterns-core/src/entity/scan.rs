//! Records in the order of their keys.

use futures_util::future::BoxFuture;

use super::{Entities, Entity, ReadError, current::Current};
use crate::{
    aggregate::{OneShard, Versioned},
    cache::Freshness,
    event::StreamId,
    repository::{Database, QueryError, ScatterQuery},
    store::StreamHead,
};

/// A scan looks at no fewer streams at once, so that a stretch of deleted records is passed in few steps, and at no more, so that
/// what it holds is bounded.
const LISTED: (usize, usize) = (32, 1024);

impl<E: Entity> Entities<E> {
    /// A question about all records, over all nodes. It reads every record of the type from the store.
    ///
    /// See [`ScatterQuery`] for what it can answer.
    pub fn scatter(&self) -> ScatterQuery<E, ReadError> {
        ScatterQuery::new(&self.db, E::NAME, |db, stream| Box::pin(find(db, stream)))
    }

    /// At most `limit` records in the order of their keys, beginning after the key `after`. Fewer than `limit` means that these were the last.
    ///
    /// To read all, ask again for what follows the last record of a page: it misses no record that is there all the while. A page is no
    /// snapshot: each of its records is as it was at some moment while the page was read. Deleted records are passed over, but each
    /// costs about what a record costs that is there. Records are read from the store, cached or not.
    ///
    /// ```
    /// # use patterns_core::{entity::{Entity, Entities, ReadError}, aggregate::{OneShard, Versioned}};
    /// async fn all<E: Entity + OneShard>(entities: &Entities<E>) -> Result<Vec<Versioned<E>>, ReadError> {
    ///     let (mut all, mut after) = (Vec::new(), None);
    ///     loop {
    ///         let page = entities.scan(after, 100).await?;
    ///         let Some(last) = page.last() else { return Ok(all) };
    ///         after = Some(last.id());
    ///         all.extend(page);
    ///     }
    /// }
    /// ```
    ///
    /// Only for types without a `#[shard_key]`: those with one are spread over nodes, and [`scatter`](Self::scatter) says so where it is called.
    ///
    /// # Errors
    /// When the store cannot be read, or what it holds is no record of this type; no record is skipped.
    // Boxed, because an opaque future would repeat the error about a type that is spread over nodes at every `.await`.
    pub fn scan(
        &self,
        after: Option<E::Id>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Versioned<E>>, ReadError>>
    where
        E: OneShard,
    {
        Box::pin(self.page(after.map(Self::stream), limit))
    }

    async fn page(
        &self,
        mut after: Option<StreamId>,
        limit: usize,
    ) -> Result<Vec<Versioned<E>>, ReadError> {
        let mut records = Vec::new();
        while records.len() < limit {
            let wanted = (limit - records.len()).clamp(LISTED.0, LISTED.1);
            let listed = self.list(after.as_ref(), wanted).await?;
            for head in &listed {
                records.extend(self.current(&head.stream).await?.into_versioned(Freshness::Fresh));
                if records.len() == limit {
                    return Ok(records);
                }
            }
            if listed.len() < wanted {
                break;
            }
            after = listed.into_iter().next_back().map(|head| head.stream);
        }
        Ok(records)
    }

    async fn list(
        &self,
        after: Option<&StreamId>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, ReadError> {
        let listed = self.db.store().list_streams(&StreamId::prefix(E::NAME), after, limit).await;
        listed.map_err(|cause| ReadError::List { entity: E::NAME, cause })
    }
}

async fn find<E: Entity>(
    db: Database,
    stream: StreamId,
) -> Result<Option<Versioned<E>>, QueryError<ReadError>> {
    match Current::read(&db, &stream).await {
        Ok(current) => Ok(current.into_versioned(Freshness::Fresh)),
        Err(cause) => Err(QueryError::Item { stream, cause }),
    }
}
