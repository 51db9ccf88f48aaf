//! Planted faults: each is caught, by the law that it breaks, with a message that shows it.

mod codec;
mod decisions;
mod folds;
mod made_up;
mod panicking;
mod snapshots;
mod untested;
mod upcasting;

use std::time::{SystemTime, UNIX_EPOCH};

/// What a clock shows that shows seconds only.
fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}
