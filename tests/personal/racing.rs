//! Recording and forgetting at the same time.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::SeqCst},
};

use data_patterns::{event::EncodeError, personal::PersonalError, prelude::*};

use super::types::{Cached, Customer, CustomerEvent, database, gone, known};

const CUSTOMERS: u64 = 40;

fn is_forgotten<X: std::fmt::Debug>(error: CommandError<X>) -> bool {
    let cause = match error {
        CommandError::Encode { cause: EncodeError::Personal(cause), .. }
        | CommandError::Unconfirmed { cause, .. } => cause,
        other => panic!("{other:?}"),
    };
    matches!(*cause, PersonalError::Forgotten { .. })
}

/// Every recording either succeeds before its subject is forgotten, or is refused, or says that it is lost.
#[test]
fn nothing_recorded_becomes_unreadable_in_silence() {
    let (db, _) = database();
    for number in 0..CUSTOMERS {
        let customer = db.aggregate::<Cached>(number);
        pollster::block_on(customer.record(CustomerEvent::renamed(known("Ann")))).unwrap();
    }
    let done: Vec<_> = (0..CUSTOMERS).map(|_| Arc::new(AtomicBool::new(false))).collect();
    std::thread::scope(|scope| {
        for writer in 0..3 {
            let (db, done) = (db.clone(), done.clone());
            scope.spawn(move || {
                for round in 0..10 {
                    for number in 0..CUSTOMERS {
                        let forgotten = done[number as usize].load(SeqCst);
                        let event = CustomerEvent::renamed(known(&format!("{writer}.{round}")));
                        let customer = db.aggregate::<Cached>(number);
                        match pollster::block_on(customer.record(event)) {
                            Ok(_) => assert!(!forgotten, "{number} was forgotten before"),
                            Err(error) => assert!(is_forgotten(error)),
                        }
                    }
                }
            });
        }
        let (db, done) = (db.clone(), done.clone());
        scope.spawn(move || {
            for number in (0..CUSTOMERS).step_by(2) {
                pollster::block_on(db.aggregate::<Cached>(number).forget()).unwrap();
                done[number as usize].store(true, SeqCst);
                // No cache shows a value from here on, whoever is about to publish one.
                let state = pollster::block_on(db.aggregate::<Cached>(number).load()).unwrap();
                assert_eq!(state.name, gone(), "{number}");
            }
        });
    });
    pollster::block_on(async {
        for number in 0..CUSTOMERS {
            let cached = db.aggregate::<Cached>(number).load().await.unwrap();
            let stored = db.aggregate::<Customer>(number).load().await.unwrap();
            assert_eq!(cached.name, stored.name);
            assert_eq!(stored.name.is_forgotten(), number % 2 == 0, "{number}");
            let events = db.aggregate::<Customer>(number).history().all().await.unwrap();
            let names = events.iter().filter_map(|event| match event.event()? {
                CustomerEvent::Renamed { name } => Some(name.is_forgotten()),
                _ => None,
            });
            assert!(names.clone().all(|forgotten| forgotten == (number % 2 == 0)), "{number}");
            assert!(number % 2 == 0 || names.count() == 31, "nothing was refused to {number}");
        }
    });
}
