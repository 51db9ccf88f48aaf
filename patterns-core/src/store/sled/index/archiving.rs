//! What becomes of a stream's entries when its oldest events have been archived.

use super::{
    Chunks,
    chunk::{ArchivedRun, Chunk, MOST, Places, key},
};
use crate::{
    event::StreamId,
    store::{StoreError, sled::frame::Posting},
};

/// The entries of a stream that tell of what was archived, and what remains of them.
struct Replaced {
    /// The first versions of the entries.
    entries: Vec<u64>,
    /// The postings that follow what was archived.
    left: Vec<Posting>,
}

impl Chunks {
    /// Leads the versions of `run` into its segment. They must be the oldest live ones, and whole appends. Repeated after a kill, it changes nothing.
    pub(in crate::store::sled) fn archive(
        &self,
        stream: &StreamId,
        run: ArchivedRun,
    ) -> Result<(), StoreError> {
        let _changing = self.changing();
        let Some(Replaced { mut entries, left }) = self.replaced(stream, run)? else {
            return Ok(());
        };
        let archived = self.archived_with(stream, run)?;
        let mut inserted = vec![(archived.key(), archived.write())];
        if !left.is_empty() {
            let left = Chunk::live(stream, run.last_version() + 1, left);
            inserted.push((left.key(), left.write()));
        }
        entries.retain(|first| *first != archived.first_version);
        let removed = entries.into_iter().map(|first| key(stream, first)).collect();
        self.tree.change(removed, inserted)
    }

    /// `None` when the run is led into its segment already.
    fn replaced(
        &self,
        stream: &StreamId,
        run: ArchivedRun,
    ) -> Result<Option<Replaced>, StoreError> {
        let mut replaced = Replaced { entries: Vec::new(), left: Vec::new() };
        let mut until = run.last_version();
        loop {
            let chunk = self.last_before(stream, until)?.ok_or_else(|| contradicts(stream))?;
            let postings = match chunk.places {
                Places::Archived(runs) if runs.contains(&run) => return Ok(None),
                Places::Archived(_) => return Err(contradicts(stream)),
                Places::Live(postings) => postings,
            };
            if replaced.entries.is_empty() {
                replaced.left = left(postings, run).ok_or_else(|| contradicts(stream))?;
            }
            replaced.entries.push(chunk.first_version);
            if chunk.first_version <= run.first_version {
                let whole = chunk.first_version == run.first_version;
                return whole.then_some(Some(replaced)).ok_or_else(|| contradicts(stream));
            }
            until = chunk.first_version - 1;
        }
    }

    /// The entry that tells of the run, and of what was archived before it as far as there is room.
    fn archived_with(&self, stream: &StreamId, run: ArchivedRun) -> Result<Chunk, StoreError> {
        let before = match run.first_version {
            0 | 1 => None,
            first => self.last_before(stream, first - 1)?,
        };
        match before {
            None if run.first_version == 1 => Ok(Chunk::archived(stream, 1, vec![run])),
            Some(Chunk { first_version, places: Places::Archived(mut runs), .. })
                if runs.last().is_some_and(|last| last.last_version() + 1 == run.first_version) =>
            {
                if runs.len() >= MOST {
                    return Ok(Chunk::archived(stream, run.first_version, vec![run]));
                }
                runs.push(run);
                Ok(Chunk::archived(stream, first_version, runs))
            }
            _ => Err(contradicts(stream)),
        }
    }
}

/// Of ascending postings those that follow the run; `None` when one of them lies on both sides of its end.
fn left(mut postings: Vec<Posting>, run: ArchivedRun) -> Option<Vec<Posting>> {
    let last = run.last_version();
    postings.retain(|posting| posting.last_version() > last);
    postings.first().is_none_or(|first| first.first_version == last + 1).then_some(postings)
}

fn contradicts(stream: &StreamId) -> StoreError {
    let what = format!("the index of stream {stream} and the archive tell of different events");
    StoreError::damaged(what, 0)
}
