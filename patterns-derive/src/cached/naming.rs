//! What code names, and what a type borrows.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;

use crate::{reading::borrows, writing::contains};

/// Whether an expression names a variable, were it inside the text of a `format!("{name}")`.
pub(crate) fn is_named_in(expression: TokenStream, variable: &Ident) -> bool {
    contains(expression.clone(), &variable.to_string())
        || texts(expression).contains(&variable.unraw().to_string())
}

fn texts(tokens: TokenStream) -> String {
    let texts = tokens.into_iter().map(|token| match token {
        TokenTree::Literal(literal) => literal.to_string(),
        TokenTree::Group(group) => texts(group.stream()),
        _ => String::new(),
    });
    texts.collect()
}

/// Whether a value of the type borrows, unless for `'static`.
pub(crate) fn is_borrowed(ty: impl ToTokens) -> bool {
    borrows(ty.to_token_stream(), |lifetime| lifetime != "static")
}
