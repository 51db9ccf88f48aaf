//! Names of the user that are names of generated locals, too.

use data_patterns::prelude::*;

#[derive(Aggregate)]
pub struct Everything {
    #[id]
    id: u64,
    #[id]
    to: u8,
    event: u64,
    state: u64,
    every: u64,
    handle: u64,
}

#[events]
impl Everything {
    fn happened(&mut self, event: u64, state: u64, id: u64, to: u64) {
        self.event = event + id;
        self.state = state + to;
    }

    fn event(&mut self, handle: u64) {
        self.handle = handle;
    }

    fn apply_(&mut self, every: u64) {
        self.every = every;
    }
}

#[commands]
impl Everything {
    pub fn happen(
        &self,
        state: u64,
        event: u64,
        argument_1: (u8, u8),
        (f, self_): (u64, u64),
    ) -> EverythingEvent {
        EverythingEvent::happened(event + u64::from(argument_1.0), state, f, self_)
    }

    pub fn apply(&self, handle: u64) -> EverythingEvent {
        EverythingEvent::event(handle)
    }

    pub fn again(&self) -> EverythingEvent {
        EverythingEvent::apply_(1)
    }
}

/// Has methods called as those that generated code calls.
trait Deceiving {
    fn happened(&mut self, _: u64, _: u64, _: u64, _: u64) -> bool;
    fn encode(&self) -> bool;
}

impl Deceiving for Everything {
    fn happened(&mut self, _: u64, _: u64, _: u64, _: u64) -> bool {
        true
    }

    fn encode(&self) -> bool {
        true
    }
}

#[test]
fn names_do_not_collide() {
    pollster::block_on(async {
        let everything = data_patterns::in_memory().aggregate::<Everything>((7, 1));
        everything.happen(1, 2, (3, 0), (4, 5)).await.unwrap();
        everything.apply(6).await.unwrap();
        everything.again().await.unwrap();
        let state = everything.load().await.unwrap().into_shared();
        let mut state = std::sync::Arc::into_inner(state).unwrap();
        assert_eq!((state.id, state.to, state.event, state.state), (7, 1, 9, 6));
        assert_eq!((state.handle, state.every), (6, 1));
        assert!(Deceiving::happened(&mut state, 0, 0, 0, 0) && state.encode());
    });
}
