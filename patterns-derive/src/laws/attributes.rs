//! The options of `laws!(..)`.

use proc_macro2::TokenStream;
use syn::{
    Expr, Ident, LitInt, LitStr, Token, parenthesized,
    parse::{Parse, ParseStream},
};

use crate::reading::{CratePath, Errors, Group, Options, Slot, Value};

/// `laws!(Account, id = .., events = .., histories = .., commands = [..], dropped = [..], stored = [..], cases = .., name = .., crate = ..)`.
#[derive(Default)]
pub(crate) struct LawsOptions {
    pub(crate) id: Slot<Expr>,
    pub(crate) events: Slot<Expr>,
    pub(crate) histories: Slot<Expr>,
    pub(crate) commands: Slot<Vec<Expr>>,
    pub(crate) dropped: Slot<Vec<LitStr>>,
    pub(crate) stored: Slot<Vec<Stored>>,
    pub(crate) cases: Slot<LitInt>,
    pub(crate) name: Slot<Ident>,
    pub(crate) krate: Slot<CratePath>,
}

/// `("opened.currency", ["EUR", "USD"])`.
pub(crate) struct Stored {
    pub(crate) place: LitStr,
    pub(crate) values: Expr,
}

impl Parse for Stored {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let pair;
        parenthesized!(pair in input);
        let place = pair.parse()?;
        pair.parse::<Token![,]>()?;
        let values = pair.parse()?;
        pair.parse::<Option<Token![,]>>()?;
        if pair.is_empty() { Ok(Self { place, values }) } else { Err(pair.error("")) }
    }
}

const OPTIONS: &Options<LawsOptions> = &[
    ("id", |into, value| into.id.fill(value, |value| value.parsed("an identity", "\"1234\""))),
    ("events", |into, value| {
        into.events.fill(value, |value| value.parsed("a strategy of events", "any_event()"))
    }),
    ("histories", |into, value| {
        into.histories
            .fill(value, |value| value.parsed("a strategy of lists of events", "histories()"))
    }),
    ("commands", |into, value| into.commands.fill(value, |value| commands(value))),
    ("dropped", |into, value| {
        into.dropped.fill(value, |value| value.list("a list of texts", "[\"opened.title\"]"))
    }),
    ("stored", |into, value| into.stored.fill(value, |value| stored(value))),
    ("cases", |into, value| into.cases.fill(value, Value::number)),
    ("name", |into, value| into.name.fill(value, Value::name)),
    ("crate", |into, value| CratePath::read(&mut into.krate, value)),
];

fn commands(value: &Value<'_>) -> syn::Result<Vec<Expr>> {
    value.list("a list of commands", "[|account| account.close()]")
}

fn stored(value: &Value<'_>) -> syn::Result<Vec<Stored>> {
    value.list("a list of places and their values", "[(\"opened.currency\", [\"EUR\", \"USD\"])]")
}

impl LawsOptions {
    pub(crate) fn read(tokens: TokenStream, errors: &Errors) -> Self {
        let mut group = Group::default();
        group.read(OPTIONS, "laws!(..)", tokens, errors);
        group.options
    }
}
