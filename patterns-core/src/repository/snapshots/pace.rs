//! How the worker leaves the machine to commands.

use core::time::Duration;

/// After a snapshot the worker rests so many times as long as it took: it has a quarter of one core and of the disk's time at most.
const RESTS: u32 = 3;
/// It never rests longer than this.
const LONGEST_REST: Duration = Duration::from_millis(100);

/// How long the worker rests after a snapshot that took so long.
pub(super) fn rest_after(took: Duration) -> Duration {
    took.saturating_mul(RESTS).min(LONGEST_REST)
}
