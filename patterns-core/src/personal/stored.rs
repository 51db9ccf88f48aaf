//! The bytes that stand for a personal value wherever it is stored: pure.
//!
//! One byte says what follows; a subject that is not the stream itself is led by its length. There is room for other ciphers in the first byte.

use bytes::Bytes;

use super::Subject;

/// Nothing that anybody has said: the default of the type, in the clear.
const BLANK: u8 = 0;
/// Encrypted, about the stream itself.
const SEALED_OWN: u8 = 1;
/// Encrypted, about the subject that is named.
const SEALED_ABOUT: u8 = 2;
const FORGOTTEN_OWN: u8 = 3;
const FORGOTTEN_ABOUT: u8 = 4;
/// As they are, in memory and never in a store.
const CLEAR_OWN: u8 = 0xfe;
const CLEAR_ABOUT: u8 = 0xff;

const LENGTH: usize = 4;

/// What the bytes say. Without a subject it is the stream itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stored<'a> {
    Blank(&'a [u8]),
    Sealed(Option<Subject>, &'a [u8]),
    Forgotten(Option<Subject>),
    Clear(Option<Subject>, &'a [u8]),
}

impl<'a> Stored<'a> {
    /// `None` for bytes that nobody here has written.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        Some(match *kind {
            BLANK => Self::Blank(rest),
            SEALED_OWN => Self::Sealed(None, rest),
            SEALED_ABOUT => {
                let (subject, sealed) = subject(rest)?;
                Self::Sealed(Some(subject), sealed)
            }
            FORGOTTEN_OWN if rest.is_empty() => Self::Forgotten(None),
            FORGOTTEN_ABOUT => {
                let (subject, rest) = subject(rest)?;
                rest.is_empty().then_some(Self::Forgotten(Some(subject)))?
            }
            CLEAR_OWN => Self::Clear(None, rest),
            CLEAR_ABOUT => {
                let (subject, clear) = subject(rest)?;
                Self::Clear(Some(subject), clear)
            }
            _ => return None,
        })
    }
}

fn subject(bytes: &[u8]) -> Option<(Subject, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<LENGTH>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (subject, rest) = rest.split_at_checked(length)?;
    Some((Subject::from_bytes(Bytes::copy_from_slice(subject)), rest))
}

/// What precedes the default of a type.
pub(super) fn blank() -> Vec<u8> {
    vec![BLANK]
}

/// What precedes an encrypted value. Without a subject it is about the stream.
pub(super) fn sealed(subject: Option<&Subject>) -> Vec<u8> {
    led(SEALED_OWN, SEALED_ABOUT, subject)
}

/// All there is to say of a forgotten value.
pub(super) fn forgotten(subject: Option<&Subject>) -> Vec<u8> {
    led(FORGOTTEN_OWN, FORGOTTEN_ABOUT, subject)
}

/// What precedes a value in memory.
pub(super) fn clear(subject: Option<&Subject>) -> Vec<u8> {
    led(CLEAR_OWN, CLEAR_ABOUT, subject)
}

fn led(own: u8, about: u8, subject: Option<&Subject>) -> Vec<u8> {
    let Some(subject) = subject else { return vec![own] };
    let subject = subject.as_bytes();
    [&[about], (subject.len() as u32).to_le_bytes().as_slice(), subject].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let subject = Subject::from("customer-7");
        let with = |mut bytes: Vec<u8>| {
            bytes.extend(b"rest");
            bytes
        };
        let about = || Some(subject.clone());
        assert_eq!(Stored::read(&with(blank())), Some(Stored::Blank(b"rest")));
        assert_eq!(Stored::read(&with(sealed(None))), Some(Stored::Sealed(None, b"rest")));
        assert_eq!(
            Stored::read(&with(sealed(Some(&subject)))),
            Some(Stored::Sealed(about(), b"rest"))
        );
        assert_eq!(Stored::read(&forgotten(None)), Some(Stored::Forgotten(None)));
        assert_eq!(Stored::read(&forgotten(Some(&subject))), Some(Stored::Forgotten(about())));
    }

    #[test]
    fn what_was_not_written_is_nothing() {
        let about = sealed(Some(&Subject::from("customer-7")));
        for length in 0..about.len() {
            assert_eq!(Stored::read(about.get(..length).unwrap()), None, "cut to {length} bytes");
        }
        assert_eq!(Stored::read(&[FORGOTTEN_OWN, 0]), None);
        assert_eq!(Stored::read(&[0xff, 0]), None);
        assert_eq!(Stored::read(&[0x05, 0]), None);
    }

    #[test]
    fn the_stored_form_never_changes() {
        let subject = Subject::from("a");
        assert_eq!(sealed(None), [1]);
        assert_eq!(sealed(Some(&subject)), [2, 3, 0, 0, 0, 2, b'a', 0]);
        assert_eq!(forgotten(None), [3]);
        assert_eq!(forgotten(Some(&subject)), [4, 3, 0, 0, 0, 2, b'a', 0]);
    }
}
