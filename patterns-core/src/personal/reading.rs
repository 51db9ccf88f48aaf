//! Where personal values are decrypted: in their impl of `Deserialize`.

use core::{any::type_name, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, SeqAccess, Visitor},
};

use super::{
    Personal, PersonalError, Subject,
    decoding::decoded,
    keyed::{Held, Mode},
    needed::{Needed, OUTSIDE},
    scope::{Scope, failed, present, with_keyed},
    stored::Stored,
    value::Content,
};

impl<'de, T: DeserializeOwned> Deserialize<'de> for Personal<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Reading::now() {
            Reading::Stored => deserializer.deserialize_bytes(StoredVisitor(PhantomData)),
            #[cfg(feature = "testing")]
            // Also forgotten ones: whoever folds events meets them one day.
            Reading::MadeUp => {
                Ok(Option::deserialize(deserializer)?.map_or_else(Self::forgotten, Self::new))
            }
            Reading::Never => Err(D::Error::custom(OUTSIDE)),
        }
    }
}

/// Where a value that is read just now comes from.
enum Reading {
    Stored,
    #[cfg(feature = "testing")]
    MadeUp,
    Never,
}

impl Reading {
    fn now() -> Self {
        present(|scope| match scope {
            Some(Scope::Keyed(_)) => Self::Stored,
            #[cfg(feature = "testing")]
            Some(Scope::MadeUp) => Self::MadeUp,
            _ => Self::Never,
        })
    }
}

/// What is wrong with a value that an upcaster has made.
const CHANGES: &str = "what an upcaster has made is not read as it is written; look at the serde attributes of its type";

const DEFAULT: &str = "a default is no value of its type";

/// What is not bytes was never written by us.
macro_rules! in_the_clear {
    ($($method:ident($value:ty))*) => {$(
        fn $method<E: Error>(self, _: $value) -> Result<Self::Value, E> {
            Err(in_the_clear())
        }
    )*};
}

struct StoredVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for StoredVisitor<T> {
    type Value = Personal<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("encrypted personal data")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        read(bytes).map(Personal).map_err(E::custom)
    }

    // Serde's own words would quote what is there. Other kinds of values they only name.
    in_the_clear! {
        visit_bool(bool) visit_i64(i64) visit_i128(i128) visit_u64(u64) visit_u128(u128) visit_f64(f64) visit_str(&str)
    }

    // It would quote an element.
    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(in_the_clear())
    }
}

fn in_the_clear<E: Error>() -> E {
    const CLEAR: &str = "a value was stored in the clear; give the event a new version, and an upcaster that makes it `Personal`";
    E::custom(failed(PersonalError::Malformed(CLEAR)))
}

/// Whether what is read was written in memory a moment ago.
fn is_stamping() -> bool {
    with_keyed(|keyed| keyed.is_some_and(|keyed| keyed.mode == Mode::Stamping))
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<Content<T>, PersonalError> {
    match Stored::read(bytes) {
        Some(Stored::Blank(value)) => {
            decoded(value, || PersonalError::Malformed(DEFAULT)).map(Content::Blank)
        }
        Some(Stored::Sealed(subject, sealed)) => opened(subject.as_ref(), sealed),
        Some(Stored::Forgotten(subject)) => Ok(Content::Forgotten(kept(subject))),
        Some(Stored::Clear(subject, value)) if is_stamping() => {
            let value = decoded(value, || PersonalError::Malformed(CHANGES))?;
            Ok(Content::Known(value, kept(subject)))
        }
        _ => Err(failed(PersonalError::Malformed("its bytes have no form that is known"))),
    }
}

/// The subject as a value keeps it: also when it is the stream, so that it stays the same wherever the value is copied to.
fn kept(subject: Option<Subject>) -> Option<Subject> {
    Needed::by(subject.as_ref()).map(|needed| needed.subject).or(subject)
}

fn opened<T: DeserializeOwned>(
    subject: Option<&Subject>,
    sealed: &[u8],
) -> Result<Content<T>, PersonalError> {
    let needed = Needed::by(subject).ok_or(PersonalError::Malformed(OUTSIDE))?;
    match needed.held() {
        // The work will be done again when the key is there.
        None => Err(PersonalError::KeyMissing { subject: needed.subject }),
        Some(Held::Destroyed) => Ok(Content::Forgotten(Some(needed.subject))),
        Some(Held::Key(key)) => {
            let subject = needed.subject.clone();
            match key.open(&needed.place(), sealed) {
                Some(value) => known(&value, subject),
                None => Err(failed(PersonalError::Undecipherable { subject })),
            }
        }
        Some(held) => Err(needed.failed(held)),
    }
}

fn known<T: DeserializeOwned>(value: &[u8], subject: Subject) -> Result<Content<T>, PersonalError> {
    let expected = type_name::<T>();
    let decoded = decoded(value, || PersonalError::Value { subject: subject.clone(), expected });
    if decoded.is_err() {
        with_keyed(|keyed| keyed.into_iter().for_each(|keyed| keyed.want_all_within(value)));
    }
    Ok(Content::Known(decoded?, Some(subject)))
}
