//! The stores of this crate keep every promise of `EventStore`.

use patterns_core::store::{
    MemoryStore,
    conformance::{block_on, check_all},
};

#[test]
fn the_memory_store_conforms() {
    block_on(check_all(async || MemoryStore::new()));
}

#[cfg(feature = "sled")]
mod sled {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::{cell::Cell, time::Duration};

    use patterns_core::store::sled::{Durability, SledOptions};

    use super::{block_on, check_all};

    fn check(options: &SledOptions) {
        let directory = tempfile::tempdir().unwrap();
        let number = Cell::new(0);
        block_on(check_all(async || {
            number.set(number.get() + 1);
            let path = directory.path().join(number.get().to_string());
            options.clone().open(path).unwrap()
        }));
    }

    #[test]
    fn the_sled_store_conforms() {
        check(&SledOptions::default());
    }

    #[test]
    fn the_sled_store_conforms_when_buffered() {
        let window = Duration::from_millis(5);
        check(&SledOptions::default().durability(Durability::Buffered { window }));
    }
}
