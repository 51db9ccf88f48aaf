//! The options of `#[events(..)]`.

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Ident, Path, Token, Visibility,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
};

use crate::reading::{CratePath, Errors, Group, Options, Slot, Value};

/// `#[events(pub(crate), name = .., derive(..), crate = ..)]`.
#[derive(Default)]
pub(crate) struct EventsOptions {
    pub(crate) visibility: Option<Visibility>,
    pub(crate) name: Slot<Ident>,
    pub(crate) derive: Slot<Punctuated<Path, Token![,]>>,
    pub(crate) krate: Slot<CratePath>,
}

const OPTIONS: &Options<EventsOptions> = &[
    ("name", |into, value| into.name.fill(value, Value::name)),
    ("derive", |into, value| into.derive.fill(value, read_traits)),
    ("crate", |into, value| CratePath::read(&mut into.krate, value)),
];

fn read_traits(value: &Value<'_>) -> syn::Result<Punctuated<Path, Token![,]>> {
    Punctuated::parse_terminated.parse2(value.parenthesized("Debug, Clone")?)
}

impl EventsOptions {
    pub(crate) fn read(tokens: TokenStream, errors: &Errors) -> Self {
        let mut group = Group::default();
        let (visibility, rest) = split_visibility(tokens);
        group.read(OPTIONS, "#[events(..)]", rest, errors);
        Self { visibility, ..group.options }
    }
}

// A leading visibility, as on an item.
fn split_visibility(tokens: TokenStream) -> (Option<Visibility>, TokenStream) {
    let starts = matches!(tokens.clone().into_iter().next(), Some(TokenTree::Ident(first)) if first == "pub");
    if !starts {
        return (None, tokens);
    }
    let parser = |input: ParseStream<'_>| {
        let visibility = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok((Some(visibility), input.parse()?))
    };
    parser.parse2(tokens.clone()).unwrap_or((None, tokens))
}
