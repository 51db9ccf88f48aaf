//! Records of types that are `#[cached]`.

use std::sync::Arc;

use super::{Entities, Entity, ReadError, current::Current};
use crate::{
    aggregate::Versioned,
    cache::{Builder, Cache, Caching, Loaded, Write},
    event::StreamId,
    repository::{Database, Provenance},
    store::{Append, AppendError},
};

/// Records by stream. That there is none is cached as well.
pub(super) type RecordCache<E> = Cache<StreamId, Option<Arc<E>>, ReadError>;

/// The cache of a database for the records of one type, if it is declared.
pub(super) fn record_cache<E: Entity>(db: &Database) -> Option<RecordCache<E>> {
    let caching = E::CACHE?;
    Some(db.caches.of_type::<Entities<E>, _, _, _>(|| builder(&caching)))
}

fn builder<E: Entity>(caching: &Caching<E>) -> Builder<Option<Arc<E>>, ReadError> {
    // A function, not a closure over `caching`: what a type declares is a constant of the type.
    let weigh = |record: &Option<Arc<E>>| {
        let weight = |record| E::CACHE.map_or(0, |caching| caching.weight(record));
        record.as_deref().map_or(0, weight)
    };
    Builder::new(E::NAME, caching.policy())
        .weigh(weigh)
        .negative_when(Option::is_none)
        .on_timeout(ReadError::TimedOut)
}

impl<E: Entity> Entities<E> {
    pub(super) async fn read_through(
        &self,
        records: &RecordCache<E>,
        stream: &StreamId,
    ) -> Result<Option<Versioned<E>>, ReadError> {
        let load = |_| load(self.db.clone(), stream.clone());
        let read = records.read(stream, self.demand(stream), load).await?;
        self.note(stream, read.version);
        let (version, freshness) = (read.version, read.freshness);
        Ok(read.value.map(|record| Versioned::new(record, version, freshness)))
    }

    /// Appends an entry that leaves `record`, and keeps the cache in step.
    pub(super) async fn append_through(
        &self,
        records: &RecordCache<E>,
        entry: Append,
        provenance: Provenance,
        record: Option<Arc<E>>,
    ) -> Result<u64, AppendError> {
        let (db, stream) = (self.db.clone(), entry.stream.clone());
        let append = |write: Write<StreamId, Option<Arc<E>>, ReadError>| async move {
            let appended = append(&db, entry).await;
            match &appended {
                Ok(version) if db.keys.unforgotten(&provenance) => {
                    write.publish(Loaded::versioned(record, *version));
                }
                Err(error) if error.nothing_was_appended() => write.cancel(),
                // What is stored is unknown, or was read before somebody was forgotten: nothing may stay in the cache.
                Ok(_) | Err(_) => drop(write),
            }
            appended
        };
        records.write(&stream, append).await
    }
}

async fn load<E: Entity>(
    db: Database,
    stream: StreamId,
) -> Result<Loaded<Option<Arc<E>>>, ReadError> {
    let Current { version, record } = Current::read(&db, &stream).await?;
    Ok(Loaded::versioned(record, version))
}

/// Appends to one stream; answers its version.
pub(super) async fn append(db: &Database, entry: Append) -> Result<u64, AppendError> {
    let appended = db.store().append(vec![entry]).await?;
    Ok(appended.versions.first().copied().unwrap_or_default())
}
