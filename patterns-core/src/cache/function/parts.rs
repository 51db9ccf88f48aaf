//! Keys made of arguments, found without copying them.

use core::{
    borrow::Borrow,
    hash::{Hash, Hasher},
};

use equivalent::Equivalent;

use crate::cache::{CacheKey, Lookup};

/// References to the parts of a key. Hashes as the tuple of the owned parts does and finds it in a cache.
#[derive(Clone, Copy, Debug)]
pub struct Parts<T>(pub T);

macro_rules! parts {
    ($($part:ident $index:tt),*) => {
        impl<'a, $($part: ?Sized + Hash),*> Hash for Parts<($(&'a $part,)*)> {
            fn hash<S: Hasher>(&self, state: &mut S) {
                self.0.hash(state);
            }
        }

        impl<'a, $($part: ?Sized + Eq + ToOwned),*> Equivalent<($($part::Owned,)*)>
            for Parts<($(&'a $part,)*)>
        {
            #[allow(unused_variables, reason = "there may be no parts")]
            fn equivalent(&self, key: &($($part::Owned,)*)) -> bool {
                true $(&& self.0.$index == Borrow::<$part>::borrow(&key.$index))*
            }
        }

        impl<'a, $($part: ?Sized + Hash + Eq + ToOwned),*> Lookup<($($part::Owned,)*)>
            for Parts<($(&'a $part,)*)>
        where
            ($($part::Owned,)*): CacheKey,
        {
            fn to_key(&self) -> ($($part::Owned,)*) {
                ($(self.0.$index.to_owned(),)*)
            }
        }
    };
}

impl Hash for Parts<()> {
    // Nothing, as the unit type does.
    fn hash<S: Hasher>(&self, _: &mut S) {}
}

impl Equivalent<()> for Parts<()> {
    fn equivalent(&self, (): &()) -> bool {
        true
    }
}

impl Lookup<()> for Parts<()> {
    fn to_key(&self) {}
}

parts!(A 0);
parts!(A 0, B 1);
parts!(A 0, B 1, C 2);
parts!(A 0, B 1, C 2, D 3);
parts!(A 0, B 1, C 2, D 3, E 4);
parts!(A 0, B 1, C 2, D 3, E 4, F 5);
parts!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
parts!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher as _, RandomState};

    use super::*;

    #[test]
    fn parts_find_the_key_that_they_are_parts_of() {
        let hasher = RandomState::new();
        let key = (7_u64, "Änne".to_owned(), vec![1_u8, 2]);
        let parts = Parts((&7_u64, "Änne", [1_u8, 2].as_slice()));
        assert_eq!(hasher.hash_one(&key), hasher.hash_one(parts));
        assert!(parts.equivalent(&key));
        assert_eq!(parts.to_key(), key);
        assert!(!Parts((&7_u64, "Anne", [1_u8, 2].as_slice())).equivalent(&key));
        assert_eq!(hasher.hash_one(()), hasher.hash_one(Parts(())));
    }
}
