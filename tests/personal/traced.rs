//! What tracing prints says what is wrong, and no value.

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex, atomic::Ordering},
};

use data_patterns::{personal::*, prelude::*, store::MemoryStore};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

use super::types::{Customer, Hooked, known};

const NAME: &str = "Unmistakable-Ann";

/// Everything that was printed.
#[derive(Clone, Default)]
struct Printed(Arc<Mutex<String>>);

impl Visit for Printed {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0.lock().unwrap(), " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Printed {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        writeln!(self.0.lock().unwrap(), "{}", event.metadata().name()).unwrap();
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Snapshots that cannot be read, or not be taken, for want of the right key.
async fn everything_that_goes_wrong() {
    let keys = Arc::new(Hooked::default());
    let db = Database::new(MemoryStore::new()).with_keys(Arc::clone(&keys));
    let customer = db.aggregate::<Customer>(7);
    customer.register(NAME, "free").await.unwrap();
    customer.snapshot().await.unwrap();
    let wrong = MemoryKeys::new();
    wrong.create(&subject_of::<Customer>(&7)).await.unwrap();
    db.clone().with_keys(wrong).aggregate::<Customer>(7).load().await.unwrap_err();

    for name in ["", NAME, NAME] {
        customer.rename(name).await.unwrap();
    }
    let loaded = customer.load().await.unwrap();
    assert_eq!(loaded.name, known(NAME));
    keys.failing.store(true, Ordering::SeqCst);
    customer.snapshot().await.unwrap_err();
    customer.rename(NAME).await.unwrap_err();
    db.snapshots_settled().await;
}

#[test]
fn nothing_personal_is_traced() {
    let printed = Printed::default();
    tracing::subscriber::with_default(printed.clone(), || {
        pollster::block_on(everything_that_goes_wrong());
    });
    let printed = printed.0.lock().unwrap();
    assert!(printed.contains("a snapshot cannot be read"), "{printed}");
    assert!(printed.contains("does not decrypt"), "{printed}");
    assert!(!printed.contains(NAME), "{printed}");
}
