//! What is in the file of a key.

use zeroize::Zeroizing;

use crate::personal::{SubjectId, SubjectKey};

const MAGIC: &[u8; 4] = b"DPK1";
const CHECK: usize = 16;
const CHECKING: &str = "data-patterns 2026-01 check of a key file";

/// The file of `key`. Its check depends on the subject too, so that no file is taken for that of another.
pub(super) fn written(id: &SubjectId, key: &SubjectKey) -> Zeroizing<Vec<u8>> {
    let check = check(id, key.as_bytes());
    Zeroizing::new([MAGIC.as_slice(), key.as_bytes(), &check].concat())
}

/// The key in a file; `None` when its bytes are not those that were written.
pub(super) fn read(id: &SubjectId, bytes: &[u8]) -> Option<SubjectKey> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (key, found) = rest.split_first_chunk::<{ SubjectKey::LENGTH }>()?;
    (check(id, key).as_slice() == found).then(|| SubjectKey::copied(key))
}

fn check(id: &SubjectId, key: &[u8; SubjectKey::LENGTH]) -> [u8; CHECK] {
    let mut hasher = blake3::Hasher::new_derive_key(CHECKING);
    hasher.update(id.as_bytes()).update(key);
    hasher.finalize().as_bytes().first_chunk().copied().unwrap_or_default()
}
