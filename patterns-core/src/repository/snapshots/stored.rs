//! What the store keeps as the state of a snapshot: when the last event in it was recorded, and the state itself.

use crate::event::Timestamp;

const TIME: usize = 8;

pub(super) fn encode(last_event: Timestamp, state: &[u8]) -> Vec<u8> {
    [&last_event.as_micros().to_le_bytes(), state].concat()
}

/// The time of the last event, and the state.
pub(super) fn decode(stored: &[u8]) -> Option<(Timestamp, &[u8])> {
    let (time, state) = stored.split_first_chunk::<TIME>()?;
    Some((Timestamp::from_micros(u64::from_le_bytes(*time)), state))
}
