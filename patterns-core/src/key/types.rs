//! Which types of the standard library are keys. None is recommended by the compiler: the note of the trait names them better.

use super::{Key, KeyDecoder, KeyEncoder};

macro_rules! integers {
    ($($type:ty => $encode:ident),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Key for $type {
            fn encode(&self, to: &mut KeyEncoder) {
                to.$encode((*self).into());
            }

            fn decode(from: &mut KeyDecoder<'_>) -> Option<Self> {
                from.$encode()?.try_into().ok()
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

    fn decode(from: &mut KeyDecoder<'_>) -> Option<Self> {
        from.boolean()
    }
}

#[diagnostic::do_not_recommend]
impl Key for char {
    fn encode(&self, to: &mut KeyEncoder) {
        to.text(self.encode_utf8(&mut [0; 4]));
    }

    fn decode(from: &mut KeyDecoder<'_>) -> Option<Self> {
        let text = from.text()?;
        let mut characters = text.chars();
        characters.next().filter(|_| characters.next().is_none())
    }
}

#[diagnostic::do_not_recommend]
impl Key for String {
    fn encode(&self, to: &mut KeyEncoder) {
        to.text(self);
    }

    fn decode(from: &mut KeyDecoder<'_>) -> Option<Self> {
        from.text()
    }
}

#[diagnostic::do_not_recommend]
impl Key for Vec<u8> {
    fn encode(&self, to: &mut KeyEncoder) {
        to.bytes(self);
    }

    fn decode(from: &mut KeyDecoder<'_>) -> Option<Self> {
        from.bytes()
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize> Key for [u8; N] {
    fn encode(&self, to: &mut KeyEncoder) {
        to.bytes(self);
    }

    fn decode(from: &mut KeyDecoder<'_>) -> Option<Self> {
        from.bytes()?.try_into().ok()
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

            fn decode(from: &mut KeyDecoder<'_>) -> Option<Self> {
                Some(($($name::decode(from)?,)+))
            }
        }
    )+};
}

tuples!((A), (A, B), (A, B, C), (A, B, C, D));
