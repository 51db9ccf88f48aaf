//! The four settings the engine chooses between.
//!
//! All of them are one machine: a window (FIFO of newcomers), a main CLOCK and a FIFO of ghosts,
//! in the spirit of Clock-PRO (Jiang, Chen, Zhang: "CLOCK-Pro: An Effective Improvement of the
//! CLOCK Replacement", USENIX 2005) and of S3-FIFO's small queue (Yang et al., SOSP 2023). They
//! differ in how much of the cache newcomers may occupy, which is what separates loops and scans
//! (almost nothing) from workloads that reuse what they have just loaded (everything).

/// How one setting of the policy treats newcomers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mode {
    /// Share of the capacity kept for proven entries; 0 makes the whole cache one CLOCK.
    pub(super) main: f64,
    /// Ghosts remembered, as a share of the resident entries.
    pub(super) ghosts: f64,
    /// At most this many uses count when an entry is looked at by a hand.
    pub(super) max_uses: u8,
    /// Whether a returning ghost makes room in main (true) or takes it from the window (false).
    pub(super) strict: bool,
}

/// Loops and scans; also the start, since a short loop leaves no time to learn. Few ghosts, so that
/// a loop well beyond the capacity does not recognise its own victims and trade them in circles.
const SCAN: Mode = Mode { main: 0.97, ghosts: 0.35, max_uses: 2, strict: false };
/// Skewed reuse with one-hit wonders.
const MIXED: Mode = Mode { main: 0.9, ghosts: 0.5, max_uses: 3, strict: true };
/// Short bursts of reuse longer than a small window would survive.
const BURST: Mode = Mode { main: 0.7, ghosts: 1.0, max_uses: 3, strict: true };
/// Pure recency: CLOCK over everything, the one-bit form of LRU.
const RECENT: Mode = Mode { main: 0.0, ghosts: 0.5, max_uses: 1, strict: true };

/// In order of preference when they score alike; the first is the start.
pub(super) const MODES: [Mode; 4] = [SCAN, MIXED, BURST, RECENT];
