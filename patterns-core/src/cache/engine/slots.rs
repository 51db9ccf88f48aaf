//! A slab of entries threaded into three queues by index, so that no `unsafe` is needed.

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

/// No slot.
pub(super) const NIL: u32 = u32::MAX;
/// Uses are counted up to here; the modes cut lower.
const MAX_USES: u8 = 3;

/// Which queue a slot is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Queue {
    Window,
    Main,
    Ghost,
}

/// What a lookup needs, in as few cache lines as it fits.
#[repr(align(64))]
pub(super) struct Held<T> {
    /// `None` for a ghost and for a free slot.
    pub(super) item: Option<T>,
    uses: AtomicU8,
}

/// Where a slot stands.
pub(super) struct Place {
    pub(super) hash: u64,
    pub(super) weight: u64,
    /// When it was last put at the front of a queue; orders the two tails in clock mode.
    pub(super) stamp: u64,
    pub(super) queue: Queue,
    prev: u32,
    next: u32,
}

impl<T> Held<T> {
    /// Records a use. A lost update between two readers is harmless, so no read-modify-write, and
    /// a saturated counter is not written: a hot entry's cache line stays shared.
    #[inline]
    pub(super) fn touch(&self) {
        let uses = self.uses.load(Relaxed);
        if uses < MAX_USES {
            self.uses.store(uses + 1, Relaxed);
        }
    }

    /// Spends one use of at most `max`; false when there was none.
    pub(super) fn spend(&mut self, max: u8) -> bool {
        let uses = self.uses.get_mut();
        let had = (*uses).min(max);
        *uses = had.saturating_sub(1);
        had > 0
    }

    pub(super) fn forget_uses(&mut self) {
        *self.uses.get_mut() = 0;
    }
}

struct Ends {
    front: u32,
    back: u32,
    len: usize,
    weight: u64,
}

const EMPTY: Ends = Ends { front: NIL, back: NIL, len: 0, weight: 0 };

/// A slot is what it holds, in `held`, and where it stands, in `places`.
pub(super) struct Slots<T> {
    held: Vec<Held<T>>,
    places: Vec<Place>,
    free: Vec<u32>,
    window: Ends,
    main: Ends,
    ghost: Ends,
    clock: u64,
}

impl<T> Slots<T> {
    pub(super) fn new() -> Self {
        Slots {
            held: Vec::new(),
            places: Vec::new(),
            free: Vec::new(),
            window: EMPTY,
            main: EMPTY,
            ghost: EMPTY,
            clock: 0,
        }
    }

    #[inline]
    pub(super) fn held(&self, i: u32) -> Option<&Held<T>> {
        self.held.get(i as usize)
    }

    pub(super) fn held_mut(&mut self, i: u32) -> Option<&mut Held<T>> {
        self.held.get_mut(i as usize)
    }

    pub(super) fn place(&self, i: u32) -> Option<&Place> {
        self.places.get(i as usize)
    }

    pub(super) fn place_mut(&mut self, i: u32) -> Option<&mut Place> {
        self.places.get_mut(i as usize)
    }

    pub(super) fn len(&self, q: Queue) -> usize {
        self.ends(q).len
    }

    pub(super) fn weight(&self, q: Queue) -> u64 {
        self.ends(q).weight
    }

    /// The oldest slot of a queue, or `NIL`.
    pub(super) fn back(&self, q: Queue) -> u32 {
        self.ends(q).back
    }

    /// A slot in no queue; the caller pushes it. `None` when 2^32-1 slots are taken.
    pub(super) fn take_slot(&mut self, hash: u64, item: T, weight: u64) -> Option<u32> {
        let held = Held { item: Some(item), uses: AtomicU8::new(0) };
        let (prev, next, queue) = (NIL, NIL, Queue::Window);
        let place = Place { hash, weight, stamp: 0, queue, prev, next };
        if let Some(i) = self.free.pop() {
            *self.held_mut(i)? = held;
            *self.place_mut(i)? = place;
            return Some(i);
        }
        let i = u32::try_from(self.places.len()).ok().filter(|i| *i != NIL)?;
        self.held.push(held);
        self.places.push(place);
        Some(i)
    }

    /// Gives an unlinked slot back.
    pub(super) fn free_slot(&mut self, i: u32) -> Option<T> {
        let item = self.held_mut(i)?.item.take();
        self.free.push(i);
        item
    }

    pub(super) fn push_front(&mut self, i: u32, q: Queue) {
        self.clock += 1;
        let (clock, front) = (self.clock, self.ends(q).front);
        let Some(slot) = self.place_mut(i) else { return };
        (slot.queue, slot.prev, slot.next, slot.stamp) = (q, NIL, front, clock);
        let weight = slot.weight;
        if let Some(old) = self.place_mut(front) {
            old.prev = i;
        }
        let ends = self.ends_mut(q);
        ends.front = i;
        if ends.back == NIL {
            ends.back = i;
        }
        ends.len += 1;
        ends.weight += weight;
    }

    pub(super) fn unlink(&mut self, i: u32) {
        let Some(slot) = self.place(i) else { return };
        let (q, prev, next, weight) = (slot.queue, slot.prev, slot.next, slot.weight);
        if let Some(p) = self.place_mut(prev) {
            p.next = next;
        }
        if let Some(n) = self.place_mut(next) {
            n.prev = prev;
        }
        let ends = self.ends_mut(q);
        if ends.front == i {
            ends.front = next;
        }
        if ends.back == i {
            ends.back = prev;
        }
        ends.len -= 1;
        ends.weight -= weight;
    }

    fn ends(&self, q: Queue) -> &Ends {
        match q {
            Queue::Window => &self.window,
            Queue::Main => &self.main,
            Queue::Ghost => &self.ghost,
        }
    }

    fn ends_mut(&mut self, q: Queue) -> &mut Ends {
        match q {
            Queue::Window => &mut self.window,
            Queue::Main => &mut self.main,
            Queue::Ghost => &mut self.ghost,
        }
    }
}
