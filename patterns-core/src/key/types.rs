//! Which types of the standard library are keys.

use super::{Key, KeyEncoder};

macro_rules! integers {
    ($($type:ty => $encode:ident),* $(,)?) => {$(
        impl Key for $type {
            fn encode(&self, to: &mut KeyEncoder) {
                to.$encode((*self).into());
            }
        }
    )*};
}

integers! {
    u8 => unsigned, u16 => unsigned, u32 => unsigned, u64 => unsigned, u128 => unsigned,
    i8 => signed, i16 => signed, i32 => signed, i64 => signed, i128 => signed,
}

impl Key for bool {
    fn encode(&self, to: &mut KeyEncoder) {
        to.boolean(*self);
    }
}

impl Key for char {
    fn encode(&self, to: &mut KeyEncoder) {
        to.text(self.encode_utf8(&mut [0; 4]));
    }
}

impl Key for String {
    fn encode(&self, to: &mut KeyEncoder) {
        to.text(self);
    }
}

impl Key for Vec<u8> {
    fn encode(&self, to: &mut KeyEncoder) {
        to.bytes(self);
    }
}

impl<const N: usize> Key for [u8; N] {
    fn encode(&self, to: &mut KeyEncoder) {
        to.bytes(self);
    }
}

macro_rules! tuples {
    ($(($($name:ident),+)),+ $(,)?) => {$(
        impl<$($name: Key),+> Key for ($($name,)+) {
            #[allow(non_snake_case, reason = "the type parameters double as names of the elements")]
            fn encode(&self, to: &mut KeyEncoder) {
                let ($($name,)+) = self;
                $($name.encode(to);)+
            }
        }
    )+};
}

tuples!((A), (A, B), (A, B, C), (A, B, C, D));
