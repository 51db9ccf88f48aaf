//! Folds that depend on more than the state and the event.

use std::{
    hash::{BuildHasher, RandomState},
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use data_patterns::{prelude::*, testing::Laws};

use super::seconds;
use crate::messages::{assert_says, message_of};

mod clock {
    use super::*;

    #[derive(Aggregate, Debug, PartialEq)]
    struct Visit {
        #[id]
        id: u64,
        seen_at: u64,
    }

    #[events]
    impl Visit {
        fn seen(&mut self) {
            self.seen_at = seconds();
        }

        fn left(&mut self) {}
    }

    #[test]
    fn e1_a_fold_that_reads_the_clock_is_caught() {
        let said = message_of(|| Laws::<Visit>::new().replaying_later_gives_the_same_state());
        assert_says(
            &said,
            &[
                "Visit` breaks the law «replaying later gives the same state»",
                "the same events, replayed a second later, give another state",
                "after 1 event:\n    1  Seen\n",
                "  -     seen_at: ",
                "  +     seen_at: ",
                "no clock",
                "record it in the event",
            ],
        );
    }
}

mod chance {
    use super::*;

    #[derive(Aggregate, Debug, PartialEq)]
    struct Lot {
        #[id]
        id: String,
        number: u64,
    }

    #[events]
    impl Lot {
        fn drawn(&mut self, least: u64) {
            self.number = least.max(RandomState::new().hash_one(1));
        }

        fn returned(&mut self) {
            self.number = 0;
        }
    }

    #[test]
    fn e1_a_fold_that_draws_random_numbers_is_caught() {
        let said = message_of(|| Laws::<Lot>::new().replaying_again_gives_the_same_state());
        assert_says(
            &said,
            &[
                "the same events, replayed again, give another state",
                "after 1 event:\n    1  Drawn { least: 0 }\n",
                "  -     number: ",
                "no randomness",
            ],
        );
    }
}

mod threads {
    use super::*;

    #[derive(Aggregate, Debug, PartialEq)]
    struct Task {
        #[id]
        id: u8,
        by: String,
    }

    #[events]
    impl Task {
        fn done(&mut self) {
            self.by = format!("{:?}", thread::current().id());
        }
    }

    #[test]
    fn e1_a_fold_that_asks_for_its_thread_is_caught() {
        let said = message_of(|| Laws::<Task>::new().replaying_again_gives_the_same_state());
        assert_says(&said, &["replayed on another thread", "  -     by: \"ThreadId(", "no thread"]);
    }
}

mod counting {
    use super::*;

    static COUNT: AtomicU64 = AtomicU64::new(0);

    #[derive(Aggregate, Debug, PartialEq)]
    struct Ticket {
        #[id]
        id: (u8, String),
        number: u64,
    }

    #[events]
    impl Ticket {
        fn issued(&mut self) {
            self.number = COUNT.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn e1_a_fold_that_counts_in_a_static_is_caught() {
        let said = message_of(|| Laws::<Ticket>::new().replaying_again_gives_the_same_state());
        assert_says(&said, &["replayed again", "Issued", "no static"]);
    }

    #[test]
    fn e9_an_undo_to_another_state_is_caught() {
        let said = message_of(|| Laws::<Ticket>::new().undo_and_redo_are_inverse());
        assert_says(
            &said,
            &["another state than expected is in effect after ", "  -     number: "],
        );
    }

    #[test]
    fn what_is_recorded_otherwise_than_decided_is_caught() {
        let laws = Laws::<Ticket>::new().command("issue()", |_, _| TicketEvent::issued());
        let said = message_of(|| laws.commands_record_what_they_decide());
        assert_says(
            &said,
            &["the command `issue()` does not record what it decides", "+ through a handle"],
        );
    }
}

mod hashing {
    use super::*;

    #[derive(Aggregate, Debug, PartialEq)]
    struct Poll {
        #[id]
        id: u64,
        votes: std::collections::HashMap<u8, u64>,
        first: Option<u8>,
    }

    #[events]
    impl Poll {
        fn voted(&mut self, choice: u8) {
            *self.votes.entry(choice).or_default() += 1;
            self.first = self.votes.keys().next().copied();
        }
    }

    #[test]
    fn e1_a_fold_that_depends_on_the_order_of_a_map_is_caught() {
        let said = message_of(|| Laws::<Poll>::new().replaying_again_gives_the_same_state());
        assert_says(&said, &["\n        first: Some(\n  -     ", "no order of a `HashMap`"]);
    }
}
