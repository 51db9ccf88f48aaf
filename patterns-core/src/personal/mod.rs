//! Personal data that can be forgotten: every value is encrypted with the key of the one it is about, and forgetting is destroying that key.
//!
//! [`Personal`] is the type of a field. It is encrypted where it is serialized and decrypted where it is deserialized, within a `scope` that the
//! database sets around its codec; so it may stand wherever serde reaches, and anywhere else serde gets an error and never the value. Keys are
//! asked for before and after, because a [`KeyStore`] is asynchronous and serde is not: what turns out to be missing ends the attempt, is
//! fetched, and the attempt is made again.
//!
//! `docs/personal.md` is the guide: what is protected by it, and what is not.

mod ahead;
mod cipher;
pub mod conformance;
mod decoding;
mod error;
mod keyed;
mod keys;
mod needed;
mod reading;
mod scope;
mod stamping;
mod stored;
mod subject;
#[cfg(test)]
mod tests;
mod value;
mod writing;

pub(crate) use cipher::KeyDigest;
pub use cipher::SubjectKey;
pub use error::{KeyError, PersonalError};
pub(crate) use keyed::{Held, Keyed, Mode};
pub use keys::{KeyDirectory, KeyState, KeyStep, KeyStore, KeysOf, MemoryKeys};
#[cfg(feature = "testing")]
pub(crate) use scope::making_up;
#[cfg(feature = "json")]
pub(crate) use scope::showing;
pub(crate) use scope::{about, measuring, strictly, trouble};
pub(crate) use stamping::stamping;
pub use subject::{Subject, SubjectId};
#[doc(hidden)]
pub use value::is_personal;
pub use value::{IsPersonal, Personal};
