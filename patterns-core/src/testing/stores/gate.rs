//! A gate that calls wait at until a test opens it.

use core::{
    future::poll_fn,
    task::{Poll, Waker},
};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Calls wait before it until it is opened, so that a test decides about their order. Clones are the same gate.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    state: Mutex<State>,
    arrived: Condvar,
}

#[derive(Debug, Default)]
struct State {
    open: bool,
    arrivals: usize,
    waiting: Vec<Waker>,
}

impl Gate {
    /// A closed gate.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets through all that wait, and all that come later.
    pub fn open(&self) {
        let waiting = {
            let mut state = self.state();
            state.open = true;
            std::mem::take(&mut state.waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }

    /// Blocks this thread until `calls` have come to the gate, those that went through included.
    pub fn until_arrived(&self, calls: usize) {
        let mut state = self.state();
        while state.arrivals < calls {
            state = self.0.arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub(super) async fn pass(&self) {
        self.state().arrivals += 1;
        self.0.arrived.notify_all();
        poll_fn(|context| {
            let mut state = self.state();
            if state.open {
                return Poll::Ready(());
            }
            state.waiting.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code that can panic runs under the lock with half a change made.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
