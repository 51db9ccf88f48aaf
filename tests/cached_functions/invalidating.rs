//! A write leaves nothing older in the cache, however it ends.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    task::{Context, Poll, Waker},
    thread,
};

use data_patterns::prelude::*;

use super::source::{Broken, Source};

#[test]
fn success_error_and_panic_invalidate() {
    #[cached(ttl = 60, key = id)]
    fn read(source: &Source, id: u64) -> u64 {
        source.read() + id
    }

    #[invalidates(read(id))]
    fn write(source: &Source, id: u64, outcome: Result<u64, Broken>) -> Result<u64, Broken> {
        read(source, id);
        let outcome = outcome?;
        assert!(outcome > 0, "half of {id} is written");
        Ok(outcome)
    }

    let source = Source::default();
    for outcome in [Ok(1), Err(Broken), Ok(0)] {
        let (first, other) = (read(&source, 1), read(&source, 2));
        let _ = catch_unwind(AssertUnwindSafe(|| write(&source, 1, outcome)));
        assert_eq!(read::get(&1), None);
        assert!(read(&source, 1) > first);
        assert_eq!(read(&source, 2), other);
    }
}

#[test]
fn a_dropped_future_invalidates() {
    #[cached(ttl = 60, key = id)]
    async fn read(source: &Source, id: u64) -> u64 {
        source.read() + id
    }

    #[invalidates(read(id))]
    async fn write(source: &Source, id: u64) {
        read(source, id).await;
        std::future::pending::<()>().await;
    }

    let source = Source::default();
    let first = pollster::block_on(read(&source, 1));
    drop(write(&source, 1));
    assert_eq!(read::get(&1), Some(first), "a future that was never polled has written nothing");
    {
        let mut write = pin!(write(&source, 1));
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(write.as_mut().poll(&mut context), Poll::Pending);
    }
    assert_eq!(read::get(&1), None);
    assert!(pollster::block_on(read(&source, 1)) > first);
}

#[test]
fn a_load_that_began_before_the_write_is_not_kept() {
    #[cached(ttl = 60, key = id)]
    fn read(source: &Source, id: u64) -> u64 {
        source.read() + id
    }

    #[invalidates(read(1))]
    fn write() {}

    let source = Source::default();
    source.close(true);
    thread::scope(|scope| {
        let reader = scope.spawn(|| read(&source, 1));
        source.wait_for_reads(1);
        write();
        source.close(false);
        assert_eq!(reader.join().unwrap(), 2, "who began before may see what was before");
    });
    assert_eq!(read::get(&1), None);
    assert_eq!(read(&source, 1), 3);
}

#[test]
fn what_is_loaded_during_the_write_is_not_kept() {
    #[cached(ttl = 60, key = id)]
    fn read(source: &Source, id: u64) -> u64 {
        source.read() + id
    }

    #[invalidates(read(1))]
    fn write(source: &Source) -> u64 {
        read(source, 1)
    }

    #[invalidates(read(..))]
    fn write_all(source: &Source) -> u64 {
        read(source, 1)
    }

    let source = Source::default();
    assert_eq!(write(&source), 2);
    assert_eq!(read::get(&1), None);
    assert_eq!(write_all(&source), 3);
    assert_eq!(read::get(&1), None);
}

#[pollster::test]
async fn keys_are_evaluated_before_the_body() {
    #[cached(ttl = 60, key = (id, name))]
    async fn read(source: &Source, id: u64, name: &str) -> String {
        format!("{id}{name}{}", source.read())
    }

    #[cached(ttl = 60, key = id)]
    fn other(id: u64) -> u64 {
        id
    }

    #[invalidates(read(*id, &name), read(*id + 1, "b"), other(..))]
    async fn write(id: &mut u64, name: String) -> String {
        *id = 100;
        name
    }

    let source = Source::default();
    for (id, name) in [(1, "a"), (2, "b"), (2, "a")] {
        read(&source, id, name).await;
        other(id);
    }
    assert_eq!(write(&mut 1, "a".to_owned()).await, "a");
    assert_eq!((read::get(&1, "a"), read::get(&2, "b")), (None, None));
    assert_eq!(read::get(&2, "a").as_deref(), Some("2a3"));
    assert_eq!((other::get(&1), other::get(&2)), (None, None));
}

#[test]
fn a_guard_can_be_held_by_hand() {
    #[cached(ttl = 60, key = id)]
    fn read(source: &Source, id: u64) -> u64 {
        source.read() + id
    }

    let source = Source::default();
    let first = read(&source, 1);
    let failed = catch_unwind(AssertUnwindSafe(|| {
        let _invalidation = read::invalidation(&1);
        assert!(source.reads() > 1, "in the middle of the write");
    }));
    assert!(failed.is_err());
    assert_eq!(read(&source, 1), first + 1);
}
