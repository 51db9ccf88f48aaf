//! One bounded space: the policy of [`super::mode`] over a hash table and the queues. The real
//! shards hold `(K, V)`, the simulations of [`super::chooser`] the hashes of keys.

use hashbrown::HashTable;

use super::{
    mode::Mode,
    slots::{Held, NIL, Queue, Slots},
};

pub(super) struct Space<T> {
    table: HashTable<u32>,
    slots: Slots<T>,
    capacity: u64,
    mode: Mode,
    /// Weight main may hold under `mode`.
    target: u64,
}

impl<T> Space<T> {
    pub(super) fn new(capacity: u64, mode: Mode) -> Self {
        let mut space =
            Space { table: HashTable::new(), slots: Slots::new(), capacity, mode, target: 0 };
        space.set_mode(mode);
        space
    }

    /// Entries move to their new places by later inserts, not here.
    pub(super) fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
        // at least one unit is left to newcomers, or nothing new could ever prove itself
        self.target =
            ((self.capacity as f64 * mode.main) as u64).min(self.capacity.saturating_sub(1));
    }

    pub(super) fn mode(&self) -> Mode {
        self.mode
    }

    pub(super) fn capacity(&self) -> u64 {
        self.capacity
    }

    pub(super) fn set_capacity(&mut self, capacity: u64, out: &mut Vec<T>) {
        self.capacity = capacity;
        self.set_mode(self.mode);
        self.make_room(0, false, out);
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len(Queue::Window) + self.slots.len(Queue::Main)
    }

    pub(super) fn weight(&self) -> u64 {
        self.slots.weight(Queue::Window) + self.slots.weight(Queue::Main)
    }

    #[inline]
    pub(super) fn find(&self, hash: u64, eq: impl Fn(&T) -> bool) -> Option<&Held<T>> {
        self.index(hash, eq).and_then(|i| self.slots.held(i))
    }

    #[inline]
    fn index(&self, hash: u64, eq: impl Fn(&T) -> bool) -> Option<u32> {
        let same =
            |i: &u32| self.slots.held(*i).and_then(|held| held.item.as_ref()).is_some_and(&eq);
        self.table.find(hash, same).copied()
    }

    /// Stores `item`, or refuses one heavier than the whole space; an entry of the same key is
    /// displaced either way, since its value is out of date.
    pub(super) fn insert(
        &mut self,
        hash: u64,
        item: T,
        weight: u64,
        same: impl Fn(&T, &T) -> bool,
        out: &mut Vec<T>,
    ) -> bool {
        let old = self.index(hash, |held| same(held, &item));
        match old {
            _ if weight > self.capacity => {
                out.extend(old.and_then(|i| self.discard(i)));
                out.push(item);
                false
            }
            Some(i) => {
                self.replace(i, item, weight, out);
                true
            }
            None => self.admit(hash, item, weight, out),
        }
    }

    pub(super) fn remove(&mut self, hash: u64, eq: impl Fn(&T) -> bool) -> Option<T> {
        self.index(hash, eq).and_then(|i| self.discard(i))
    }

    /// An overwrite is a use and keeps the queue. The slot is in no queue while room is made, so
    /// it cannot be its own victim and the capacity is never passed.
    fn replace(&mut self, i: u32, item: T, weight: u64, out: &mut Vec<T>) {
        let Some(queue) = self.slots.place(i).map(|place| place.queue) else {
            return;
        };
        self.slots.unlink(i);
        self.make_room(weight, false, out);
        if let Some(place) = self.slots.place_mut(i) {
            place.weight = weight;
        }
        if let Some(held) = self.slots.held_mut(i) {
            held.touch();
            out.extend(held.item.replace(item));
        }
        self.slots.push_front(i, queue);
    }

    fn admit(&mut self, hash: u64, item: T, weight: u64, out: &mut Vec<T>) -> bool {
        let ghost = self.take_ghost(hash);
        self.make_room(weight, ghost, out);
        let Some(i) = self.slots.take_slot(hash, item, weight) else {
            return false;
        };
        let slots = &self.slots;
        self.table.insert_unique(hash, i, |i| slots.place(*i).map_or(0, |place| place.hash));
        // a space that is filling up has nothing to protect: everything may prove itself in main
        let main =
            self.target > 0 && (ghost || self.slots.weight(Queue::Main) + weight <= self.target);
        self.slots.push_front(i, if main { Queue::Main } else { Queue::Window });
        true
    }

    fn take_ghost(&mut self, hash: u64) -> bool {
        let slots = &self.slots;
        let same = |i: &u32| {
            slots.place(*i).is_some_and(|place| place.hash == hash && place.queue == Queue::Ghost)
        };
        let found = self.table.find(hash, same).copied();
        if let Some(i) = found {
            self.discard(i);
        }
        found.is_some()
    }

    fn make_room(&mut self, weight: u64, ghost: bool, out: &mut Vec<T>) {
        let extra = if ghost { weight } else { 0 };
        while self.weight() + weight > self.capacity && self.len() > 0 {
            if self.target == 0 {
                self.clock_step(out);
            } else if self.slots.len(Queue::Window) == 0
                || (self.mode.strict && self.main_over(extra))
            {
                self.main_step(out);
            } else {
                self.window_step(out);
            }
        }
    }

    fn main_over(&self, extra: u64) -> bool {
        self.slots.weight(Queue::Main) + extra > self.target && self.slots.len(Queue::Main) > 0
    }

    /// The whole cache as one CLOCK: what an earlier mode left in main is merged in by age.
    fn clock_step(&mut self, out: &mut Vec<T>) {
        let stamp = |q| self.slots.place(self.slots.back(q)).map_or(u64::MAX, |place| place.stamp);
        let q = if stamp(Queue::Main) < stamp(Queue::Window) { Queue::Main } else { Queue::Window };
        let i = self.slots.back(q);
        if self.spend(i) {
            self.relink(i, Queue::Window);
        } else {
            self.make_ghost(i, out);
        }
    }

    /// Main's hand: a used entry gets another round, an unused one goes without a ghost, for it
    /// had its chance.
    fn main_step(&mut self, out: &mut Vec<T>) {
        let i = self.slots.back(Queue::Main);
        if self.spend(i) {
            self.relink(i, Queue::Main);
        } else {
            out.extend(self.discard(i));
        }
    }

    /// The window's oldest: used while it waited, it is promoted; otherwise it leaves a ghost.
    fn window_step(&mut self, out: &mut Vec<T>) {
        let i = self.slots.back(Queue::Window);
        if self.spend(i) {
            self.relink(i, Queue::Main);
            while self.main_over(0) {
                self.main_step(out);
            }
        } else {
            self.make_ghost(i, out);
        }
    }

    fn spend(&mut self, i: u32) -> bool {
        let max = self.mode.max_uses;
        self.slots.held_mut(i).is_some_and(|held| held.spend(max))
    }

    fn relink(&mut self, i: u32, q: Queue) {
        self.slots.unlink(i);
        self.slots.push_front(i, q);
    }

    fn make_ghost(&mut self, i: u32, out: &mut Vec<T>) {
        self.slots.unlink(i);
        if let Some(held) = self.slots.held_mut(i) {
            out.extend(held.item.take());
            held.forget_uses();
        }
        if let Some(place) = self.slots.place_mut(i) {
            place.weight = 0;
        }
        self.slots.push_front(i, Queue::Ghost);
        let limit = ((self.len() as f64 * self.mode.ghosts) as usize).max(1);
        while self.slots.len(Queue::Ghost) > limit {
            self.discard(self.slots.back(Queue::Ghost));
        }
    }

    fn discard(&mut self, i: u32) -> Option<T> {
        if i == NIL {
            return None;
        }
        let hash = self.slots.place(i)?.hash;
        if let Ok(found) = self.table.find_entry(hash, |x| *x == i) {
            found.remove();
        }
        self.slots.unlink(i);
        self.slots.free_slot(i)
    }
}
