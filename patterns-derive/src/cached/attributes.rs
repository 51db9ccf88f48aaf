//! The options of `#[cached(..)]` on a function.

use proc_macro2::{Delimiter, TokenStream};
use syn::{
    Expr, Token,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
};

use super::key::Key;
use crate::{
    caching::{PolicyOptions, policy_options, read_duration},
    reading::{CratePath, Errors, Group, OptionReader, Slot, Value},
};

/// What the attribute says. Durations are in milliseconds.
#[derive(Default)]
pub(crate) struct FunctionOptions {
    pub(crate) policy: PolicyOptions,
    pub(crate) key: Slot<Key>,
    pub(crate) shared: Slot<()>,
    pub(crate) negative: Slot<u64>,
    pub(crate) errors: Slot<u64>,
    pub(crate) tags: Slot<Tags>,
    pub(crate) krate: Slot<CratePath>,
}

impl AsRef<PolicyOptions> for FunctionOptions {
    fn as_ref(&self) -> &PolicyOptions {
        &self.policy
    }
}

impl AsMut<PolicyOptions> for FunctionOptions {
    fn as_mut(&mut self) -> &mut PolicyOptions {
        &mut self.policy
    }
}

const OF_FUNCTIONS: [OptionReader<FunctionOptions>; 6] = [
    ("key", |into, value| {
        into.key.fill(value, |value| value.parsed("arguments of the function", "(tenant, id)"))
    }),
    ("shared", |into, value| into.shared.fill(value, Value::flag)),
    ("negative", |into, value| into.negative.fill(value, read_duration)),
    ("errors", |into, value| into.errors.fill(value, read_duration)),
    ("tags", |into, value| {
        into.tags.fill(value, |value| value.parsed("a list of texts", "[\"users\", team]"))
    }),
    ("crate", |into, value| CratePath::read(&mut into.krate, value)),
];

/// Reads the options.
pub(crate) fn read(tokens: TokenStream, errors: &Errors) -> Group<FunctionOptions> {
    let options: Vec<_> = policy_options().into_iter().chain(OF_FUNCTIONS).collect();
    let mut group = Group::default();
    group.read(&options, "#[cached(..)]", tokens, errors);
    group
}

/// `[a, b]`: each becomes a `String`.
pub(crate) struct Tags(pub(crate) Vec<Expr>);

impl Parse for Tags {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        // Read as one token: what is wrong inside is reported once.
        let list: proc_macro2::Group = input.parse()?;
        if list.delimiter() != Delimiter::Bracket {
            return Err(syn::Error::new(list.span(), "no list"));
        }
        let tags = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(list.stream())?;
        Ok(Self(tags.into_iter().collect()))
    }
}
