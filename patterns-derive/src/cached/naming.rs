//! What code names, and what a type borrows.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;

use crate::writing::contains;

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
pub(crate) fn borrows(ty: TokenStream) -> bool {
    let mut tokens = ty.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match &token {
            TokenTree::Punct(punct) if punct.as_char() == '&' => !starts_lifetime(tokens.peek()),
            TokenTree::Punct(punct) if punct.as_char() == '\'' => !is_static(tokens.peek()),
            TokenTree::Group(group) => borrows(group.stream()),
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

// Which lifetime it is, is seen when it is its turn.
fn starts_lifetime(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == '\'')
}

fn is_static(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Ident(name)) if name == "static")
}
