//! Those who move slots, and are interrupted in it.

use core::{future::Future, pin::pin, task::Poll};

use super::{actors::Actor, record::KEYSPACE};
use crate::{
    key::{Place, PlaceRange},
    shard::{MapError, Mover, NodeId, ShardError, Slot},
};

impl Actor {
    /// Moves a slot somewhere.
    pub(super) async fn move_one(mut self) {
        let process = self.process();
        let (slot, to) = (self.any_slot(), self.any_node());
        match process.begin_move(slot, &to).await {
            Ok(mover) => self.drive(mover).await,
            Err(error) => self.judge("plan", &error),
        }
    }

    /// Goes on with all moves.
    pub(super) async fn resume(mut self) {
        let process = self.process();
        match process.unfinished_moves().await {
            Ok(movers) => {
                for mover in movers {
                    self.drive(mover).await;
                }
            }
            Err(error) => self.judge("resume", &error),
        }
    }

    /// Cuts slots.
    pub(super) async fn cut(mut self) {
        let process = self.process();
        let place = Place::new(self.luck.u64(..));
        let cut = match self.luck.u8(0..3) {
            0 => process.double_slots(KEYSPACE).await,
            1 => process.cut(KEYSPACE, PlaceRange::single(place)).await.map(drop),
            _ => process.isolate(&super::actors::stream(self.luck.u64(0..6))).await.map(drop),
        };
        if let Err(error) = cut {
            self.judge("cut", &error);
        }
    }

    fn any_slot(&mut self) -> Slot {
        let map = self.process().map();
        let slots: Vec<_> = map.slots().map(|(slot, _)| slot).collect();
        // Mostly where streams are that are written to.
        let written = super::actors::stream(self.luck.u64(0..6)).route().unwrap().place();
        let hot = slots.iter().find(|slot| slot.contains(KEYSPACE, written));
        if self.luck.u8(0..5) > 0 { *hot.unwrap() } else { slots[self.luck.usize(0..slots.len())] }
    }

    fn any_node(&mut self) -> NodeId {
        let number = self.luck.usize(0..self.record.nodes.len());
        self.record.nodes[number].0.clone()
    }

    /// Carries out all steps, unless it thinks better of it, is interrupted, or gives up after an error.
    async fn drive(&mut self, mut mover: Mover) {
        loop {
            if self.luck.u8(0..40) == 0
                && let Err(error) = mover.abort().await
            {
                self.judge("abort", &error);
            }
            let polls = if self.luck.u8(0..4) == 0 { self.luck.usize(1..8) } else { usize::MAX };
            match at_most(polls, mover.advance()).await {
                Some(Ok(None)) => return,
                Some(Err(error)) => {
                    self.judge("step", &error);
                    if self.luck.bool() {
                        return;
                    }
                }
                Some(Ok(Some(_))) | None => {}
            }
        }
    }

    /// Some errors are what has to happen.
    fn judge(&self, what: &str, error: &ShardError) {
        let expected = error.to_string().contains("injected")
            || matches!(error, ShardError::Immovable { .. })
            || matches!(error, ShardError::Map(MapError::Outdated { .. }) if what == "cut");
        if !expected {
            self.record.breaks(format!("{what}: {error:?}"));
        }
    }
}

/// Drops a future after so many polls.
async fn at_most<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let (mut future, mut left) = (pin!(future), polls);
    core::future::poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}
