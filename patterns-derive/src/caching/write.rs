//! The policy as code.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::PolicyOptions;
use crate::reading::{Bound, CratePath, Slot};

/// The policy, unless its time to live is missing.
pub(crate) fn policy(options: &PolicyOptions, krate: &CratePath) -> Option<TokenStream> {
    let ttl = duration(*options.ttl.get()?);
    let capacity = options.capacity.get().map(|bound| capacity(*bound, krate));
    let jitter = options.jitter.get().map(|percent| quote!(.jitter_percent(#percent)));
    let refresh_ahead = options.refresh_ahead.get().map(|()| quote!(.refresh_ahead()));
    let times = [
        time("idle", &options.idle),
        time("stale_if_error", &options.stale_if_error),
        time("stale_while_revalidate", &options.stale_while_revalidate),
        time("soft_timeout", &options.soft_timeout),
        time("timeout", &options.timeout),
    ];
    Some(quote!(#krate::CachePolicy::new(#ttl) #capacity #jitter #(#times)* #refresh_ahead))
}

/// How an entry is weighed, when the bound is in bytes.
pub(crate) fn weighing(options: &PolicyOptions) -> Option<TokenStream> {
    if let Some(path) = options.weight.get() {
        return Some(quote!(.weigh(#path)));
    }
    // What cannot be serialized is underlined at the option that asks for it.
    let key = options.capacity.key().filter(|_| weighs_serialized(options))?;
    let weigh = quote_spanned!(key.span().resolved_at(Span::call_site())=> weigh_serialized);
    Some(quote!(.#weigh()))
}

/// Whether an entry weighs what it takes when it is serialized.
pub(crate) fn weighs_serialized(options: &PolicyOptions) -> bool {
    matches!(options.capacity.get(), Some(Bound::Bytes(_))) && !options.weight.is_given()
}

/// A duration in milliseconds.
fn duration(milliseconds: u64) -> TokenStream {
    let seconds = milliseconds / 1_000;
    if milliseconds.is_multiple_of(1_000) {
        return quote!(::core::time::Duration::from_secs(#seconds));
    }
    quote!(::core::time::Duration::from_millis(#milliseconds))
}

fn capacity(bound: Bound, krate: &CratePath) -> TokenStream {
    let bound = match bound {
        Bound::Entries(entries) => quote!(Entries(#entries)),
        Bound::Bytes(bytes) => quote!(Bytes(#bytes)),
    };
    quote!(.capacity(#krate::CacheCapacity::#bound))
}

/// A duration of the policy, if it was given.
pub(crate) fn time(name: &str, slot: &Slot<u64>) -> Option<TokenStream> {
    let (name, time) = (format_ident!("{name}"), duration(*slot.get()?));
    Some(quote!(.#name(#time)))
}
