//! A value out of its decrypted bytes: to the last byte, and of an older version leaving nothing out.

use core::any::type_name;

use rmp_serde::Deserializer;
use serde::de::DeserializeOwned;

use super::{
    PersonalError,
    scope::{failed, with_keyed},
};

/// Reads a value; `otherwise` says what is wrong if the bytes are none, or more than one. Serde's own words would quote the value.
pub(super) fn decoded<T: DeserializeOwned>(
    mut value: &[u8],
    otherwise: impl FnOnce() -> PersonalError,
) -> Result<T, PersonalError> {
    let mut lost = false;
    let mut fields = Deserializer::new(&mut value);
    let decoded = match is_strict() {
        true => serde_ignored::deserialize(&mut fields, |_| lost = true),
        false => T::deserialize(&mut fields),
    };
    match decoded {
        Ok(_) if lost => Err(failed(PersonalError::Unread { expected: type_name::<T>() })),
        Ok(decoded) if value.is_empty() => Ok(decoded),
        _ => Err(failed(otherwise())),
    }
}

fn is_strict() -> bool {
    with_keyed(|keyed| keyed.is_some_and(|keyed| keyed.strict))
}
