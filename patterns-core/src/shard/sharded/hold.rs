//! Callers that meet a slot on its way are held until it has arrived, in bounded number and for a bounded time.

use core::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use event_listener::{Event, EventListener};
use futures_timer::Delay;

use crate::shard::ShardError;

/// A caller looks again after so long at first, and after twice as long every time.
const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_millis(64);

/// How callers are held.
#[derive(Clone, Copy, Debug)]
pub struct HoldPolicy {
    /// How many callers may wait at once.
    pub most: usize,
    /// How long one may wait.
    pub longest: Duration,
}

impl Default for HoldPolicy {
    /// 10,000 callers, 10 seconds.
    fn default() -> Self {
        Self { most: 10_000, longest: Duration::from_secs(10) }
    }
}

/// Where they wait.
#[derive(Debug, Default)]
pub(in crate::shard) struct Holding {
    pub(super) policy: HoldPolicy,
    held: AtomicUsize,
    arrived: Event,
}

impl Holding {
    pub(super) fn new(policy: HoldPolicy) -> Self {
        Self { policy, ..Self::default() }
    }

    /// Wakes all who wait: a slot has arrived somewhere.
    pub(in crate::shard) fn wake(&self) {
        self.arrived.notify(usize::MAX);
    }

    /// For one caller, who is counted only once it has to wait.
    pub(super) const fn caller(&self) -> Caller<'_> {
        Caller { holding: self, deadline: None, listener: None, pause: SHORTEST }
    }
}

/// One caller.
pub(super) struct Caller<'a> {
    holding: &'a Holding,
    deadline: Option<Delay>,
    listener: Option<EventListener>,
    pause: Duration,
}

impl Caller<'_> {
    /// To be called before the state is looked at that decides whether to wait, so that no arrival is missed in between.
    pub(super) fn listen(&mut self) {
        if self.deadline.is_some() {
            self.listener = Some(self.holding.arrived.listen());
        }
    }

    /// Waits until a slot has arrived, or a moment: other processes move slots as well.
    ///
    /// # Errors
    /// When it has waited for too long, or too many others wait.
    pub(super) async fn wait(
        &mut self,
        for_what: &(dyn core::fmt::Display + Sync),
    ) -> Result<(), ShardError> {
        let Some(deadline) = &mut self.deadline else {
            let held = self.holding.held.fetch_add(1, Ordering::Relaxed);
            self.deadline = Some(Delay::new(self.holding.policy.longest));
            let crowded = held >= self.holding.policy.most;
            return if crowded { Err(ShardError::Crowded { held }) } else { Ok(()) };
        };
        // Arrivals in this process wake the caller; this is for those of others, and must not keep the nodes busy.
        let mut pause = moment(self.pause.mul_f64(fastrand::f64() + 0.5));
        self.pause = (self.pause * 2).min(LONGEST);
        let mut listener = self.listener.take();
        if first_of(deadline, &mut pause, listener.as_mut()).await {
            return Ok(());
        }
        let waited = self.holding.policy.longest;
        Err(ShardError::Moving { stream: for_what.to_string(), waited })
    }
}

impl Drop for Caller<'_> {
    fn drop(&mut self) {
        if self.deadline.is_some() {
            self.holding.held.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

#[cfg(not(test))]
fn moment(long: Duration) -> Delay {
    Delay::new(long)
}

/// In a test whoever polls decides how long it is.
#[cfg(test)]
fn moment(_long: Duration) -> impl Future<Output = ()> + Unpin {
    let mut over = false;
    poll_fn(move |context| {
        context.waker().wake_by_ref();
        if core::mem::replace(&mut over, true) { Poll::Ready(()) } else { Poll::Pending }
    })
}

/// Waits for the first of them; answers whether it was not the deadline.
async fn first_of(
    deadline: &mut Delay,
    moment: &mut (impl Future<Output = ()> + Unpin),
    mut listener: Option<&mut EventListener>,
) -> bool {
    poll_fn(|context| {
        if Pin::new(&mut *deadline).poll(context).is_ready() {
            return Poll::Ready(false);
        }
        let arrived =
            listener.as_mut().is_some_and(|listener| Pin::new(listener).poll(context).is_ready());
        if arrived || Pin::new(&mut *moment).poll(context).is_ready() {
            return Poll::Ready(true);
        }
        Poll::Pending
    })
    .await
}
