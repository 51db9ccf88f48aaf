//! The directory of keys.

use std::{fs, path::Path, sync::Arc};

use data_patterns::{
    personal::{
        KeyDirectory, KeyError, KeyState, KeyStore, KeysOf, MemoryKeys, Subject,
        conformance::check_all, subject_of,
    },
    prelude::*,
    store::MemoryStore,
};

use super::types::{Customer, gone, known};

fn files(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names.retain(|name| !name.starts_with("keys-of"));
    names
}

#[pollster::test]
async fn all_key_stores_keep_their_promises() {
    check_all(async || MemoryKeys::new()).await;
    check_all(async || KeysOf::new(MemoryKeys::new(), "tenant-a")).await;
    let directories = tempfile::tempdir().unwrap();
    let next = std::cell::Cell::new(0);
    check_all(async || {
        next.set(next.get() + 1);
        KeyDirectory::create(directories.path().join(next.get().to_string())).unwrap()
    })
    .await;
}

#[pollster::test]
async fn keys_and_tombstones_are_durable() {
    let directory = tempfile::tempdir().unwrap();
    let (ann, bea) = (Subject::from("ann"), Subject::from("bea"));
    let keys = KeyDirectory::create(directory.path()).unwrap();
    let KeyState::Known(key) = keys.create(&ann).await.unwrap() else { panic!() };
    keys.create(&bea).await.unwrap();
    keys.destroy(&bea).await.unwrap();
    drop(keys);
    let expected = [format!("{}.forgotten", bea.id()), format!("{}.key", ann.id())];
    assert_eq!(files(directory.path()).len(), 2);
    assert!(expected.iter().all(|name| files(directory.path()).contains(name)));

    let keys = KeyDirectory::open(directory.path()).unwrap();
    let found = keys.find(&ann).await.unwrap();
    assert!(matches!(found, KeyState::Known(found) if found.is(&key)));
    assert!(matches!(keys.create(&bea).await.unwrap(), KeyState::Destroyed));
}

#[test]
fn a_wrong_directory_is_not_taken_for_a_new_one() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("keys");
    assert!(matches!(KeyDirectory::open(&path), Err(KeyError::Absent { .. })));
    let keys = KeyDirectory::create(&path).unwrap();
    assert!(matches!(KeyDirectory::open(&path), Err(KeyError::Locked { .. })));
    drop(keys);
    assert!(matches!(KeyDirectory::create(&path), Err(KeyError::Exists { .. })));
    KeyDirectory::open(&path).unwrap();
}

#[pollster::test]
async fn every_damaged_byte_of_a_key_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    let ann = Subject::from("ann");
    let keys = KeyDirectory::create(directory.path()).unwrap();
    keys.create(&ann).await.unwrap();
    let path = directory.path().join(format!("{}.key", ann.id()));
    let whole = fs::read(&path).unwrap();
    let damaged = async |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let (found, made) = (keys.find(&ann).await, keys.create(&ann).await);
        [found, made].into_iter().all(|key| matches!(key, Err(KeyError::Damaged { .. })))
    };
    for place in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[place] ^= 1;
        assert!(damaged(&bytes).await, "byte {place}");
        assert!(damaged(&whole[..place]).await, "cut to {place} bytes");
    }
    assert!(damaged(&vec![0; whole.len()]).await, "zeros without a tombstone");
    // The key of somebody else.
    keys.create(&"bea".into()).await.unwrap();
    let other = directory.path().join(format!("{}.key", Subject::from("bea").id()));
    assert!(damaged(&fs::read(other).unwrap()).await, "another's key");
    // A damaged key can still be destroyed.
    assert!(keys.destroy(&ann).await.unwrap());
    assert!(matches!(keys.find(&ann).await.unwrap(), KeyState::Destroyed));
}

#[cfg(unix)]
#[pollster::test]
async fn only_their_owner_can_read_keys() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("keys");
    let keys = KeyDirectory::create(&path).unwrap();
    keys.create(&"ann".into()).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o700);
    for name in files(&path) {
        assert_eq!(mode(&path.join(name)), 0o600);
    }
}

#[pollster::test]
async fn a_destroyed_key_is_overwritten_where_it_was() {
    let directory = tempfile::tempdir().unwrap();
    let ann = Subject::from("ann");
    let keys = KeyDirectory::create(directory.path()).unwrap();
    keys.create(&ann).await.unwrap();
    // The same file by another name, as whoever looks at the disk would find it.
    let disk = directory.path().join("disk");
    fs::hard_link(directory.path().join(format!("{}.key", ann.id())), &disk).unwrap();
    assert!(fs::read(&disk).unwrap().iter().any(|byte| *byte != 0));
    keys.destroy(&ann).await.unwrap();
    assert!(fs::read(&disk).unwrap().iter().all(|byte| *byte == 0));
}

#[pollster::test]
async fn databases_that_share_a_key_store_do_not_forget_for_each_other() {
    let shared = Arc::new(MemoryKeys::new());
    let database = |name: &str| {
        let keys = KeysOf::new(Arc::clone(&shared), name);
        Database::new(MemoryStore::new()).with_keys(keys)
    };
    let (one, other) = (database("tenant-a"), database("tenant-b"));
    for (db, name) in [(&one, "Ann"), (&other, "Bea")] {
        db.aggregate::<Customer>(7).register(name, "free").await.unwrap();
    }
    assert!(one.aggregate::<Customer>(7).forget().await.unwrap());
    assert_eq!(one.aggregate::<Customer>(7).load().await.unwrap().name, gone());
    assert_eq!(other.aggregate::<Customer>(7).load().await.unwrap().name, known("Bea"));
    let found = shared.find(&subject_of::<Customer>(&7)).await.unwrap();
    assert!(matches!(found, KeyState::Unknown), "who has no name is another");
}
