//! How the worker leaves the machine to commands.

use core::time::Duration;

/// After a snapshot the worker rests so many times as long as it took, so that it is at work for a quarter of the time.
const RESTS: u32 = 3;
/// After one that took unusually long, because the disk stood still, it rests no longer than this.
const LONGEST_REST: Duration = Duration::from_secs(1);

/// How long the worker rests after a snapshot that took so long.
pub(super) fn rest_after(took: Duration) -> Duration {
    took.saturating_mul(RESTS).min(LONGEST_REST)
}
