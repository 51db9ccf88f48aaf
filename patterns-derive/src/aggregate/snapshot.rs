//! `snapshot(..)`: when snapshots are taken, and how many are kept.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{
    caching::time,
    reading::{CratePath, Errors, Group, Options, Slot, Value},
};

/// Times are in milliseconds.
#[derive(Default)]
pub(crate) struct SnapshotOptions {
    every: Slot<u64>,
    seconds: Slot<u64>,
    minutes: Slot<u64>,
    hours: Slot<u64>,
    days: Slot<u64>,
    replay_ms: Slot<u64>,
    keep: Slot<u64>,
}

pub(crate) const SNAPSHOT: &Options<SnapshotOptions> = &[
    ("every", |into, value| into.every.fill(value, |value| number(value, 1, NO_EVENTS))),
    ("seconds", |into, value| into.seconds.fill(value, |value| number(value, SECOND, NO_TIME))),
    ("minutes", |into, value| into.minutes.fill(value, |value| number(value, MINUTE, NO_TIME))),
    ("hours", |into, value| into.hours.fill(value, |value| number(value, HOUR, NO_TIME))),
    ("days", |into, value| into.days.fill(value, |value| number(value, 24 * HOUR, NO_TIME))),
    ("replay_ms", |into, value| into.replay_ms.fill(value, |value| number(value, 1, NO_TIME))),
    ("keep", |into, value| into.keep.fill(value, |value| number(value, 1, NONE_KEPT))),
];

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

const NO_EVENTS: &str = "a snapshot every 0 events is none; leave `snapshot(..)` out, or write 100";
const NO_TIME: &str = "after no time at all a snapshot would be due with every event; write `every = 1` if that is meant";
const NONE_KEPT: &str = "with `keep = 0` there would be no snapshot; leave it out to keep one";
const NO_CONDITION: &str = "say when a snapshot is taken: `every = 100` events, `hours = 24` after the last one, or `replay_ms = 50` spent on a load";

/// A number of units, each so large; `none` says what is wrong with zero.
fn number(value: &Value<'_>, unit: u64, none: &str) -> syn::Result<u64> {
    let literal = value.number()?;
    let number: Option<u64> = literal.base10_parse().ok();
    match number.and_then(|number| number.checked_mul(unit)) {
        Some(0) => Err(syn::Error::new(literal.span(), none)),
        Some(number) => Ok(number),
        None => Err(syn::Error::new(
            literal.span(),
            "this number is too large: it must fit into 64 bits",
        )),
    }
}

/// `key` is the word `snapshot`.
pub(crate) fn check(key: &Ident, snapshot: &Group<SnapshotOptions>, errors: &Errors) {
    let options = &snapshot.options;
    let conditions = [&options.every, &options.replay_ms];
    let mut conditions = conditions.into_iter().chain(options.ages());
    // An unknown option may have been a condition, misspelt.
    if !snapshot.has_unknown() && !conditions.any(Slot::is_given) {
        errors.over(key, NO_CONDITION);
    }
    let mut units = options.ages().into_iter().filter_map(Slot::key);
    if let (Some(first), Some(second)) = (units.next(), units.next()) {
        errors.over(second, format!("the age is given in `{first}` already; write it in one unit"));
    }
}

impl SnapshotOptions {
    fn ages(&self) -> [&Slot<u64>; 4] {
        [&self.seconds, &self.minutes, &self.hours, &self.days]
    }

    /// The policy, as an expression.
    pub(crate) fn policy(&self, krate: &CratePath) -> TokenStream {
        let every = self.every.get().map(|every| quote!(.events(#every)));
        let age = self.ages().into_iter().find_map(|slot| time("age", slot));
        let replay = time("replay", &self.replay_ms);
        let keep = self.keep.get().map(|keep| *keep as usize).map(|keep| quote!(.keep(#keep)));
        quote!(#krate::SnapshotPolicy::new() #every #age #replay #keep)
    }
}
