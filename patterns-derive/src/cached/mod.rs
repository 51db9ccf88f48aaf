//! `#[cached]` on a function: a cache in front of it, and functions beside it that keep the cache true.

mod answer;
mod argument;
mod attributes;
mod check;
mod expand;
mod key;
mod model;
mod naming;
mod on_type;

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::reading::{Errors, Function, NoFunction};
use model::Model;

pub(crate) fn expand(options: TokenStream, item: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let function = match Function::read(item.clone()) {
        Ok(function) => function,
        Err(NoFunction::Other(Some(keyword))) if is_type(&keyword) => {
            drop(errors.finish());
            return on_type::expand(&item);
        }
        Err(reason) => {
            errors.push(refusal(reason));
            let errors = errors.finish();
            return quote!(#errors #item);
        }
    };
    let cached = attributes::read(options, &errors);
    let model = Model::read(&function, &cached);
    check::check(&model, &errors);
    match errors.finish() {
        None => expand::expand(&model),
        Some(errors) => {
            // Another `#[cached]` below writes what a stub would.
            let stub = (!check::is_cached_again(&model)).then(|| expand::stub(&model));
            quote!(#errors #stub #item)
        }
    }
}

fn is_type(keyword: &str) -> bool {
    ["struct", "enum", "union"].contains(&keyword)
}

fn refusal(reason: NoFunction) -> syn::Error {
    let message = match reason {
        NoFunction::Broken(error) => return error,
        NoFunction::Other(keyword) => match keyword.as_deref() {
            Some("impl") => {
                "`#[cached]` goes on the methods in the `impl`, each with a key of its own"
            }
            Some("fn") => {
                "there is no body whose answer could be cached; put `#[cached]` on a function that has one"
            }
            _ => {
                "`#[cached]` goes on a function, or below `#[derive(Aggregate)]` and `#[derive(Entity)]` on a struct"
            }
        },
    };
    syn::Error::new(Span::call_site(), message)
}
