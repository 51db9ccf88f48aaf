//! Which types of the standard library are keys. None is recommended by the compiler: the note of the trait names them better.

use super::{Key, KeyEncoder};

macro_rules! integers {
    ($($type:ty => $encode:ident),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
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

#[diagnostic::do_not_recommend]
impl Key for bool {
    fn encode(&self, to: &mut KeyEncoder) {
        to.boolean(*self);
    }
}

#[diagnostic::do_not_recommend]
impl Key for char {
    fn encode(&self, to: &mut KeyEncoder) {
        to.text(self.encode_utf8(&mut [0; 4]));
    }
}

#[diagnostic::do_not_recommend]
impl Key for String {
    fn encode(&self, to: &mut KeyEncoder) {
        to.text(self);
    }
}

#[diagnostic::do_not_recommend]
impl Key for Vec<u8> {
    fn encode(&self, to: &mut KeyEncoder) {
        to.bytes(self);
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize> Key for [u8; N] {
    fn encode(&self, to: &mut KeyEncoder) {
        to.bytes(self);
    }
}

macro_rules! tuples {
    ($(($($name:ident),+)),+ $(,)?) => {$(
        #[diagnostic::do_not_recommend]
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
