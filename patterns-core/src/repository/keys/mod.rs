//! The keys of personal data, for as long as one operation needs them. Without the feature `personal` there are none, and nothing to be done.

#[cfg(feature = "personal")]
mod cached;
#[cfg(feature = "personal")]
mod forgetting;
#[cfg(not(feature = "personal"))]
mod none;
#[cfg(feature = "personal")]
mod provenance;
#[cfg(feature = "personal")]
mod ring;

#[cfg(feature = "personal")]
pub use cached::CachedKeys;
#[cfg(not(feature = "personal"))]
pub(crate) use none::{Codec, Keys, Provenance, Ring};
#[cfg(feature = "personal")]
pub(crate) use provenance::Provenance;
#[cfg(feature = "personal")]
pub(crate) use ring::{Codec, Keys, Ring};
