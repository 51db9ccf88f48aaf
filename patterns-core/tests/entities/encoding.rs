//! What could not be read again is not written.

use patterns_core::{
    entity::{Entity, WriteError},
    store::conformance::block_on,
};
use serde::{Deserialize, Serialize};

use super::samples::{in_memory, streams};

#[test]
fn a_record_that_would_not_decode_is_refused() {
    #[derive(Clone, Serialize, Deserialize)]
    struct Lossy {
        id: u8,
        #[serde(skip_serializing_if = "String::is_empty")]
        text: String,
    }

    impl Entity for Lossy {
        type Id = u8;
        const NAME: &'static str = "lossy";

        fn id(&self) -> u8 {
            self.id
        }
    }

    let db = in_memory();
    let lossy = db.entities::<Lossy>();
    block_on(lossy.put(Lossy { id: 1, text: "kept".into() })).unwrap();
    let refused = block_on(lossy.put(Lossy { id: 2, text: String::new() })).unwrap_err();
    assert!(matches!(refused, WriteError::Encode { .. }), "{refused:?}");
    assert!(refused.to_string().starts_with("cannot encode record lossy/2: "), "{refused}");
    assert_eq!(block_on(streams(db.store())), 1, "nothing was written");
}

#[test]
fn a_record_that_would_lose_its_key_is_refused() {
    #[derive(Clone, Serialize, Deserialize)]
    struct Keyless {
        #[serde(skip)]
        id: u8,
    }

    impl Entity for Keyless {
        type Id = u8;
        const NAME: &'static str = "keyless";

        fn id(&self) -> u8 {
            self.id
        }
    }

    let db = in_memory();
    let refused = block_on(db.entities::<Keyless>().put(Keyless { id: 2 })).unwrap_err();
    assert!(matches!(refused, WriteError::KeyNotStored { .. }), "{refused:?}");
    assert!(refused.to_string().contains("keyless/2 would be read again as keyless/0"));
    assert_eq!(block_on(streams(db.store())), 0, "nothing was written");
}

#[test]
fn fields_can_come_and_go() {
    #[derive(Clone, Serialize, Deserialize)]
    struct Before {
        id: u8,
        name: String,
        gone: bool,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct After {
        #[serde(alias = "name")]
        title: String,
        #[serde(default)]
        new: u64,
        id: u64,
    }

    impl Entity for Before {
        type Id = u8;
        const NAME: &'static str = "thing";

        fn id(&self) -> u8 {
            self.id
        }
    }

    impl Entity for After {
        type Id = u64;
        const NAME: &'static str = "thing";

        fn id(&self) -> u64 {
            self.id
        }
    }

    let db = in_memory();
    let before = Before { id: 7, name: "x".into(), gone: true };
    block_on(db.entities::<Before>().put(before)).unwrap();
    let after = block_on(db.entities::<After>().get(7_u64)).unwrap().unwrap();
    assert_eq!(*after, After { title: "x".into(), new: 0, id: 7 });
}
