//! zstd, where it was built in.

use crate::store::StoreError;

/// Slower than zstd's own choice (3), and smaller: what is archived is written once. See `docs/storage.md` for what it costs.
#[cfg(feature = "archive")]
const LEVEL: i32 = 9;

/// Whether this build has an archive.
pub(in crate::store::sled) const fn is_available() -> bool {
    cfg!(feature = "archive")
}

#[cfg(feature = "archive")]
pub(super) fn compress(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    zstd::bulk::compress(bytes, LEVEL).map_err(StoreError::io("compressing archived events"))
}

/// The `length` bytes that `compressed` were made of.
#[cfg(feature = "archive")]
pub(super) fn decompress(compressed: &[u8], length: usize) -> Result<Vec<u8>, StoreError> {
    let bytes = zstd::bulk::decompress(compressed, length);
    bytes.map_err(StoreError::io("decompressing archived events"))
}

#[cfg(not(feature = "archive"))]
pub(super) fn compress(_: &[u8]) -> Result<Vec<u8>, StoreError> {
    Err(StoreError::NO_ARCHIVE)
}

#[cfg(not(feature = "archive"))]
pub(super) fn decompress(_: &[u8], _: usize) -> Result<Vec<u8>, StoreError> {
    Err(StoreError::NO_ARCHIVE)
}
