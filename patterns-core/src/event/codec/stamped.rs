//! Whom the personal values are about that an upcaster has made: whom today's event says, or else its stream.

use std::sync::Arc;

use rmp_serde::decode::Error;
use serde::de::Error as _;

use super::{DecodeError, read, write};
use crate::{event::Event, personal::stamping};

/// The event as it would be read had it been recorded in today's version. What is not about anybody stays as it is.
pub(super) fn stamped<E: Event>(event: E) -> Result<E, DecodeError> {
    let mut payload = Vec::new();
    let Some((written, true)) = stamping(|| write::variant(&event, &mut payload)) else {
        return Ok(event);
    };
    let variant = written.map_err(|_| unwritable())?;
    let read = stamping(|| read::variant(variant as u32, &payload));
    read.map_or(Ok(event), |(event, _)| event)
}

fn unwritable() -> DecodeError {
    let error = Error::custom("what the upcaster has made cannot be written");
    DecodeError::Fields(Arc::new(error))
}
