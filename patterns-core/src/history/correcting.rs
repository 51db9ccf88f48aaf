//! Undo, redo, revert and close.

use core::convert::Infallible;

use super::correction::{Entry, Uncorrectable, before, in_effect, redone, restored, to_redo};
use crate::{
    aggregate::{Apply, Versioned},
    event::{FrameworkEvent, Metadata, RecordedEvent},
    repository::{CommandError, Handle, LoadError, ReplayError, failure, framework_event},
};

/// What a correction answers: the state that is in effect now.
type Corrected<A> = Result<Versioned<A>, CommandError<Uncorrectable>>;

/// What is to be corrected.
#[derive(Clone, Copy)]
enum Correcting {
    Undo,
    Redo,
    Revert { to: u64 },
}

/// Undo, redo and revert record that an older state is in effect again; nothing that happened is ever removed. `docs/history.md` has a table of what
/// they mean together.
impl<A: Apply> Handle<A> {
    /// Takes back the last change that is in effect: everything that one command recorded. Answers the state without it.
    ///
    /// A further undo takes back the change before. Two that are made at the same time take back two changes;
    /// `.once(id)` makes sure of one.
    ///
    /// # Errors
    /// [`CommandError::Rejected`] when no change is in effect; otherwise as [`update`](Self::update).
    pub async fn undo(&self) -> Corrected<A> {
        self.correct(Correcting::Undo).await
    }

    /// Takes back the last undo, as long as nothing else has happened since. Answers the state with the change.
    ///
    /// # Errors
    /// [`CommandError::Rejected`] when there is nothing to redo; otherwise as [`update`](Self::update).
    pub async fn redo(&self) -> Corrected<A> {
        self.correct(Correcting::Redo).await
    }

    /// Puts the state after `version` in effect again, 0 for that before the first event. This is a change like others: an undo takes it back.
    /// Nothing is recorded if that state is in effect already.
    ///
    /// # Errors
    /// [`CommandError::Rejected`] when the aggregate has not been at this version; otherwise as [`update`](Self::update).
    pub async fn revert_to(&self, version: u64) -> Corrected<A> {
        self.correct(Correcting::Revert { to: version }).await
    }

    /// Ends the history: nothing more can be recorded, not even a correction. The state stays as it is, and readable.
    ///
    /// # Errors
    /// [`CommandError::Closed`] when it is closed already, except by the same command ([`once`](Self::once)); otherwise as
    /// [`update`](Self::update).
    pub async fn close_stream(&self) -> Result<Versioned<A>, CommandError<Infallible>> {
        self.record_framework(|_| async { Ok(Some(FrameworkEvent::Closed)) }).await
    }

    async fn correct(&self, what: Correcting) -> Corrected<A> {
        self.record_framework(|last| async move {
            let head = last.as_ref().map_or(0, |last| last.version);
            let last = last.as_ref().map_or(Ok(Entry::Beginning), entry);
            let last = last.map_err(|cause| CommandError::Load(cause.into()))?;
            match what {
                Correcting::Undo => self.undone(head, last).await.map(Some),
                Correcting::Redo => self.redone(head, last).await.map(Some),
                Correcting::Revert { to } => self.reverted(head, last, to).await,
            }
        })
        .await
    }

    async fn undone(
        &self,
        head: u64,
        last: Entry,
    ) -> Result<FrameworkEvent, CommandError<Uncorrectable>> {
        let undid = in_effect(head, last);
        let change = if undid == head { last } else { self.entry(undid).await? };
        let before = before(undid, change);
        let before = before.ok_or(CommandError::Rejected(Uncorrectable::NothingToUndo))?;
        let to = in_effect(before, self.entry(before).await?);
        Ok(FrameworkEvent::Undone { to, undid, earlier: to_redo(head, last) })
    }

    async fn redone(
        &self,
        head: u64,
        last: Entry,
    ) -> Result<FrameworkEvent, CommandError<Uncorrectable>> {
        let undone = match to_redo(head, last) {
            Some(version) => redone(self.entry(version).await?),
            None => None,
        };
        undone.ok_or(CommandError::Rejected(Uncorrectable::NothingToRedo))
    }

    async fn reverted(
        &self,
        head: u64,
        last: Entry,
        version: u64,
    ) -> Result<Option<FrameworkEvent>, CommandError<Uncorrectable>> {
        if version > head {
            return Err(CommandError::Rejected(Uncorrectable::NoSuchVersion { version, head }));
        }
        let to = self.origin(version, self.entry(version).await?).await?;
        let now = self.origin(head, last).await?;
        Ok((to != now).then_some(FrameworkEvent::Reverted { to }))
    }

    /// The ordinary event that the state after `version` ends with; 0 for the initial state.
    async fn origin(&self, version: u64, entry: Entry) -> Result<u64, LoadError> {
        let (mut version, mut entry) = (version, entry);
        while let Some(to) = restored(entry).filter(|to| *to < version) {
            version = to;
            entry = self.entry(to).await?;
        }
        Ok(version)
    }

    /// What stands at `version`.
    async fn entry(&self, version: u64) -> Result<Entry, LoadError> {
        if version == 0 {
            return Ok(Entry::Beginning);
        }
        Ok(entry(&self.source().event(version).await?)?)
    }
}

/// What an event is, as far as it concerns corrections.
fn entry(recorded: &RecordedEvent) -> Result<Entry, ReplayError> {
    if let Some(event) = framework_event(recorded)? {
        return Ok(Entry::Framework(event));
    }
    let metadata = Metadata::decode(&recorded.data.metadata);
    let metadata: Metadata = metadata.map_err(|cause| failure(recorded, cause.into()))?;
    let before = metadata.part.map_or(0, |part| u64::from(part.index));
    Ok(Entry::Change { first: recorded.version.saturating_sub(before) })
}
