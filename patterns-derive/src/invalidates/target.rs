//! What is invalidated: calls of cached functions, with keys instead of arguments.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ExprPath, Ident, Token, parse::Parser, punctuated::Punctuated};

use crate::reading::Errors;

/// The entries of one cached function.
pub(crate) struct Target {
    pub(crate) written: Expr,
    pub(crate) function: Callee,
    /// The parts of the key; nothing for all entries.
    pub(crate) key: Option<Vec<Expr>>,
}

/// A cached function.
pub(crate) enum Callee {
    Free(ExprPath),
    /// A method called by the path of its type.
    OfType(ExprPath),
    /// A method called on `self`.
    OfSelf(Ident),
}

/// Reads the list; what is no call is reported and left out.
pub(crate) fn read(list: TokenStream, errors: &Errors) -> Vec<Target> {
    let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
    let parsed = parser.parse2(list).map_err(|error| {
        let message = "`#[invalidates(..)]` takes cached functions with their keys: `profile(id)`, or `profile(..)` for all entries";
        syn::Error::new(error.span(), message)
    });
    let Some(calls) = errors.take(parsed) else { return Vec::new() };
    if calls.is_empty() {
        errors.at(
            proc_macro2::Span::call_site(),
            "say what is invalidated: `#[invalidates(profile(id))]`, or `#[invalidates(profile(..))]` for all entries",
        );
    }
    calls.into_iter().filter_map(|call| errors.take(Target::read(call))).collect()
}

impl Target {
    fn read(written: Expr) -> syn::Result<Self> {
        let (function, arguments) = match &written {
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => (callee(path.clone()), &call.args),
                other => return Err(no_function(other)),
            },
            Expr::MethodCall(call) if is_self(&call.receiver) => {
                (Callee::OfSelf(call.method.clone()), &call.args)
            }
            Expr::MethodCall(call) => return Err(of_value(&call.receiver, &call.method)),
            Expr::Path(path) => return Err(without_key(path)),
            other => return Err(no_function(other)),
        };
        let key = key(arguments.iter().cloned().collect())?;
        Ok(Self { function, key, written })
    }
}

fn key(mut arguments: Vec<Expr>) -> syn::Result<Option<Vec<Expr>>> {
    if let [only] = arguments.as_slice()
        && is_everything(only)
    {
        return Ok(None);
    }
    match arguments.iter().position(is_everything) {
        Some(position) => Err(syn::Error::new_spanned(
            arguments.swap_remove(position),
            "`..` alone stands for all entries; give the whole key, or nothing but `..`",
        )),
        None => Ok(Some(arguments)),
    }
}

fn is_everything(argument: &Expr) -> bool {
    matches!(argument, Expr::Range(range) if range.start.is_none() && range.end.is_none())
}

fn is_self(receiver: &Expr) -> bool {
    matches!(receiver, Expr::Path(path) if path.path.is_ident("self"))
}

// Modules are written in lower case, types are not.
fn callee(path: ExprPath) -> Callee {
    let owner = path.path.segments.iter().rev().nth(1);
    let of_type = owner.is_some_and(|owner| {
        owner.ident.to_string().trim_start_matches("r#").starts_with(char::is_uppercase)
    });
    if of_type || path.qself.is_some() { Callee::OfType(path) } else { Callee::Free(path) }
}

fn without_key(path: &ExprPath) -> syn::Error {
    let shown = shown(path);
    let message =
        format!("say which entries of `{shown}`: `{shown}(id)` for one, `{shown}(..)` for all");
    syn::Error::new_spanned(path, message)
}

fn of_value(receiver: &Expr, method: &Ident) -> syn::Error {
    let message = format!(
        "a method has one cache for all values of its type; name the type: `Type::{method}(..)`"
    );
    syn::Error::new_spanned(receiver, message)
}

fn no_function(other: &Expr) -> syn::Error {
    let message = format!(
        "`{}` is no cached function; write its name and its key: `profile(id)`",
        shown(other)
    );
    syn::Error::new_spanned(other, message)
}

fn shown(tokens: impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
