//! What was encrypted is decrypted, with the same key, for the same place, and not otherwise.

use proptest::{collection::btree_map, prelude::*};

use super::*;
use crate::personal::{cipher::Place, stored};

proptest! {
    #[test]
    fn every_value_comes_back_with_its_key_and_with_no_other(
        value in btree_map(any::<String>(), any::<Option<Vec<i64>>>(), 0..8),
        whom in any::<String>(),
    ) {
        let (subject, key) = (Subject::from(whom), SubjectKey::random().unwrap());
        let keys = || keyed("stream", &[(&subject, &key)]);
        let written = Personal::about(subject.clone(), value);
        let bytes = write(&mut keys(), &written).unwrap();
        let read_back = read(&mut keys(), &bytes).unwrap();
        prop_assert_eq!(&read_back, &written);
        prop_assert_eq!(read_back.subject(), Some(&subject));
        prop_assert_ne!(write(&mut keys(), &written).unwrap(), bytes.clone(), "a nonce was used twice");

        let other = SubjectKey::random().unwrap();
        let others = [keyed("stream", &[(&subject, &other)]), keyed("elsewhere", &[(&subject, &key)])];
        for mut keys in others {
            let error = read::<serde::de::IgnoredAny>(&mut keys, &bytes);
            let undecipherable = matches!(error, Err(PersonalError::Undecipherable { .. }));
            prop_assert!(undecipherable);
        }
        let mut forgotten = keyed("stream", &[]);
        forgotten.held.insert(subject.clone(), Held::Destroyed);
        let gone = read::<u8>(&mut forgotten, &bytes).unwrap();
        prop_assert_eq!((gone.is_forgotten(), gone.subject()), (true, Some(&subject)));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>(), kind in 0..6_u8) {
        let (stream, key) = (Subject::from("stream"), SubjectKey::random().unwrap());
        let bytes = rmp_serde::to_vec(&Bytes(&[&[kind], bytes.as_slice()].concat())).unwrap();
        let mut keys = keyed("stream", &[(&stream, &key)]);
        // Whatever they are, what was never encrypted is no value that somebody is known by.
        let read = read::<String>(&mut keys, &bytes);
        prop_assert!(read.is_err() || read.is_ok_and(|value| !matches!(value.0, super::super::value::Content::Known(..))));
    }
}

/// Written as bytes, and not as a list.
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

#[test]
fn what_is_no_value_of_the_type_is_not_quoted() {
    let (stream, key) = (Subject::from("stream"), SubjectKey::random().unwrap());
    let keys = || keyed("stream", &[(&stream, &key)]);
    let bytes = write(&mut keys(), &Personal::new("Ann".to_string())).unwrap();
    let error = read::<u64>(&mut keys(), &bytes).unwrap_err();
    assert!(matches!(error, PersonalError::Value { expected: "u64", .. }), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("Ann"));
}

#[test]
fn what_stands_for_a_value_in_memory_is_no_value_in_a_store() {
    let (stream, key) = (Subject::from("stream"), SubjectKey::random().unwrap());
    for mut clear in [stored::clear(None), stored::clear(Some(&stream))] {
        clear.extend(rmp_serde::to_vec("Ann").unwrap());
        let bytes = rmp_serde::to_vec(&Bytes(&clear)).unwrap();
        let read = read::<String>(&mut keyed("stream", &[(&stream, &key)]), &bytes);
        assert!(matches!(read, Err(PersonalError::Malformed(_))), "{read:?}");
    }
}

#[test]
fn a_value_is_read_to_its_last_byte() {
    let (stream, key) = (Subject::from("stream"), SubjectKey::random().unwrap());
    let mut sealed = stored::sealed(None);
    sealed.extend(rmp_serde::to_vec(&("Ann", "Lee")).unwrap());
    let place = Place { stream: &stream, subject: &stream };
    for (length, expected) in [(sealed.len(), true), (sealed.len() + 1, false)] {
        let mut sealed = sealed.clone();
        sealed.resize(length, 0xc0);
        key.seal(&place, &mut sealed, 1).unwrap();
        let bytes = rmp_serde::to_vec(&Bytes(&sealed)).unwrap();
        let read = read::<(String, String)>(&mut keyed("stream", &[(&stream, &key)]), &bytes);
        assert_eq!(read.is_ok(), expected, "{read:?}");
    }
}

#[test]
fn all_keys_that_are_wanted_are_known_after_one_pass() {
    let about = |whom: &str| Personal::about(whom, whom.to_string());
    let nested = Personal::new(vec![about("ann"), about("bea"), about("ann")]);
    let wanted = write(&mut keyed("stream", &[]), &nested).unwrap_err();
    assert_eq!(wanted, ["ann", "bea", "stream"].map(Subject::from).into());
}
