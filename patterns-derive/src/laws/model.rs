//! What `laws!` was told.

use proc_macro2::{Span, TokenStream};
use quote::format_ident;
use syn::{
    Expr, ExprClosure, Ident, Pat, PatType, Token, Type,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use super::attributes::{LawsOptions, Stored};
use crate::{
    reading::{CratePath, Errors},
    writing::snake_case,
};

const USAGE: &str =
    "`laws!` takes an aggregate, and options after it: `laws!(Account, cases = 500)`";

pub(crate) struct Model {
    pub(crate) aggregate: Type,
    pub(crate) options: LawsOptions,
    pub(crate) krate: CratePath,
    /// Of the module with the tests.
    pub(crate) name: Ident,
}

impl Model {
    /// Nothing when there is no aggregate.
    pub(crate) fn read(input: TokenStream, errors: &Errors) -> Option<Self> {
        let (aggregate, rest) = errors.take(split.parse2(input))?;
        let options = LawsOptions::read(rest, errors);
        let given = options.name.get().cloned();
        let name = given.or_else(|| derived_name(&aggregate, errors))?;
        let krate = CratePath::or_default(&options.krate);
        Some(Self { aggregate, options, krate, name })
    }

    /// The commands, as far as they are closures.
    pub(crate) fn closures(&self) -> impl Iterator<Item = &ExprClosure> {
        self.commands().iter().filter_map(|command| match command {
            Expr::Closure(closure) => Some(closure),
            _ => None,
        })
    }

    pub(crate) fn stored(&self) -> &[Stored] {
        self.options.stored.get().map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn commands(&self) -> &[Expr] {
        self.options.commands.get().map(Vec::as_slice).unwrap_or_default()
    }
}

fn split(input: ParseStream<'_>) -> syn::Result<(Type, TokenStream)> {
    let usage = |span: Span| syn::Error::new(span, USAGE);
    let span = input.span();
    let aggregate = input.parse().map_err(|_| usage(span))?;
    if !input.is_empty() {
        let span = input.span();
        input.parse::<Token![,]>().map_err(|_| usage(span))?;
    }
    Ok((aggregate, input.parse()?))
}

/// `bank::Account<Euro>` as `account_laws`.
fn derived_name(aggregate: &Type, errors: &Errors) -> Option<Ident> {
    let last = match aggregate {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    };
    let Some(last) = last else {
        errors.over(aggregate, USAGE);
        return None;
    };
    let name = snake_case(&last.ident.unraw().to_string());
    Some(format_ident!("{name}_laws", span = last.ident.span()))
}

/// An argument that is made up, with its type; nothing for one that does not say which it has.
pub(crate) fn typed(argument: &Pat) -> Option<&PatType> {
    match argument {
        Pat::Type(typed) => Some(typed),
        _ => None,
    }
}
