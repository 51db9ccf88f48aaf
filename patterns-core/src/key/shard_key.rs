//! What can decide the shard, and which types of the standard library do.

use super::{Place, PlaceHasher};

/// A type whose values decide where something is stored: the type of a `#[shard_key]` field.
///
/// Implemented for integers of a fixed width, `bool`, `char`, texts, byte strings and tuples of these; derive it for types of your
/// own.
///
/// # Laws
/// Equal values have one place, for ever: what is hashed may depend on nothing that changes between two builds or machines.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot decide a shard: it is not a `ShardKey`",
    label = "not a shard key",
    note = "shard keys are integers of a fixed width, `bool`, `char`, `String`, `[u8; N]`, `Vec<u8>` and tuples of these",
    note = "for a type of your own write `#[derive(ShardKey)]`; floats, `usize`, maps and `Option` have no place that lasts"
)]
pub trait ShardKey {
    /// Adds `self` to a hash.
    fn hash(&self, to: &mut PlaceHasher);

    /// Where the key lies.
    ///
    /// ```
    /// use patterns_core::key::ShardKey;
    /// assert_eq!(7_u32.place(), 7_i64.place()); // a wider integer stays where it is
    /// assert_ne!(("a", "bc").place(), ("ab", "c").place());
    /// ```
    fn place(&self) -> Place {
        let mut hasher = PlaceHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

macro_rules! integers {
    ($($type:ty => $add:ident),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl ShardKey for $type {
            #[inline]
            fn hash(&self, to: &mut PlaceHasher) {
                to.$add((*self).into());
            }
        }
    )*};
}

integers! {
    u8 => unsigned, u16 => unsigned, u32 => unsigned, u64 => unsigned, u128 => unsigned_wide,
    i8 => signed, i16 => signed, i32 => signed, i64 => signed, i128 => signed_wide, bool => boolean,
}

#[diagnostic::do_not_recommend]
impl ShardKey for char {
    fn hash(&self, to: &mut PlaceHasher) {
        to.text(self.encode_utf8(&mut [0; 4]));
    }
}

#[diagnostic::do_not_recommend]
impl ShardKey for str {
    #[inline]
    fn hash(&self, to: &mut PlaceHasher) {
        to.text(self);
    }
}

#[diagnostic::do_not_recommend]
impl ShardKey for String {
    #[inline]
    fn hash(&self, to: &mut PlaceHasher) {
        to.text(self);
    }
}

#[diagnostic::do_not_recommend]
impl ShardKey for Vec<u8> {
    #[inline]
    fn hash(&self, to: &mut PlaceHasher) {
        to.bytes(self);
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize> ShardKey for [u8; N] {
    #[inline]
    fn hash(&self, to: &mut PlaceHasher) {
        to.bytes(self);
    }
}

#[diagnostic::do_not_recommend]
impl<K: ShardKey + ?Sized> ShardKey for &K {
    #[inline]
    fn hash(&self, to: &mut PlaceHasher) {
        K::hash(self, to);
    }
}

macro_rules! tuples {
    ($(($($name:ident),+)),+ $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($name: ShardKey),+> ShardKey for ($($name,)+) {
            #[inline]
            #[allow(non_snake_case, reason = "the type parameters double as names of the elements")]
            fn hash(&self, to: &mut PlaceHasher) {
                let ($($name,)+) = self;
                $($name.hash(to);)+
            }
        }
    )+};
}

tuples!((A), (A, B), (A, B, C), (A, B, C, D));
