//! Canonical keys: one byte string for one identity, for ever.
//!
//! Streams, caches and shards all find a thing by its key, so the bytes may depend on nothing that changes between two
//! builds: never on `std::hash`, on the width of an integer type, or on the name of a Rust type. The same holds for the places
//! of shard keys.

mod decode;
mod derived;
mod encode;
mod lowercase;
mod place;
mod place_hasher;
mod print;
mod shard_key;
mod sharding;
mod splits;
#[cfg(test)]
mod tests;
mod types;

pub use decode::KeyDecoder;
#[doc(hidden)]
pub use derived::{NormalText, PlacesKeys, SameKey, has_zone, is_split_by, same_zones};
pub use encode::{KeyBytes, KeyEncoder};
pub use lowercase::Lowercase;
pub use place::{Place, PlaceRange};
pub use place_hasher::{ALGORITHM, PlaceHasher};
pub(crate) use print::fmt_elements;
pub use shard_key::ShardKey;
pub use sharding::{ShardGroup, ShardPolicy, ShardStrategy, Zones};
pub use splits::{SplitKey, SplitPoints};

/// A type whose values identify something: the type of an `#[id]` field.
///
/// Implemented for integers of a fixed width, `bool`, `char`, `String`, byte arrays, `Vec<u8>` and tuples of keys; derive it
/// for structs of your own. Floats, `usize`, `isize` and maps are no keys: their bytes differ between machines or
/// have no single order.
///
/// # Laws
/// Two values are equal exactly when their encodings are, and encodings sort as the values do. What [`encode`](Self::encode)
/// appended, [`decode`](Self::decode) reads, and not one byte more.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot identify a stream: it is not a `Key`",
    label = "not a key",
    note = "keys are integers of a fixed width, `bool`, `char`, `String`, `[u8; N]`, `Vec<u8>` and tuples of these",
    note = "for a type of your own write `#[derive(Key)]`; floats, `usize` and maps have no canonical bytes"
)]
pub trait Key: Clone + core::fmt::Debug + Eq + Send + Sync + 'static {
    /// Appends the canonical encoding of `self`.
    fn encode(&self, to: &mut KeyEncoder);

    /// Reads a value back; none if there is no encoding of one.
    ///
    /// ```
    /// use patterns_core::key::{Key, KeyDecoder};
    /// let bytes = ("de".to_string(), 7_u8).key_bytes();
    /// let mut decoder = KeyDecoder::new(bytes.as_bytes());
    /// assert_eq!(<(String, u8)>::decode(&mut decoder), Some(("de".to_string(), 7)));
    /// assert!(decoder.is_empty());
    /// ```
    fn decode(from: &mut KeyDecoder<'_>) -> Option<Self>;

    /// The canonical encoding as one byte string.
    ///
    /// ```
    /// use patterns_core::key::Key;
    /// assert_eq!(7_u32.key_bytes(), 7_u64.key_bytes()); // a wider integer keeps its streams
    /// assert_eq!(("de".to_string(), 7).key_bytes().to_string(), "de/7");
    /// ```
    fn key_bytes(&self) -> KeyBytes {
        let mut encoder = KeyEncoder::default();
        self.encode(&mut encoder);
        encoder.finish()
    }
}
