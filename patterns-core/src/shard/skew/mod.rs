//! Skew: where the load of a keyspace is, how even more nodes would be, and what helps.
//!
//! Shard keys are never used evenly. Hashing evens out how many keys a node has, not how busy they are; of 24 nodes under a Zipf law of 0.99,
//! equal counts of slots leave the fullest with 2.6 times the mean, and placing slots by load with 1.8: the hottest key alone is as much.
//!
//! # What is measured
//! * [`LoadRecorder`] belongs to a keyspace and is told of each routed operation. It counts appends, reads and bytes by slot, always and exactly
//!   ([`SlotCounters`]), and finds the hottest keys ([`HotKeys`]) from one operation of 16. [`LoadRecorder::take`] ends a [`Window`] and begins the next.
//! * [`Rates`] makes of windows what slots do a second, exponentially forgotten. It has no clock: each observation says what time it spans.
//! * [`Analysis`] does not need a running system: it judges a *candidate* for a shard key by a sample of operations, before it is adopted.
//!
//! # What the figures promise
//! | figure | promise |
//! |---|---|
//! | loads of slots | exact; two operations at once are both counted |
//! | keys of [`SpaceSaving`], of [`Analysis::top`] | `estimate - error <= truth <= estimate`; all keys of more than `N / k` are listed; certain, after merges as well |
//! | keys of [`HotKeys`] | the same; where operations are sampled, each bound fails for one key in a million at most. Nobody waits: what two threads at once could not note widens the bounds |
//! | [`KeyCount`] | exact up to 131,072 keys, then within 0.8 % (standard error) |
//! | [`Prediction`] by equal counts | of *one* way to deal the slots; a few hot keys on one node make another way better or worse |
//! | [`Prediction`] by load | of a placement that exists, at most 4/3 of the best |
//!
//! Advice is given on what is certain: on the least that a key can bear, and only beyond what chance does to so many operations.
//!
//! # Which advice when
//! A *fair share* is what a node would bear if all bore alike, by their weights.
//!
//! | finding | advice |
//! |---|---|
//! | a key bears more than a fair share | no placement helps: [`Advice::Cache`] if its slot is mostly read, else [`Advice::CompositeKey`] |
//! | a slot does, and no key is half of it | [`Advice::Split`] |
//! | a key is half of its slot, and a tenth of a fair share | [`Advice::Isolate`]: it moves without its neighbours then |
//! | a node is fuller than tolerated, and a better placement exists | [`Advice::Move`], at most eight, each a gain by itself; [`Advice::Rebalance`] if they do not suffice |
//! | fewer than 100 operations a node | [`Advice::Wait`] |
//! | none of these | [`Advice::Balanced`] |
//!
//! Tolerated is a tenth above the fair share, and three standard deviations of chance.
//!
//! # From operations to advice
//! ```
//! use patterns_core::{
//!     key::{Place, ShardKey},
//!     shard::{Node, skew::{Advice, LoadRecorder, Measured, Report, SlotLoad}},
//! };
//!
//! let recorder = LoadRecorder::new(4_096);
//! let slot_of = |place: Place| place.slot(12) as usize;
//! for operation in 0..200_000_u32 {
//!     let tenant = if operation % 5 < 4 { "acme".to_string() } else { operation.to_string() };
//!     recorder.read(slot_of(tenant.place()), tenant.place(), 250, || tenant.clone());
//! }
//!
//! let window = recorder.take();
//! let nodes = [Node::new("berlin"), Node::new("paris")];
//! let slots: Vec<_> = (0..).zip(&window.loads)
//!     .map(|(slot, load)| SlotLoad { node: slot % nodes.len(), load: *load, one_key: false })
//!     .collect();
//! let keys = window.hot_keys(slot_of);
//! let report = Report::of(&Measured { nodes: &nodes, slots: &slots, keys: &keys, zoned: false }, 8);
//! println!("{report}");
//! assert!(report.imbalance > 1.5);
//! assert_eq!(report.advice[0].advice, Advice::Cache { key: "acme".into() });
//! ```

mod analyze;
mod chart;
mod counters;
mod hot_keys;
mod key_label;
mod load;
mod placement;
mod rates;
mod recorder;
mod report;
mod sampling;
mod space_saving;
#[cfg(test)]
mod testing;
mod text;

pub use analyze::{Analysis, Analyzer, Comparison, KeyCount, Suitability, TopKey, compare};
pub use chart::Chart;
pub use counters::SlotCounters;
pub use hot_keys::{HotKeys, HotList};
pub use key_label::KeyLabel;
pub use load::Load;
pub use placement::Prediction;
pub use rates::{Rate, Rates};
pub use recorder::{LoadRecorder, Window};
pub use report::{
    Advice, Advised, HotKey, KeyShare, Measured, NodeShare, Report, SlotLoad, SlotShare,
};
pub use space_saving::{Counted, SpaceSaving};
