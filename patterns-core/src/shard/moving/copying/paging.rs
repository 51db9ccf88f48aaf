//! How much is read at once: so much that it pays, so little that it fits.

use core::{future::poll_fn, task::Poll};

use crate::event::RecordedEvent;

/// So many events at most are read, and copied in one append.
const MOST: usize = 1024;
/// So many bytes about.
const BYTES: usize = 1 << 20;
/// As long as nobody knows how long they are.
const FIRST: usize = 16;

/// How many events are read at once, by the length of those that were read before.
#[derive(Clone, Copy, Debug)]
pub(super) struct PageSize(usize);

impl Default for PageSize {
    fn default() -> Self {
        Self(FIRST)
    }
}

impl PageSize {
    pub(super) const fn events(self) -> usize {
        self.0
    }

    /// Never more than four times as many as before: the next events may be longer.
    pub(super) fn learn(&mut self, page: &[RecordedEvent]) {
        let bytes: usize = page.iter().map(|event| event.data.length()).sum();
        let each = (bytes / page.len().max(1)).max(1);
        self.0 = (BYTES / each).clamp(1, MOST).min(self.0 * 4);
    }
}

/// Lets others run: an embedded store answers at once, so that nothing else would interrupt a long copy.
pub(super) async fn breathe() {
    let mut breathed = false;
    poll_fn(|context| {
        if core::mem::replace(&mut breathed, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
