//! `by = ..`, and the options that go with one strategy or another.

use proc_macro2::TokenStream;
use syn::{
    Ident, LitStr, Path,
    ext::IdentExt,
    parse::{Parse, ParseStream},
    token,
};

use super::Point;
use crate::reading::{OptionReader, Slot, enumerate, nearest};

/// How a shard key finds its place.
pub(crate) enum Strategy {
    Hash,
    Range,
    Zone,
    Directory,
    Composite,
    /// By a function of the identity.
    Custom(Path),
}

/// How places are computed: options of `#[shard(..)]` and of `#[shard_group(..)]`.
#[derive(Default)]
pub(crate) struct PlacementOptions {
    pub(crate) by: Slot<Strategy>,
    pub(crate) split: Slot<Vec<Point>>,
    pub(crate) zones: Slot<Vec<LitStr>>,
}

/// The options, for any attribute that holds them.
pub(crate) fn placement_options<T: AsMut<PlacementOptions>>() -> [OptionReader<T>; 3] {
    [
        ("by", |into, value| {
            let by = &mut into.as_mut().by;
            by.fill(value, |value| strategy(value.parsed("a name without quotes", "hash")?))
        }),
        ("split", |into, value| {
            let split = &mut into.as_mut().split;
            split.fill(value, |value| {
                value.list("a list of texts or of whole numbers", "[\"G\", \"N\"]")
            })
        }),
        ("zones", |into, value| {
            let zones = &mut into.as_mut().zones;
            zones.fill(value, |value| value.list("a list of texts", "[\"eu-west\", \"us-east\"]"))
        }),
    ]
}

/// `name` or `name(..)`.
struct Called {
    name: Ident,
    arguments: Option<TokenStream>,
}

impl Parse for Called {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        let called = input.peek(token::Paren);
        let arguments = called.then(|| input.parse::<proc_macro2::Group>()).transpose()?;
        Ok(Self { name, arguments: arguments.map(|group| group.stream()) })
    }
}

const NAMES: [&str; 6] = ["hash", "range", "zone", "directory", "composite", "custom"];

fn strategy(Called { name, arguments }: Called) -> syn::Result<Strategy> {
    let strategy = match name.to_string().as_str() {
        "custom" => return custom(&name, arguments),
        "hash" => Strategy::Hash,
        "range" => Strategy::Range,
        "zone" => Strategy::Zone,
        "directory" => Strategy::Directory,
        "composite" => Strategy::Composite,
        _ => return Err(unknown(&name)),
    };
    match arguments {
        None => Ok(strategy),
        Some(_) => {
            let message = format!(
                "`{name}` stands alone, as in `by = {name}`; what goes with it is an option of its own"
            );
            Err(syn::Error::new(name.span(), message))
        }
    }
}

fn custom(name: &Ident, arguments: Option<TokenStream>) -> syn::Result<Strategy> {
    let message = "`custom` names the function from the identity, by reference, to its place: `by = custom(path::to::function)`";
    let path = arguments.and_then(|arguments| syn::parse2(arguments).ok());
    path.map(Strategy::Custom).ok_or_else(|| syn::Error::new(name.span(), message))
}

fn unknown(name: &Ident) -> syn::Error {
    let remedy = match nearest(&name.to_string(), NAMES) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("write {}", enumerate(NAMES, "or")),
    };
    syn::Error::new(name.span(), format!("`{name}` is no way to spread shards; {remedy}"))
}

impl PlacementOptions {
    /// The strategy, by hash unless another is given; none where it was given wrongly.
    pub(crate) fn strategy(&self) -> Option<&Strategy> {
        if self.by.is_given() { self.by.get() } else { Some(&Strategy::Hash) }
    }
}
