//! Where personal values are decrypted: in their impl of `Deserialize`.

use core::{any::type_name, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, SeqAccess, Visitor},
};

use super::{
    Personal, PersonalError, Subject,
    keyed::Held,
    needed::{Needed, OUTSIDE},
    scope::{Scope, failed, present},
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

struct StoredVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for StoredVisitor<T> {
    type Value = Personal<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("encrypted personal data")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        read(bytes).map(Personal).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut bytes: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(byte) = bytes.next_element()? {
            all.push(byte);
        }
        self.visit_bytes(&all)
    }

    // Serde's own words would quote the text.
    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        const CLEAR: &str = "a text was stored in the clear; give the event a new version, and an upcaster that makes the text `Personal`";
        Err(E::custom(failed(PersonalError::Malformed(CLEAR))))
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<Content<T>, PersonalError> {
    match Stored::read(bytes) {
        Some(Stored::Blank(value)) => decoded(value)
            .map(Content::Blank)
            .ok_or_else(|| failed(PersonalError::Malformed("a default is no value of its type"))),
        Some(Stored::Sealed(subject, sealed)) => opened(subject.as_ref(), sealed),
        Some(Stored::Forgotten(subject)) => Ok(Content::Forgotten(kept(subject))),
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
            let opened = key.open(&needed.place(), sealed);
            let Some(value) = opened else {
                return Err(failed(PersonalError::Undecipherable { subject: needed.subject }));
            };
            let Some(value) = decoded(&value) else {
                let (subject, expected) = (needed.subject, type_name::<T>());
                return Err(failed(PersonalError::Value { subject, expected }));
            };
            Ok(Content::Known(value, Some(needed.subject)))
        }
        Some(held) => Err(needed.failed(held)),
    }
}

fn decoded<T: DeserializeOwned>(value: &[u8]) -> Option<T> {
    rmp_serde::from_slice(value).ok()
}
