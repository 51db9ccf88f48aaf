//! What happened: the `Event` trait, stored names and versions, the codec between events and bytes, and recorded events.

mod codec;
mod fingerprint;
mod placed;
mod recorded;
mod route;
mod stream;

pub(crate) use codec::encode_and_decode;
pub use codec::{DecodeError, EncodeError, decode, encode};
pub use fingerprint::Fingerprint;
pub use recorded::{EventData, EventName, RecordedEvent, Timestamp};
pub use route::Route;
pub use stream::StreamId;

use serde::{Serialize, de::DeserializeOwned};

/// An enum of everything that can happen to one aggregate. Written by `#[events]`, or by hand with `#[derive(Event)]`.
///
/// Every variant has a stored name of its own that never changes with the code (promise E7); the fields are stored by name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event enum",
    label = "not an `Event`",
    note = "let `#[events] impl {Self} {{ .. }}` write the enum, or put `#[derive(Event)]` on one written by hand"
)]
pub trait Event: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// One entry a variant, in the order of the variants.
    const SCHEMA: &'static [EventSchema];
}

/// How one variant of an event enum is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventSchema {
    /// The name under which the event is stored, unique in its enum.
    pub name: &'static str,
    /// Names under which older code stored it.
    pub aliases: &'static [&'static str],
    /// The version of its fields, from 1.
    pub version: u16,
}

impl EventSchema {
    /// Whether an event stored under `name` is of this kind.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}
