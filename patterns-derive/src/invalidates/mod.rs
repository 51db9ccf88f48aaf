//! `#[invalidates(profile(id))]` on a function that writes: whatever becomes of it, cached answers do not outlive it.

mod check;
mod expand;
mod target;

use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::reading::{Errors, Function, NoFunction};

pub(crate) fn expand(list: TokenStream, item: TokenStream) -> TokenStream {
    let errors = Errors::default();
    let targets = target::read(list, &errors);
    match Function::read(item.clone()) {
        Ok(function) => check::check(&function, &targets, &errors),
        Err(reason) => errors.push(refusal(reason)),
    }
    match errors.finish() {
        None => expand::expand(item, &targets),
        Some(errors) => quote!(#errors #item),
    }
}

fn refusal(reason: NoFunction) -> syn::Error {
    let message = match reason {
        NoFunction::Broken(error) => return error,
        NoFunction::Other(keyword) => match keyword.as_deref() {
            Some("fn") => "there is no body here; put `#[invalidates]` on a function that has one",
            Some("impl") => {
                "`#[invalidates]` goes on the methods that write, each with what it makes untrue"
            }
            _ => "`#[invalidates]` goes on the function that writes what cached functions read",
        },
    };
    syn::Error::new(Span::call_site(), message)
}
