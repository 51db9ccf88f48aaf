//! What is on its way while the caches are being cleared.

use std::{cell::RefCell, sync::mpsc, thread, time::Duration};

use data_patterns::{
    aggregate::IntoId,
    cache::ReadMode,
    prelude::*,
    repository::{Handle, HasHandle},
};

use super::types::{CustomerEvent, database, gone, known};

type Hook = Box<dyn FnOnce(&'static str)>;

thread_local! {
    /// Called when a state is dropped by this thread, once, with the type of the state.
    static ON_DROP: RefCell<Option<Hook>> = const { RefCell::new(None) };
}

/// Two types of which the caches are cleared one after the other.
macro_rules! cached {
    ($type:ident, $part:ident) => {
        #[derive(Clone, Default)]
        struct $part;

        impl Drop for $part {
            fn drop(&mut self) {
                if let Some(hook) = ON_DROP.take() {
                    hook(stringify!($type));
                }
            }
        }

        #[derive(Aggregate, Clone)]
        #[aggregate(name = "customer")]
        #[cached(ttl = 60)]
        struct $type {
            #[id]
            number: u64,
            #[personal]
            name: Personal<String>,
            _part: $part,
        }

        #[fold]
        impl Apply for $type {
            type Event = CustomerEvent;

            fn apply(&mut self, event: CustomerEvent) {
                if let CustomerEvent::Renamed { name } = event {
                    self.name = name;
                }
            }
        }
    };
}

cached!(First, OfFirst);
cached!(Second, OfSecond);

/// Carries out a command on the customer of the type; it is decided when this returns, and recorded as soon as it is told to.
fn decided<A>(db: &Database) -> (mpsc::Sender<()>, thread::JoinHandle<()>)
where
    A: HasHandle<Handle: std::ops::Deref<Target = Handle<A>> + Send> + Apply<Event = CustomerEvent>,
    u64: IntoId<A::Id>,
{
    let customer = db.aggregate::<A>(7_u64);
    let (decided, is_decided) = mpsc::channel();
    let (go_on, goes_on) = mpsc::channel();
    let goes_on = std::sync::Mutex::new(goes_on);
    let thread = thread::spawn(move || {
        let decide = |_: &A| {
            decided.send(()).unwrap();
            goes_on.lock().unwrap().recv().unwrap();
            CustomerEvent::subscribed("gold".into())
        };
        pollster::block_on(customer.update(decide)).unwrap();
    });
    is_decided.recv().unwrap();
    (go_on, thread)
}

/// Whichever cache is cleared first, a command then reads from the other.
#[pollster::test]
async fn a_command_that_reads_while_the_caches_are_cleared_leaves_nothing_of_what_it_read() {
    let (db, _) = database();
    let (first, second) = (db.aggregate::<First>(7_u64), db.aggregate::<Second>(7_u64));
    first.record(CustomerEvent::renamed(known("Ann"))).await.unwrap();
    assert_eq!(first.load().await.unwrap().name, known("Ann"));
    assert_eq!(second.load().await.unwrap().name, known("Ann"));

    let (sender, begun) = mpsc::channel();
    let inner = db.clone();
    ON_DROP.set(Some(Box::new(move |dropped| {
        let command = match dropped {
            "First" => decided::<Second>(&inner),
            _ => decided::<First>(&inner),
        };
        sender.send(command).unwrap();
    })));
    first.forget().await.unwrap();
    let (go_on, command) = begun.try_recv().unwrap();
    go_on.send(()).unwrap();
    command.join().unwrap();
    assert_eq!(first.load_with(ReadMode::Any).await.unwrap().name, gone());
    assert_eq!(second.load_with(ReadMode::Any).await.unwrap().name, gone());
}

#[test]
fn a_state_that_is_forgotten_may_use_the_database_when_it_is_dropped() {
    let (done, is_done) = mpsc::channel();
    // On a thread of its own, because a lock that is held would be waited for without end.
    thread::spawn(move || {
        let (db, _) = database();
        let first = db.aggregate::<First>(7_u64);
        pollster::block_on(first.record(CustomerEvent::renamed(known("Ann")))).unwrap();
        pollster::block_on(first.load()).unwrap();
        let inner = db.clone();
        ON_DROP.set(Some(Box::new(move |_| drop(inner.aggregate::<Second>(7_u64)))));
        done.send(pollster::block_on(first.forget()).unwrap()).unwrap();
    });
    assert_eq!(is_done.recv_timeout(Duration::from_secs(20)), Ok(true));
}
