//! The writing side of a copy: adds what the target does not have.

use std::collections::BTreeMap;

use super::Copier;
use crate::{
    event::{RecordedEvent, StreamId, copied},
    shard::{ShardError, moving::Outcome, node::NotAppended},
    store::{Append, AppendError, Direction, ExpectedVersion},
};

/// Events by stream, in order.
pub(super) type Batch = BTreeMap<StreamId, Vec<RecordedEvent>>;

impl Copier {
    /// Appends to the target what it does not have of `batch`.
    pub(super) async fn write(&mut self, mut batch: Batch) -> Result<Outcome, ShardError> {
        let mut fences = self.to.fences();
        loop {
            self.drop_copied(&mut batch).await?;
            if batch.is_empty() {
                return Ok(Outcome::Done);
            }
            let fence = fences.of(self.mv.slot);
            if !fence.is_some_and(|fence| fence.accepts_copies_of(&self.mv)) {
                return Ok(Outcome::Refused);
            }
            match self.to.append(&fences, batch.iter().map(entry).collect()).await {
                Ok(_) => {
                    self.note_copied(&batch);
                    return Ok(Outcome::Done);
                }
                Err(NotAppended::FencesChanged) => {
                    let refreshed = self.to.refresh().await;
                    fences = refreshed.map_err(|cause| self.target_failed(cause))?;
                }
                // Another mover of the same move was quicker.
                Err(NotAppended::Other(AppendError::Conflict(_))) => {
                    self.look_again(&batch).await?
                }
                Err(NotAppended::Other(cause)) => {
                    return Err(ShardError::NodeAppend { node: self.mv.to.clone(), cause });
                }
            }
        }
    }

    async fn look_again(&mut self, batch: &Batch) -> Result<(), ShardError> {
        for stream in batch.keys() {
            let copied = self.target_head(stream).await?;
            self.streams.entry(stream.clone()).or_default().copied = copied;
        }
        Ok(())
    }

    async fn drop_copied(&mut self, batch: &mut Batch) -> Result<(), ShardError> {
        for (stream, events) in batch.iter_mut() {
            let copied = match self.streams.get(stream) {
                Some(progress) => progress.copied,
                None => self.target_head(stream).await?,
            };
            self.streams.entry(stream.clone()).or_default().copied = copied;
            events.retain(|event| event.version > copied);
            if events.first().is_some_and(|event| event.version != copied + 1) {
                return Err(self.differs(format!("{stream} is not copied behind version {copied}")));
            }
        }
        batch.retain(|_, events| !events.is_empty());
        Ok(())
    }

    fn note_copied(&mut self, batch: &Batch) {
        for (stream, events) in batch {
            self.events += events.len() as u64;
            let progress = self.streams.entry(stream.clone()).or_default();
            progress.copied = events.last().map_or(progress.copied, |event| event.version);
        }
    }

    pub(super) async fn target_head(&self, stream: &StreamId) -> Result<u64, ShardError> {
        let page = self.to.store().read_stream(stream, u64::MAX, Direction::Backward, 0).await;
        page.map(|page| page.head).map_err(|cause| self.target_failed(cause))
    }
}

/// What is appended to the target: the events behind those that it has.
fn entry((stream, events): (&StreamId, &Vec<RecordedEvent>)) -> Append {
    let before = events.first().map_or(0, |event| event.version.saturating_sub(1));
    Append {
        stream: stream.clone(),
        expected: ExpectedVersion::Exact(before),
        events: events.iter().map(copied).collect(),
    }
}
