//! Hits, misses, and who loads.

use std::{
    pin::pin,
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    task::{Context, Waker},
    thread,
    time::Duration,
};

use data_patterns::prelude::*;

use super::source::Source;

#[pollster::test]
async fn an_answer_is_computed_once_for_each_key() {
    #[cached(ttl = 60, key = id)]
    async fn read(source: &Source, id: u64) -> String {
        format!("{id}/{}", source.read())
    }

    let source = Source::default();
    assert_eq!(read(&source, 1).await, "1/1");
    assert_eq!(read(&source, 1).await, "1/1");
    assert_eq!(read(&source, 2).await, "2/2");
    let statistics = read::stats();
    assert_eq!((statistics.hits, statistics.misses, statistics.loads), (1, 2, 2));
    assert_eq!(statistics.entries, 2);
}

#[test]
fn a_sync_function_is_cached_alike() {
    #[cached(ttl = 60, key = (name, page))]
    fn read(source: &Source, name: &str, page: Option<u32>) -> Vec<String> {
        vec![format!("{name}{page:?}/{}", source.read())]
    }

    let source = Source::default();
    let first = read(&source, "a", None);
    assert_eq!(read(&source, &String::from("a"), None), first);
    assert_ne!(read(&source, "a", Some(1)), first);
    assert_ne!(read(&source, "b", None), first);
    assert_eq!(source.reads(), 3);
}

#[test]
fn of_two_hundred_callers_one_loads() {
    #[cached(ttl = 60, key = id)]
    async fn read(source: &Source, id: u64) -> u64 {
        let _ = id;
        source.read()
    }

    call_from_everywhere(|source| pollster::block_on(read(source, 1)));
    assert_eq!(read::stats().loads, 1);
}

#[test]
fn of_two_hundred_blocking_callers_one_loads() {
    #[cached(ttl = 60, key = id)]
    fn read(source: &Source, id: u64) -> u64 {
        let _ = id;
        source.read()
    }

    call_from_everywhere(|source| read(source, 1));
    assert_eq!(read::stats().loads, 1);
}

// All have begun before the first is answered; whoever comes later still finds the answer.
fn call_from_everywhere(read: impl Fn(&Source) -> u64 + Sync) {
    let (source, begun) = (Source::default(), AtomicU64::new(0));
    source.close(true);
    thread::scope(|scope| {
        for _ in 0..200 {
            scope.spawn(|| {
                begun.fetch_add(1, SeqCst);
                assert_eq!(read(&source), 1);
            });
        }
        while begun.load(SeqCst) < 200 {
            thread::sleep(Duration::from_millis(1));
        }
        source.wait_for_reads(1);
        source.close(false);
    });
    assert_eq!(source.reads(), 1);
}

#[test]
fn a_caller_that_gives_up_does_not_end_the_load() {
    #[cached(ttl = 60, key = id)]
    async fn read(source: &Source, id: u64) -> u64 {
        let _ = id;
        source.read()
    }

    let source = Source::default();
    drop(read(&source, 1));
    assert_eq!(source.reads(), 0, "a future that was never polled does nothing");
    source.close(true);
    thread::scope(|scope| {
        scope.spawn(|| {
            source.wait_for_reads(1);
            source.close(false);
        });
        let mut given_up = pin!(read(&source, 1));
        let _ = given_up.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    });
    assert_eq!(pollster::block_on(read(&source, 1)), 1);
    assert_eq!(source.reads(), 1);
}

#[pollster::test]
async fn without_a_key_there_is_one_answer() {
    #[cached(ttl = 60)]
    async fn answer() -> Vec<u8> {
        vec![42]
    }

    #[cached(ttl = 60, key = ())]
    fn of_all(source: &Source) -> u64 {
        source.read()
    }

    assert_eq!(answer().await, answer().await);
    assert_eq!(answer::stats().loads, 1);
    assert_eq!(of_all(&Source::default()), of_all(&Source::default()));
    assert_eq!((of_all::get(), of_all::stats().loads), (Some(1), 1));
}

#[test]
fn an_answer_ends_with_its_time_to_live() {
    #[cached(ttl = "50ms", key = id)]
    fn read(source: &Source, id: u64) -> u64 {
        let _ = id;
        source.read()
    }

    let source = Source::default();
    assert_eq!(read(&source, 1), 1);
    thread::sleep(Duration::from_millis(120));
    assert_eq!(read(&source, 1), 2);
}

#[test]
fn what_does_not_fit_is_not_kept() {
    #[cached(ttl = 60, key = id, capacity = "1KB", weight = length)]
    fn read(source: &Source, id: usize) -> Vec<u8> {
        source.read();
        vec![0; id]
    }

    #[allow(clippy::ptr_arg, reason = "values are weighed by reference")]
    fn length(value: &Vec<u8>) -> u64 {
        value.len() as u64
    }

    let source = Source::default();
    for _ in 0..2 {
        assert_eq!(read(&source, 100_000).len(), 100_000);
    }
    assert_eq!((source.reads(), read::stats().entries), (2, 0));
}

#[test]
fn recursion_meets_the_cache() {
    #[cached(ttl = 60, key = n)]
    fn fibonacci(n: u64) -> u64 {
        if n < 2 { n } else { fibonacci(n - 1) + fibonacci(n - 2) }
    }

    assert_eq!(fibonacci(80), 23_416_728_348_467_685);
    assert_eq!(fibonacci::stats().loads, 81);
}
