//! Everything that ever happened to an aggregate, event by event.

use std::collections::VecDeque;

use futures_util::{Stream, stream::try_unfold};

use crate::{
    aggregate::Apply,
    event::RecordedEvent,
    repository::{Handle, LoadError, Recorded, Ring},
    store::Direction,
};

/// So many events are read at once.
const PAGE: usize = 256;

/// The events of an aggregate, one after the other, with all that is known about them: also what was undone, and who undid it.
///
/// Reads page by page as it is asked.
#[must_use = "a history does nothing until it is asked for events"]
pub struct History<A: Apply> {
    handle: Handle<A>,
    direction: Direction,
    next: Next,
    /// Read, and not yet decoded.
    read: VecDeque<RecordedEvent>,
    /// What they are decoded with.
    keys: Ring,
    /// Whether personal data is shown as it is where the history is written as text.
    #[cfg(feature = "json")]
    pub(super) disclosed: bool,
}

/// Where a history goes on.
#[derive(Clone, Copy)]
enum Next {
    /// At the end that its direction begins with.
    Begin,
    Version(u64),
    Nowhere,
}

impl<A: Apply> Handle<A> {
    /// Everything that ever happened to the aggregate, from the first event on.
    pub fn history(&self) -> History<A> {
        let (handle, direction) = (self.clone(), Direction::Forward);
        let keys = handle.db.keys.ring(&handle.stream);
        History {
            handle,
            direction,
            next: Next::Begin,
            read: VecDeque::new(),
            keys,
            #[cfg(feature = "json")]
            disclosed: false,
        }
    }
}

impl<A: Apply> History<A> {
    /// Goes from newer events to older ones; from the newest, unless [`from`](Self::from) says otherwise.
    pub fn backward(mut self) -> Self {
        self.direction = Direction::Backward;
        self.read.clear();
        self
    }

    /// Begins with the event of this version, or with the next one in the direction that there is.
    pub fn from(mut self, version: u64) -> Self {
        self.next = Next::Version(version);
        self.read.clear();
        self
    }

    /// The next event; `None` after the last.
    ///
    /// # Errors
    /// When the store cannot be read, or an event or its metadata do not decode. Asked again, it goes on with the event after that.
    pub async fn next(&mut self) -> Result<Option<Recorded<A::Event>>, LoadError> {
        if self.read.is_empty()
            && let Some(from) = self.start()
        {
            let page = self.handle.source().read(from, self.direction, PAGE).await?;
            self.next = page.events.last().map_or(Next::Nowhere, |last| self.after(last.version));
            self.read = page.events.into();
            // Keys are asked for anew with every page: somebody may have been forgotten since the last one.
            self.keys = self.handle.db.keys.ring(&self.handle.stream);
        }
        // Taken only when it is read: whoever stops waiting gets it the next time.
        let Some(event) = self.read.front().cloned() else { return Ok(None) };
        self.handle.has_seen(event.version);
        self.keys.renew();
        let read = Recorded::read(event, &mut self.keys).await;
        self.read.pop_front();
        read.map(Some)
    }

    /// Shows personal data as it is, where the history is written as text: for the person who asks what is stored about them. Without this it
    /// reads `(personal)`, or `(forgotten)`.
    #[cfg(all(feature = "json", feature = "personal"))]
    pub fn with_personal_data(mut self) -> Self {
        self.disclosed = true;
        self
    }

    const fn start(&self) -> Option<u64> {
        match (self.next, self.direction) {
            (Next::Begin, Direction::Forward) => Some(1),
            (Next::Begin, Direction::Backward) => Some(u64::MAX),
            (Next::Version(0), Direction::Forward) => Some(1),
            (Next::Version(0), Direction::Backward) | (Next::Nowhere, _) => None,
            (Next::Version(version), _) => Some(version),
        }
    }

    const fn after(&self, version: u64) -> Next {
        let next = match self.direction {
            Direction::Forward => version.checked_add(1),
            Direction::Backward => version.checked_sub(1),
        };
        match next {
            None | Some(0) => Next::Nowhere,
            Some(version) => Next::Version(version),
        }
    }

    /// All events that are left, as a stream.
    pub fn into_stream(self) -> impl Stream<Item = Result<Recorded<A::Event>, LoadError>> + Send {
        try_unfold(self, |mut history| async move {
            Ok(history.next().await?.map(|event| (event, history)))
        })
    }

    /// All events that are left, at once.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn all(mut self) -> Result<Vec<Recorded<A::Event>>, LoadError> {
        let mut events = Vec::new();
        while let Some(event) = self.next().await? {
            events.push(event);
        }
        Ok(events)
    }
}
