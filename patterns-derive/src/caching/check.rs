//! The rules of every policy, one function a rule.

use proc_macro2::Span;

use super::PolicyOptions;
use crate::reading::{Bound, Errors, Group};

/// `attribute` is where `#[cached]` stands; `ttl` says what a time to live is for.
pub(crate) fn check<T: AsRef<PolicyOptions>>(
    cached: &Group<T>,
    attribute: Span,
    ttl: &str,
    errors: &Errors,
) {
    time_to_live(cached, attribute, ttl, errors);
    let options = cached.options.as_ref();
    soft_timeout_has_something_to_serve(options, errors);
    soft_timeout_comes_first(options, errors);
    weight_has_a_bound(options, errors);
}

fn time_to_live<T: AsRef<PolicyOptions>>(
    cached: &Group<T>,
    attribute: Span,
    ttl: &str,
    errors: &Errors,
) {
    if cached.lacks(|options| &options.as_ref().ttl) {
        errors.at(attribute, format!("say how long {ttl}: `#[cached(ttl = 60)]`"));
    }
}

fn soft_timeout_has_something_to_serve(options: &PolicyOptions, errors: &Errors) {
    if let Some(key) = options.soft_timeout.key()
        && !options.stale_if_error.is_given()
    {
        errors.over(
            key,
            "after `soft_timeout` the expired value is served, and without `stale_if_error` there is none; \
             add `stale_if_error = \"1h\"`, or use `timeout` to give up",
        );
    }
}

fn soft_timeout_comes_first(options: &PolicyOptions, errors: &Errors) {
    if let (Some((key, soft)), Some(hard)) = (options.soft_timeout.entry(), options.timeout.get())
        && soft >= hard
    {
        errors.over(
            key,
            "`soft_timeout` must be shorter than `timeout`: it serves the expired value before `timeout` gives up",
        );
    }
}

fn weight_has_a_bound(options: &PolicyOptions, errors: &Errors) {
    let Some(key) = options.weight.key() else { return };
    match options.capacity.get() {
        Some(Bound::Bytes(_)) => {}
        // A capacity that could not be read may have been one in bytes.
        None if options.capacity.is_given() => {}
        _ => errors.over(
            key,
            "`weight` says how many bytes an entry takes; give the bound in bytes as well: `capacity = \"64MB\"`",
        ),
    }
}
