//! Values to bytes and back, with keys that a test hands out.

mod clear;
mod round_trip;
mod scopes;

use std::collections::HashSet;

use serde::{Serialize, de::DeserializeOwned};

use super::{Held, Keyed, Mode, Personal, PersonalError, Subject, SubjectKey, trouble};

/// The keys for one stream, with those of `subjects`.
fn keyed(stream: &str, subjects: &[(&Subject, &SubjectKey)]) -> Keyed {
    let mut keyed = Keyed::new(stream.into());
    for (subject, key) in subjects {
        keyed.held.insert((*subject).clone(), Held::Key((*key).clone()));
    }
    keyed
}

/// What stands for a value in a store; the subjects whose keys it wants.
fn write<T: Serialize>(
    keyed: &mut Keyed,
    value: &Personal<T>,
) -> Result<Vec<u8>, HashSet<Subject>> {
    let (bytes, wanted) = keyed.run(Mode::Writing, || rmp_serde::to_vec_named(value).unwrap());
    if wanted.is_empty() { Ok(bytes) } else { Err(wanted) }
}

fn read<T: DeserializeOwned>(
    keyed: &mut Keyed,
    bytes: &[u8],
) -> Result<Personal<T>, PersonalError> {
    let read = || (rmp_serde::from_slice(bytes), trouble());
    match keyed.run(Mode::Reading, read).0 {
        (_, Some(error)) => Err(error),
        (value, None) => Ok(value.unwrap()),
    }
}
