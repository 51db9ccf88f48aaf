//! Appends: to the node that owns the place, under its fence.

use super::{Cluster, routing::Located};
use crate::{
    event::{EventData, StreamId, appended},
    shard::{ShardError, node::NotAppended},
    store::{Append, AppendError, Appended, Conflict, StoreError},
};

impl Cluster {
    pub(super) async fn append(&self, batch: &[Append]) -> Result<Appended, AppendError> {
        let Some(first) = batch.first() else {
            return Ok(Appended { position: 0, versions: Vec::new() });
        };
        // Nodes take more: what they have by copy is longer.
        batch.iter().try_for_each(Append::check_limits)?;
        let at = self.locate_batch(batch).await?;
        let mut caller = self.holding.caller();
        loop {
            caller.listen();
            let node = self.owner(&first.stream, at).map_err(nothing_appended)?;
            let fences = node.fences();
            let fence = fences.at(at.keyspace, at.place);
            if fence.accepts_appends() {
                match node.append(&fences, placed(batch, at)).await {
                    Ok(appended) => {
                        self.record_append(&first.stream, at, length(batch));
                        return Ok(appended);
                    }
                    Err(NotAppended::Other(error)) => return Err(unplaced(error, batch, at)),
                    Err(NotAppended::FencesChanged) => {
                        node.refresh().await.map_err(AppendError::NotAttempted)?;
                        continue;
                    }
                }
            }
            if !self.look_again(&node, at, fence).await.map_err(nothing_appended)? {
                caller.wait(&first.stream).await.map_err(nothing_appended)?;
            }
        }
    }

    /// Where all streams of a batch are. They must have one place: others can come to lie on different nodes.
    async fn locate_batch(&self, batch: &[Append]) -> Result<Located, AppendError> {
        let mut found: Option<(Located, &StreamId)> = None;
        for Append { stream, .. } in batch {
            let at = self.locate_to_write(stream).await.map_err(nothing_appended)?;
            match found {
                Some((first_at, first)) if first_at != at => {
                    let (first, second) = (first.clone(), stream.clone());
                    let limit = ShardError::SeveralKeys { first, second }.to_string();
                    return Err(AppendError::Refused { stream: stream.clone(), limit });
                }
                _ => found = Some((at, stream)),
            }
        }
        found.map(|(at, _)| at).ok_or_else(|| nothing_appended(ShardError::NoSingleLog))
    }
}

fn nothing_appended(error: ShardError) -> AppendError {
    AppendError::NotAttempted(StoreError::from(error))
}

/// Bytes of all events.
fn length(batch: &[Append]) -> usize {
    batch.iter().flat_map(|entry| &entry.events).map(EventData::length).sum()
}

/// The batch as the node stores it.
fn placed(batch: &[Append], at: Located) -> Vec<Append> {
    let entry = |entry: &Append| Append {
        stream: entry.stream.placed(at.place),
        expected: entry.expected,
        events: entry.events.iter().cloned().map(appended).collect(),
    };
    batch.iter().map(entry).collect()
}

/// The error in the words of the caller.
fn unplaced(error: AppendError, batch: &[Append], at: Located) -> AppendError {
    let own = |placed: StreamId| {
        let found = batch.iter().find(|entry| entry.stream.placed(at.place) == placed);
        found.map_or(placed, |entry| entry.stream.clone())
    };
    match error {
        AppendError::Conflict(Conflict { stream, expected, actual }) => {
            Conflict { stream: own(stream), expected, actual }.into()
        }
        AppendError::Refused { stream, limit } => {
            AppendError::Refused { stream: own(stream), limit }
        }
        other => other,
    }
}
