//! The macros of data-patterns. Use them through the `data-patterns` crate, which re-exports them with everything that the
//! generated code names.

mod aggregate;
mod commands;
mod event;
mod events;
mod fold;
mod key;
mod reading;
#[cfg(test)]
mod tests;
mod writing;

use proc_macro::TokenStream;

/// a
#[proc_macro_derive(Aggregate, attributes(aggregate, id, cached, shard_key, shard))]
pub fn derive_aggregate(input: TokenStream) -> TokenStream {
    aggregate::derive(input.into()).into()
}

/// a
#[proc_macro_derive(Event, attributes(event))]
pub fn derive_event(input: TokenStream) -> TokenStream {
    event::derive(input.into()).into()
}

/// a
#[proc_macro_derive(Key, attributes(key))]
pub fn derive_key(input: TokenStream) -> TokenStream {
    key::derive(input.into()).into()
}

/// a
#[proc_macro_attribute]
pub fn events(options: TokenStream, item: TokenStream) -> TokenStream {
    events::expand(options.into(), item.into()).into()
}

/// a
#[proc_macro_attribute]
pub fn event(_options: TokenStream, item: TokenStream) -> TokenStream {
    event::misplaced(item.into()).into()
}

/// a
#[proc_macro_attribute]
pub fn commands(options: TokenStream, item: TokenStream) -> TokenStream {
    commands::expand(options.into(), item.into()).into()
}

/// a
#[proc_macro_attribute]
pub fn fold(options: TokenStream, item: TokenStream) -> TokenStream {
    fold::expand(options.into(), item.into()).into()
}
