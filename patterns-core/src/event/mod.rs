//! What happened: the `Event` trait, stored names and versions, the codec between events and bytes, recorded events, and the chains of hashes
//! over them.

mod chain;
mod codec;
mod copied;
mod fingerprint;
mod framework;
mod log_chain;
mod metadata;
mod placed;
mod recorded;
mod route;
mod schema;
mod shape;
mod stream;
mod timestamp;
mod upcast;

pub use chain::{ChainHash, InvalidHash, StreamHash};
pub(crate) use codec::encode_and_decode;
#[cfg(feature = "testing")]
pub(crate) use codec::encode_as_it_was;
pub use codec::{DecodeError, EncodeError, OlderError, decode, encode};
pub(crate) use copied::{appended, copied, is_copy, original};
pub use fingerprint::Fingerprint;
pub use framework::FrameworkEvent;
pub(crate) use log_chain::{LogEnd, LogLink, Marks};
pub use metadata::{Cause, InvalidMetadata, Metadata, Part};
pub use recorded::{EventData, EventName, RecordedEvent};
pub use route::Route;
pub use schema::EventSchema;
pub use shape::{
    Field, FieldStyle, Fields, MayHaveShape, NestedType, Shape, ShapeOf, TypeShape, VariantShape,
};
pub use stream::StreamId;
pub use timestamp::{NoTimestamp, Timestamp};
pub use upcast::{LeadsTo, OlderFields, UpcastError, lead, older};

#[cfg(feature = "personal")]
use crate::personal::Subject;
use serde::{Deserializer, Serialize, de::DeserializeOwned};

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

    /// Fingerprint of which upcasters there are: a state that was folded from what others made of older events is another.
    const UPCASTERS: Fingerprint = Fingerprint::new(0);

    /// Whom personal data in the field number `field`, from 0, is about, where it does not say it itself. The macros write it of
    /// `#[personal(subject = ..)]`.
    #[cfg(feature = "personal")]
    fn subject(&self, field: usize) -> Option<Subject> {
        let _ = field;
        None
    }

    /// Makes an event of the fields that an older `version` of the variant had. The macros write it of `#[event(upcast(..))]`.
    ///
    /// # Errors
    /// When no upcaster begins at this version, when the fields are not those that it takes, or when one refuses.
    fn upcast<'de, D: Deserializer<'de>>(
        variant: usize,
        version: u16,
        fields: D,
    ) -> Result<Self, UpcastError<D::Error>> {
        let _ = (variant, version, fields);
        Err(UpcastError::Missing)
    }
}
