//! A clock that somebody sets back.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use patterns_core::{
    event::Timestamp,
    store::{Clock, sled::SledOptions},
};

use super::samples::{any, append, log, stream};

#[test]
fn stamps_stand_still_while_the_clock_is_behind() {
    let directory = tempfile::tempdir().unwrap();
    let now = Arc::new(AtomicU64::new(0));
    let shown = Arc::clone(&now);
    let clock = Clock::from_fn(move || Timestamp::from_micros(shown.load(Ordering::SeqCst)));
    let open = || SledOptions::default().clock(clock.clone()).open(directory.path()).unwrap();
    let mut store = open();
    let times = [5_000, 7_000, 3_000, 1, 6_999, 7_001, u64::MAX, 8_000];
    for (number, time) in times.into_iter().enumerate() {
        now.store(time, Ordering::SeqCst);
        if number % 3 == 2 {
            // The store remembers across openings how far the stamps were.
            drop(store);
            store = open();
        }
        append(&store, vec![any(&stream("a"), ["1"])]);
    }
    let stamps: Vec<_> = log(&store).iter().map(|event| event.recorded_at.as_micros()).collect();
    let most = u64::MAX;
    assert_eq!(stamps, [5_000, 7_000, 7_000, 7_000, 7_000, 7_001, most, most]);
}
