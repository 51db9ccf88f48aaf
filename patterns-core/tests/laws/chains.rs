//! The chain of a stream: every part of every event counts, and nothing else does.

use bytes::Bytes;
use patterns_core::event::{
    ChainHash, EventData, EventName, RecordedEvent, StreamHash, StreamId, Timestamp,
};
use proptest::{collection::vec, prelude::*};

use super::account::any_text;

#[derive(Clone, Debug, PartialEq)]
struct Input {
    previous: ChainHash,
    version: u64,
    recorded_at: u64,
    data: EventData,
}

impl Input {
    fn hash(&self) -> ChainHash {
        let recorded_at = Timestamp::from_micros(self.recorded_at);
        self.previous.link(self.version, recorded_at, &self.data)
    }
}

fn data(name: &str, schema_version: u16, metadata: &[u8], payload: &[u8]) -> EventData {
    EventData {
        name: EventName::from_utf8(Bytes::copy_from_slice(name.as_bytes())).unwrap(),
        schema_version,
        metadata: Bytes::copy_from_slice(metadata),
        payload: Bytes::copy_from_slice(payload),
    }
}

/// Metadata as they are: MessagePack never begins with 0xc1, which nodes mark events with.
fn any_metadata() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..300).prop_filter("a mark", |bytes| bytes.first() != Some(&0xc1))
}

fn any_input() -> impl Strategy<Value = Input> {
    let payload = vec(any::<u8>(), 0..300);
    let data = (any_text(), any::<u16>(), any_metadata(), payload)
        .prop_map(|(name, version, metadata, payload)| data(&name, version, &metadata, &payload));
    (any::<[u8; 32]>(), any::<u64>(), any::<u64>(), data).prop_map(
        |(previous, version, recorded_at, data)| Input {
            previous: ChainHash::from_bytes(previous),
            version,
            recorded_at,
            data,
        },
    )
}

/// The input with one thing changed.
fn changed(input: &Input, what: u8, how: usize, by: u8) -> Input {
    let mut other = input.clone();
    let flip = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        match bytes.len() {
            0 => bytes.push(by),
            length => bytes[how % length] ^= by.max(1),
        }
        Bytes::from(bytes)
    };
    match what % 9 {
        0 => {
            other.previous =
                ChainHash::from_bytes(flip(input.previous.as_bytes()).as_ref().try_into().unwrap())
        }
        1 => other.version ^= 1 << (how % 64),
        2 => other.recorded_at ^= 1 << (how % 64),
        3 => other.data.schema_version ^= 1 << (how % 16),
        4 => other.data.payload = flip(&input.data.payload),
        5 => other.data.metadata = [&[0x80], &*input.data.metadata].concat().into(),
        6 => other.data.payload = [&*input.data.payload, &[by]].concat().into(),
        7 => {
            other.data.name = EventName::from_utf8(format!("{}a", input.data.name).into()).unwrap()
        }
        _ => core::mem::swap(&mut other.data.metadata, &mut other.data.payload),
    }
    other
}

proptest! {
    #[test]
    fn e10_any_change_of_any_input_changes_the_hash(
        input in any_input(),
        what in any::<u8>(),
        how in any::<usize>(),
        by in any::<u8>(),
    ) {
        let other = changed(&input, what, how, by);
        let is_mark = other.data.metadata.first() == Some(&0xc1);
        prop_assume!(!is_mark);
        prop_assert_eq!(input == other, input.hash() == other.hash());
        prop_assert_eq!(input.hash(), input.clone().hash());
    }

    /// The same bytes, divided otherwise among name, metadata and payload.
    #[test]
    fn e10_fields_are_not_run_together(
        input in any_input(),
        bytes in vec(0_u8..0x80, 0..600),
        [one, other] in any::<[(usize, usize); 2]>(),
    ) {
        let divided = |(first, second): (usize, usize)| {
            let first = first % (bytes.len() + 1);
            let second = first + second % (bytes.len() - first + 1);
            let name = core::str::from_utf8(&bytes[..first]).unwrap();
            let data = data(name, 1, &bytes[first..second], &bytes[second..]);
            Input { data, ..input.clone() }
        };
        let (one, other) = (divided(one), divided(other));
        prop_assert_eq!(one == other, one.hash() == other.hash());
    }

    #[test]
    fn e10_streams_of_other_names_begin_otherwise(one in any_text(), other in any_text()) {
        let begins = |id: &String| ChainHash::genesis(&StreamId::new("account", id));
        prop_assert_eq!(one == other, begins(&one) == begins(&other));
    }

    #[test]
    fn hashes_read_back_what_they_print(bytes in any::<[u8; 32]>(), version in any::<u64>()) {
        let hash = ChainHash::from_bytes(bytes);
        let end = StreamHash { version, hash };
        prop_assert_eq!(hash.to_string().parse(), Ok(hash));
        prop_assert_eq!(end.to_string().parse(), Ok(end));
        let stored = rmp_serde::to_vec_named(&end).unwrap();
        prop_assert_eq!(rmp_serde::from_slice::<StreamHash>(&stored).unwrap(), end);
        let cut = hash.to_string().split_off(1);
        prop_assert!(cut.parse::<ChainHash>().is_err());
    }
}

/// What was signed off years ago is still right.
#[test]
fn e10_hashes_are_the_same_for_ever() {
    let stream = StreamId::new("account", &"grüße".to_string());
    let genesis = ChainHash::genesis(&stream);
    let long = data("geöffnet", 7, &[0x80; 254], &[1; 255]);
    let event = |version, data: &EventData| RecordedEvent {
        stream: stream.clone(),
        version,
        position: 1 + version,
        recorded_at: Timestamp::from_micros(1_700_000_000_000_000),
        data: data.clone(),
    };
    let first = genesis.after(&event(1, &data("deposited", 1, &[], b"100")));
    let second = first.after(&event(2, &long));
    let printed = [genesis, first, second].map(|hash| hash.to_string());
    // Computed by another implementation of the hash, from the definition of the chain.
    let expected = [
        "d776225ebf8b364a7bf8d824f96f93898f18e4423cb40f0f94815d3f2047fa11",
        "5ed1f701ddc562ad29ed8a8e172fec738b8623e03870489d685b698a6730bd02",
        "7224db12f6237038a55120c337c544d78103b42b557283c1b47bde6c8f46dd1b",
    ];
    assert_eq!(printed, expected);
}

/// A key that ends like a place among nodes is a key all the same.
#[test]
fn e10_a_key_that_looks_like_a_place_belongs_to_the_name() {
    let begins = |id: &str| ChainHash::genesis(&StreamId::new("account", &id.to_string()));
    assert_ne!(begins("ann@bbb.com"), begins("ann@ccc.com"));
}
