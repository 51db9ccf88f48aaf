//! The options that say how long something may be served, and how much of it is kept.

use syn::Path;

use crate::reading::{Bound, OptionReader, Slot, Value, bound, duration, percent};

/// Durations are in milliseconds.
#[derive(Default)]
pub(crate) struct PolicyOptions {
    pub(crate) ttl: Slot<u64>,
    pub(crate) capacity: Slot<Bound>,
    pub(crate) weight: Slot<Path>,
    pub(crate) jitter: Slot<u8>,
    pub(crate) idle: Slot<u64>,
    pub(crate) stale_if_error: Slot<u64>,
    pub(crate) stale_while_revalidate: Slot<u64>,
    pub(crate) refresh_ahead: Slot<()>,
    pub(crate) soft_timeout: Slot<u64>,
    pub(crate) timeout: Slot<u64>,
}

impl AsRef<Self> for PolicyOptions {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl AsMut<Self> for PolicyOptions {
    fn as_mut(&mut self) -> &mut Self {
        self
    }
}

/// The options of the policy, for an attribute that has others beside them as for one that has not.
pub(crate) fn policy_options<T: AsMut<PolicyOptions>>() -> [OptionReader<T>; 10] {
    [
        ("ttl", |into, value| into.as_mut().ttl.fill(value, read_duration)),
        ("capacity", |into, value| {
            into.as_mut().capacity.fill(value, |value| bound(&value.literal("10_000")?))
        }),
        ("weight", |into, value| {
            into.as_mut().weight.fill(value, |value| value.path("Account::weight"))
        }),
        ("jitter", |into, value| {
            into.as_mut().jitter.fill(value, |value| percent(&value.literal("10")?))
        }),
        ("idle", |into, value| into.as_mut().idle.fill(value, read_duration)),
        ("stale_if_error", |into, value| into.as_mut().stale_if_error.fill(value, read_duration)),
        ("stale_while_revalidate", |into, value| {
            into.as_mut().stale_while_revalidate.fill(value, read_duration)
        }),
        ("refresh_ahead", |into, value| into.as_mut().refresh_ahead.fill(value, Value::flag)),
        ("soft_timeout", |into, value| into.as_mut().soft_timeout.fill(value, read_duration)),
        ("timeout", |into, value| into.as_mut().timeout.fill(value, read_duration)),
    ]
}

/// `key = 60` or `key = "1m"`, in milliseconds.
pub(crate) fn read_duration(value: &Value<'_>) -> syn::Result<u64> {
    duration(&value.literal("60")?)
}
