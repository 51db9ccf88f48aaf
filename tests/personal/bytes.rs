//! What is on the disk: looked for byte by byte in every file.

use std::{fs, path::Path};

use data_patterns::{
    personal::{KeyDirectory, KeyState, KeyStore, subject_of},
    prelude::*,
};

use super::types::{Customer, address, gone, known};

const NAME: &str = "Unmistakable-Ann";
const PLAN: &str = "unmistakable-plan";

/// The files below `directory` that hold `bytes` anywhere, in their names too.
pub(crate) fn holding(directory: &Path, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, bytes));
            continue;
        }
        let shown = path.display().to_string();
        let holds = |text: &[u8]| text.windows(bytes.len()).any(|window| window == bytes);
        if holds(shown.as_bytes()) || holds(&fs::read(&path).unwrap()) {
            found.push(shown);
        }
    }
    found
}

#[pollster::test]
async fn after_forgetting_no_byte_of_the_value_or_of_the_key_is_in_any_file() {
    let directory = tempfile::tempdir().unwrap();
    let (data, keys) = (directory.path().join("data"), directory.path().join("keys"));
    KeyDirectory::create(&keys).unwrap();
    let open = || data_patterns::open(&data).unwrap().with_keys(KeyDirectory::open(&keys).unwrap());
    let db = open();
    let customer = db.aggregate::<Customer>(7);
    customer.register(NAME, PLAN).await.unwrap();
    customer.move_to(address()).await.unwrap();
    customer.snapshot().await.unwrap();
    customer.rename("Somebody else").await.unwrap();
    let moment = customer.read(2, Direction::Forward, 1).await.unwrap()[0].recorded_at;
    drop((customer, db));

    let key = {
        let keys = KeyDirectory::open(&keys).unwrap();
        match keys.find(&subject_of::<Customer>(&7)).await.unwrap() {
            KeyState::Known(key) => *key.as_bytes(),
            other => panic!("{other:?}"),
        }
    };
    let everywhere = directory.path();
    assert!(!holding(everywhere, PLAN.as_bytes()).is_empty(), "the search finds what is there");
    assert_eq!(holding(everywhere, &key).len(), 1, "the search finds the key");
    for personal in [NAME, "Somebody else", "Lindenallee", "Köln"] {
        assert_eq!(holding(everywhere, personal.as_bytes()), [""; 0], "{personal}, before");
    }

    let db = open();
    assert_eq!(db.aggregate::<Customer>(7).load().await.unwrap().name, known("Somebody else"));
    let signed = db.sign_off().await.unwrap();
    assert!(db.aggregate::<Customer>(7).forget().await.unwrap());
    db.aggregate::<Customer>(7).snapshot().await.unwrap();
    drop(db);
    for personal in [NAME, "Somebody else", "Lindenallee", "Köln"] {
        assert_eq!(holding(everywhere, personal.as_bytes()), [""; 0], "{personal}, after");
    }
    assert_eq!(holding(everywhere, &key), [""; 0], "the key");
    assert_eq!(holding(everywhere, &key[..8]), [""; 0], "a part of the key");

    // The history is whole, and everything works on it.
    let db = open();
    let customer = db.aggregate::<Customer>(7);
    let verified = db.verify_against(&signed).await.unwrap();
    assert!(verified.is_intact(), "{verified}");
    assert_eq!(customer.history().all().await.unwrap().len(), 3);
    let then = customer.as_of(moment).await.unwrap();
    assert_eq!((&then.name, then.plan.as_str()), (&gone(), PLAN));
    assert_eq!(customer.undo().await.unwrap().name, gone());
    assert_eq!(customer.redo().await.unwrap().plan, PLAN);
}
