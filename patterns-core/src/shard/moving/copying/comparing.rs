//! Compares a copy with the original, event by event, before anybody depends on it.

use super::{Copier, Names, Progress, paging::breathe};
use crate::{
    event::{RecordedEvent, StreamId, original},
    shard::{ShardError, moving::Outcome},
};

impl Copier {
    /// Compares what was copied since the last time.
    ///
    /// A difference is an error only as long as nobody but movers of this move writes to the target: another mover can have ended it.
    pub(super) async fn compare(&mut self) -> Result<Outcome, ShardError> {
        match self.compare_all().await {
            Ok(()) => Ok(Outcome::Done),
            Err(error) => {
                let fences = self.to.refresh().await.map_err(|cause| self.target_failed(cause))?;
                let copying =
                    fences.of(self.mv.slot).map(|fence| fence.accepts_copies_of(&self.mv));
                if copying == Some(true) { Err(error) } else { Ok(Outcome::Refused) }
            }
        }
    }

    async fn compare_all(&mut self) -> Result<(), ShardError> {
        let behind = self.streams.iter().filter(|(_, known)| known.compared < known.copied);
        let behind: Vec<_> = behind.map(|(stream, known)| (stream.clone(), *known)).collect();
        for (stream, known) in behind {
            self.compare_stream(&stream, known).await?;
            self.streams.entry(stream).or_default().compared = known.copied;
            breathe().await;
        }
        Ok(())
    }

    async fn compare_stream(&self, stream: &StreamId, known: Progress) -> Result<(), ShardError> {
        let mut compared = known.compared;
        while compared < known.copied {
            let theirs = self.read(&self.from, stream, compared + 1).await?;
            let ours = self.read(&self.to, stream, compared + 1).await?;
            let pairs = theirs.len().min(ours.len());
            for (theirs, ours) in theirs.into_iter().zip(ours) {
                compared += 1;
                if !is_same(theirs, ours, compared) {
                    return Err(self.differs(format!("version {compared} of {stream}")));
                }
            }
            if pairs == 0 {
                return Err(self.differs(format!("{stream} ends at version {compared}")));
            }
        }
        Ok(())
    }

    /// Whether every stream of the slot that the source has now was copied. Streams that are begun later are found in the log.
    pub(super) async fn check_none_is_missed(&self) -> Result<(), ShardError> {
        let map = self.cluster.map.refresh().await?;
        let mut names = Names::in_keyspace(&map, &self.mv);
        let before = self.position;
        while let Some(streams) = self.next_names(&map, &mut names).await? {
            let streams = streams.into_iter().map(|head| head.stream);
            for stream in streams.filter(|stream| !self.streams.contains_key(stream)) {
                let first = self.read(&self.from, &stream, 1).await?;
                if first.first().is_none_or(|first| first.position <= before) {
                    return Err(self.differs(format!("{stream} was not copied")));
                }
            }
        }
        Ok(())
    }
}

fn is_same(theirs: RecordedEvent, ours: RecordedEvent, version: u64) -> bool {
    let (theirs, ours) = (original(theirs), original(ours));
    theirs.version == version
        && ours.version == version
        && theirs.recorded_at == ours.recorded_at
        && theirs.data == ours.data
}
