//! What is kept, and what can be done with it.

use std::{io, sync::Arc, thread, time::Duration};

use data_patterns::{cache::TimedOut, prelude::*};

use super::source::{Broken, Source};

#[pollster::test]
async fn errors_are_answered_and_not_kept() {
    #[cached(ttl = 60, key = id)]
    async fn read(source: &Source, id: u64) -> Result<u64, Broken> {
        Ok(source.try_read()? + id)
    }

    let source = Source::default();
    source.break_down(true);
    assert_eq!(read(&source, 10).await, Err(Broken));
    assert_eq!(read(&source, 10).await, Err(Broken));
    source.break_down(false);
    assert_eq!(read(&source, 10).await, Ok(13));
    assert_eq!(read(&source, 10).await, Ok(13));
    assert_eq!(read::stats().loads_failed, 2);
}

#[test]
fn errors_are_kept_where_that_is_declared() {
    #[cached(ttl = 60, key = id, errors = 60)]
    fn long(source: &Source, id: u64) -> Result<u64, Broken> {
        source.try_read().map(|read| read + id)
    }

    #[cached(ttl = 60, key = id, errors = "50ms")]
    fn short(source: &Source, id: u64) -> Result<u64, Broken> {
        source.try_read().map(|read| read + id)
    }

    let source = Source::default();
    source.break_down(true);
    assert_eq!((long(&source, 0), short(&source, 0)), (Err(Broken), Err(Broken)));
    source.break_down(false);
    thread::sleep(Duration::from_millis(120));
    assert_eq!((long(&source, 0), short(&source, 0)), (Err(Broken), Ok(3)));
}

#[test]
fn nothing_is_an_answer_with_a_time_of_its_own() {
    #[cached(ttl = 60, key = id, negative = "50ms")]
    fn find(source: &Source, id: u64) -> Option<u64> {
        Some(source.read()).filter(|read| *read > 1 && id > 0)
    }

    let source = Source::default();
    assert_eq!(find(&source, 1), None);
    thread::sleep(Duration::from_millis(120));
    assert_eq!(find(&source, 1), Some(2));
    thread::sleep(Duration::from_millis(120));
    assert_eq!(find(&source, 1), Some(2));
}

#[pollster::test]
async fn a_failing_source_leaves_the_expired_answer() {
    #[cached(ttl = "20ms", key = id, stale_if_error = 60)]
    async fn read(source: &Source, id: u64) -> Result<u64, Broken> {
        source.try_read().map(|read| read + id)
    }

    let source = Source::default();
    assert_eq!(read(&source, 0).await, Ok(1));
    source.break_down(true);
    thread::sleep(Duration::from_millis(60));
    assert_eq!(read(&source, 0).await, Ok(1));
    assert_eq!(read::stats().stale_serves, 1);
}

#[pollster::test]
async fn a_load_that_takes_too_long_fails() {
    #[derive(Clone, Debug, PartialEq)]
    enum Failure {
        Late,
    }

    impl From<TimedOut> for Failure {
        fn from(_: TimedOut) -> Self {
            Self::Late
        }
    }

    #[cached(ttl = 60, key = id, timeout = "20ms")]
    async fn never(id: u64) -> Result<u64, Failure> {
        std::future::pending::<()>().await;
        Ok(id)
    }

    assert_eq!(never(1).await, Err(Failure::Late));
}

#[pollster::test]
async fn refresh_runs_whatever_is_there() {
    #[cached(ttl = 60, key = id)]
    async fn read(source: &Source, id: u64) -> Result<u64, Broken> {
        source.try_read().map(|read| read + id)
    }

    let source = Source::default();
    assert_eq!(read(&source, 0).await, Ok(1));
    assert_eq!(read::refresh(&source, 0).await, Ok(2));
    assert_eq!(read(&source, 0).await, Ok(2));
}

#[test]
fn what_is_put_is_answered() {
    #[cached(ttl = 60, key = (id, name))]
    fn read(source: &Source, id: u64, name: &str) -> String {
        format!("{id}{name}{}", source.read())
    }

    let source = Source::default();
    assert_eq!(read::get(&1, "a"), None);
    read::put(&1, "a", "put".to_owned());
    assert_eq!(read::get(&1, "a").as_deref(), Some("put"));
    assert_eq!(read(&source, 1, "a"), "put");
    assert_eq!(read::refresh(&source, 1, "a"), "1a1");
    read::invalidate(&1, "a");
    assert_eq!(read(&source, 1, "a"), "1a2");
    read::clear();
    assert_eq!(read::get(&1, "a"), None);
}

#[pollster::test]
async fn warming_loads_what_is_missing() {
    #[cached(ttl = 60, key = id)]
    async fn by_id(source: &Source, id: u64) -> Result<u64, Broken> {
        if id == 3 {
            return Err(Broken);
        }
        source.try_read()
    }

    #[cached(ttl = 60, key = (id, name))]
    fn by_name(name: &str, source: &Source, id: u8) -> String {
        format!("{name}{id}{}", source.read())
    }

    let source = Source::default();
    assert_eq!(by_id(&source, 1).await, Ok(1));
    let done = by_id::warm(&source, 1..=4).await;
    assert_eq!((done.present, done.loaded, done.failed), (1, 2, 1));
    assert!(by_id::get(&2).is_some() && by_id::get(&3).is_none());

    by_name::put(&1, "a", "put".to_owned());
    let done = by_name::warm(&source, [(1, "a".to_owned()), (2, "a".to_owned())]);
    assert_eq!((done.present, done.loaded), (1, 1));
    assert_eq!(by_name::get(&2, "a").as_deref(), Some("a24"));
}

#[pollster::test]
async fn tags_invalidate_together() {
    #[cached(ttl = 60, key = (team, name), tags = ["members", team, format!("{team}/{name}")])]
    async fn member(source: &Source, team: u64, name: &str) -> String {
        format!("{team}{name}{}", source.read())
    }

    let source = Source::default();
    let anna = member(&source, 1, "Anna").await;
    let (bert, carl) = (member(&source, 1, "Bert").await, member(&source, 2, "Carl").await);
    member::put(&2, "Dora", "put".to_owned());
    assert_eq!(member::warm(&source, [(2, "Emil".to_owned())]).await.loaded, 1);
    member::invalidate_tag("1/Anna");
    assert_eq!(member::get(&1, "Bert").as_ref(), Some(&bert));
    assert_ne!(member(&source, 1, "Anna").await, anna);
    member::invalidate_tag("2");
    for name in ["Carl", "Dora", "Emil"] {
        assert_eq!(member::get(&2, name), None, "{name}");
    }
    assert_ne!(member(&source, 2, "Carl").await, carl);
    member::invalidate_tag("members");
    assert_eq!(member::get(&1, "Bert"), None);
}

#[test]
fn an_alias_says_what_is_cached() {
    #[cached(ttl = 60, key = path)]
    fn length(source: &Source, path: &str) -> std::result::Result<u64, Arc<io::Error>> {
        source.read();
        Ok(std::fs::metadata(path)?.len())
    }

    type Result<T> = std::result::Result<T, Broken>;

    #[cached(ttl = 60, key = id, negative = 1)]
    fn find(source: &Source, id: u64) -> Result<Option<u64>> {
        source.try_read().map(|read| (id > 1).then_some(read))
    }

    let source = Source::default();
    assert_eq!(length(&source, "/").unwrap(), length(&source, "/").unwrap());
    assert!(length(&source, "/none/such").is_err() && length(&source, "/none/such").is_err());
    assert_eq!(source.reads(), 3);
    assert_eq!(find(&source, 2), Ok(Some(4)));
    assert_eq!(find::get(&2), Some(Some(4)));
}
