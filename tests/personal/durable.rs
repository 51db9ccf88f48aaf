//! A key that is answered survives, and nobody waits for that of another.

use std::{
    fs,
    future::Future,
    path::Path,
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    task::{Context, Poll, Waker},
};

use data_patterns::personal::{KeyDirectory, KeyError, KeyState, KeyStep, KeyStore, Subject};

/// Keys that wait before each of these steps until they are told to go on; and what tells that they wait.
fn held(directory: &Path, at: KeyStep) -> (KeyDirectory, mpsc::Sender<()>, mpsc::Receiver<()>) {
    let (go_on, goes_on) = mpsc::channel();
    let (waits, is_waiting) = mpsc::channel();
    let goes_on = Mutex::new(goes_on);
    let keys = KeyDirectory::create(directory).unwrap().watched(move |step| {
        if step == at {
            waits.send(()).unwrap();
            goes_on.lock().unwrap().recv().unwrap();
        }
    });
    (keys, go_on, is_waiting)
}

fn poll<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[pollster::test]
async fn a_key_whose_name_may_not_survive_is_not_answered() {
    let directory = tempfile::tempdir().unwrap();
    let (keys, go_on, is_waiting) = held(directory.path(), KeyStep::SyncKey);
    let ann = Subject::from("ann");
    let (mut first, mut second) = (pin!(keys.create(&ann)), pin!(keys.create(&ann)));
    assert!(poll(first.as_mut()).is_pending());
    is_waiting.recv().unwrap();
    assert!(poll(second.as_mut()).is_pending(), "it has a name, and that is not synced");
    go_on.send(()).unwrap();
    let keys = (first.await.unwrap(), second.await.unwrap());
    assert!(matches!(keys, (KeyState::Known(one), KeyState::Known(same)) if one.is(&same)));
}

#[pollster::test]
async fn a_new_key_does_not_delay_those_that_are_there() {
    let directory = tempfile::tempdir().unwrap();
    let (keys, go_on, is_waiting) = held(directory.path(), KeyStep::DraftKey);
    let (ann, bea) = (Subject::from("ann"), Subject::from("bea"));
    go_on.send(()).unwrap();
    keys.create(&ann).await.unwrap();
    is_waiting.recv().unwrap();
    let mut new = pin!(keys.create(&bea));
    assert!(poll(new.as_mut()).is_pending());
    is_waiting.recv().unwrap();
    let there = poll(pin!(keys.create(&ann)));
    go_on.send(()).unwrap();
    assert!(matches!(there, Poll::Ready(Ok(KeyState::Known(_)))), "it waits for another's");
    new.await.unwrap();
}

#[cfg(unix)]
#[pollster::test]
async fn a_name_that_could_not_be_synced_is_synced_before_its_key_is_answered() {
    let directories = tempfile::tempdir().unwrap();
    let (here, away) = (directories.path().join("keys"), directories.path().join("away"));
    let synced = Arc::new(AtomicUsize::new(0));
    let (times, from, to) = (Arc::clone(&synced), here.clone(), away.clone());
    let keys = KeyDirectory::create(&here).unwrap().watched(move |step| {
        if step == KeyStep::SyncKey && times.fetch_add(1, SeqCst) == 0 {
            fs::rename(&from, &to).unwrap();
        }
    });
    let ann = Subject::from("ann");
    let failed = keys.create(&ann).await;
    assert!(matches!(failed, Err(KeyError::Io { doing: "syncing", .. })), "{failed:?}");
    fs::rename(&away, &here).unwrap();
    assert!(matches!(keys.create(&ann).await, Ok(KeyState::Known(_))));
    assert_eq!(synced.load(SeqCst), 2, "the name of the key");
    keys.create(&ann).await.unwrap();
    assert_eq!(synced.load(SeqCst), 2, "it is synced");
}

#[pollster::test]
async fn a_key_that_cannot_be_named_leaves_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let ann = Subject::from("ann");
    let taken = directory.path().join(format!("{}.key", ann.id()));
    let keys = KeyDirectory::create(directory.path()).unwrap().watched(move |step| {
        if step == KeyStep::NameKey {
            fs::write(&taken, b"another").unwrap();
        }
    });
    let failed = keys.create(&ann).await;
    assert!(matches!(failed, Err(KeyError::Io { doing: "naming", .. })), "{failed:?}");
    let names = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let drafts = names.filter(|name| name.to_string_lossy().ends_with(".draft"));
    assert_eq!(drafts.count(), 0, "a key is left in a draft");
}
