//! One value for each type of a generic `impl`, which has only one static for all of them.

use core::any::TypeId;
use std::{
    collections::BTreeMap,
    sync::{Mutex, OnceLock, PoisonError},
};

/// A static with one `T` for each type that asks. Hardly any `impl` has more than one type, so the first is found by a comparison.
#[derive(Debug)]
pub struct PerType<T: 'static> {
    first: OnceLock<(TypeId, T)>,
    others: Mutex<BTreeMap<TypeId, &'static T>>,
}

impl<T> PerType<T> {
    /// Without any.
    #[must_use]
    pub const fn new() -> Self {
        Self { first: OnceLock::new(), others: Mutex::new(BTreeMap::new()) }
    }

    /// That of `S`, made when it is asked for the first time.
    pub fn of<S: ?Sized + 'static>(&'static self, make: impl FnOnce() -> T) -> &'static T {
        let asking = TypeId::of::<S>();
        match self.first.get() {
            Some((first, value)) if *first == asking => value,
            _ => self.other(asking, make),
        }
    }

    // Whoever comes first is decided under the lock.
    fn other(&'static self, asking: TypeId, make: impl FnOnce() -> T) -> &'static T {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        match self.first.get() {
            None => &self.first.get_or_init(|| (asking, make())).1,
            Some((first, value)) if *first == asking => value,
            Some(_) => others.entry(asking).or_insert_with(|| Box::leak(Box::new(make()))),
        }
    }
}

impl<T> Default for PerType<T> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_its_own() {
        static NUMBERS: PerType<u8> = PerType::new();
        assert_eq!(*NUMBERS.of::<u8>(|| 1), 1);
        assert_eq!(*NUMBERS.of::<str>(|| 2), 2);
        assert_eq!(*NUMBERS.of::<[u8]>(|| 3), 3);
        for _ in 0..2 {
            assert_eq!(*NUMBERS.of::<u8>(|| 0), 1);
            assert_eq!(*NUMBERS.of::<str>(|| 0), 2);
            assert_eq!(*NUMBERS.of::<[u8]>(|| 0), 3);
        }
    }
}
