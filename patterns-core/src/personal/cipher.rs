//! The key of a subject, and what is done with it.
//!
//! The cipher is XChaCha20-Poly1305: S. Arciszewski, "XChaCha: eXtended-nonce ChaCha and AEAD_XChaCha20_Poly1305", draft-irtf-cfrg-xchacha, 2020, over
//! RFC 8439. Its nonces are long enough to be drawn at random for every value, so that nobody has to count.

use core::fmt;
use std::sync::Arc;

use chacha20poly1305::{AeadInOut, KeyInit, Tag, XChaCha20Poly1305};
use zeroize::{Zeroize, Zeroizing};

use super::{KeyError, Subject};

const DOMAIN: &[u8] = b"data-patterns 2026-01 personal data";
const DIGEST: &str = "data-patterns 2026-01 digest of a key";
const NONCE: usize = 24;
const TAG: usize = 16;

/// The key that everything about one subject is encrypted with. Cheap to clone; its bytes are overwritten when the last clone is dropped.
#[derive(Clone)]
pub struct SubjectKey(Arc<Zeroizing<[u8; Self::LENGTH]>>);

impl SubjectKey {
    /// Bytes of a key.
    pub const LENGTH: usize = 32;

    /// A new key, from the random numbers of the operating system.
    ///
    /// # Errors
    /// When the system has none.
    pub fn random() -> Result<Self, KeyError> {
        let mut key = Self::blank();
        random(Arc::make_mut(&mut key.0).as_mut_slice())?;
        Ok(key)
    }

    /// A key read back from where it was kept. `bytes` are overwritten.
    pub fn take(bytes: &mut [u8; Self::LENGTH]) -> Self {
        let key = Self::copied(bytes);
        bytes.zeroize();
        key
    }

    /// A key of which `bytes` are a copy.
    pub(super) fn copied(bytes: &[u8; Self::LENGTH]) -> Self {
        let mut key = Self::blank();
        Arc::make_mut(&mut key.0).copy_from_slice(bytes);
        key
    }

    /// Where a key is written at once: moved there, it would leave a copy on the stack.
    fn blank() -> Self {
        Self(Arc::default())
    }

    /// The bytes, for a key store to keep.
    pub fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// Whether both are the same key; takes as long whatever they are.
    pub fn is(&self, other: &Self) -> bool {
        let pairs = self.0.iter().zip(other.0.iter());
        pairs.fold(0, |differences, (one, other)| differences | (one ^ other)) == 0
    }

    /// What tells the key from all others, and from which nobody has it back.
    pub(crate) fn digest(&self) -> KeyDigest {
        KeyDigest(blake3::derive_key(DIGEST, self.as_bytes()))
    }

    /// Encrypts what `buffer` holds from `from` on; a new nonce comes before it, and the tag after it.
    pub(super) fn seal(
        &self,
        place: &Place<'_>,
        buffer: &mut Vec<u8>,
        from: usize,
    ) -> Result<(), KeyError> {
        let mut nonce = [0; NONCE];
        random(&mut nonce)?;
        buffer.splice(from..from, nonce);
        let plain = buffer.get_mut(from + NONCE..).unwrap_or_default();
        let sealed =
            self.cipher().encrypt_inout_detached(&nonce.into(), &place.associated(), plain.into());
        // Fails for a value of 256 GiB.
        let tag = sealed.map_err(|error| KeyError::other("encrypting a value", error))?;
        buffer.extend_from_slice(&tag);
        Ok(())
    }

    /// Decrypts what was sealed; `None` if it was changed, or sealed with another key or for another place.
    pub(super) fn open(&self, place: &Place<'_>, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>()?;
        let (encrypted, tag) = rest.split_last_chunk::<TAG>()?;
        let mut plain = Zeroizing::new(encrypted.to_vec());
        self.cipher()
            .decrypt_inout_detached(
                &(*nonce).into(),
                &place.associated(),
                plain.as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .ok()?;
        Some(plain)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&**self.0).into())
    }
}

/// Which key it is, without being it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyDigest([u8; 32]);

/// Where a value stands, as far as that never changes: it is authenticated with the value, so that no value is taken for another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// The stream that the value is recorded in.
    pub(super) stream: &'a Subject,
    pub(super) subject: &'a Subject,
}

impl Place<'_> {
    fn associated(&self) -> Vec<u8> {
        let (stream, subject) = (self.stream.as_bytes(), self.subject.as_bytes());
        let length = (stream.len() as u64).to_le_bytes();
        [DOMAIN, &length, stream, subject].concat()
    }
}

fn random(to: &mut [u8]) -> Result<(), KeyError> {
    getrandom::fill(to).map_err(|error| KeyError::Random(error.to_string()))
}

impl fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectKey(..)")
    }
}
