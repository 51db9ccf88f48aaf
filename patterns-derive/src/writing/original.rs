//! The user's item as it was written, less what only the macro understands. Edits tokens, not a syntax tree: what is not
//! understood stays as it is, spans included.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, parse::Parser};

/// The block without its `#[serde]`, without the `#[event]`, `#[personal]` and `#[serde]` of its methods, and without documentation,
/// `#[personal]` and `#[serde]` of their arguments.
pub(crate) fn without_markers(block: TokenStream) -> TokenStream {
    edit_body(without_attributes(block, &["serde"]), |methods| {
        without_attributes(methods, &["event", "personal", "serde"])
            .into_iter()
            .map(without_argument_markers)
            .collect()
    })
}

/// The block with an item more, in front of the others.
pub(crate) fn impl_with(block: TokenStream, item: impl ToTokens) -> TokenStream {
    edit_body(block, |items| {
        let mut body = item.into_token_stream();
        body.extend(items);
        body
    })
}

fn edit_body(block: TokenStream, edit: impl FnOnce(TokenStream) -> TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = block.into_iter().collect();
    match tokens.pop() {
        Some(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace => {
            tokens.push(edited(&body, edit));
        }
        other => tokens.extend(other),
    }
    tokens.into_iter().collect()
}

fn edited(group: &Group, edit: impl FnOnce(TokenStream) -> TokenStream) -> TokenTree {
    let mut edited = Group::new(group.delimiter(), edit(group.stream()));
    edited.set_span(group.span());
    edited.into()
}

fn without_argument_markers(token: TokenTree) -> TokenTree {
    match token {
        TokenTree::Group(group)
            if group.delimiter() == Delimiter::Parenthesis && has_attribute(&group) =>
        {
            edited(&group, |arguments| without_attributes(arguments, &["serde", "personal", "doc"]))
        }
        token => token,
    }
}

// Untouched groups keep the spans of both their delimiters.
fn has_attribute(group: &Group) -> bool {
    group
        .stream()
        .into_iter()
        .any(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '#'))
}

fn without_attributes(tokens: TokenStream, names: &[&str]) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut left = TokenStream::new();
    while let Some(token) = tokens.next() {
        if is_attribute(&token, tokens.peek(), names) {
            tokens.next();
        } else {
            left.extend([token]);
        }
    }
    left
}

fn is_attribute(hash: &TokenTree, next: Option<&TokenTree>, names: &[&str]) -> bool {
    let (TokenTree::Punct(punct), Some(next)) = (hash, next) else {
        return false;
    };
    let attribute: TokenStream = [hash, next].into_iter().cloned().collect();
    punct.as_char() == '#'
        && Attribute::parse_outer
            .parse2(attribute)
            .is_ok_and(|attributes| attributes.iter().any(|attribute| is_named(attribute, names)))
}

/// Whether the last segment of the attribute's path is one of `names`.
fn is_named(attribute: &Attribute, names: &[&str]) -> bool {
    let last = attribute.path().segments.last();
    last.is_some_and(|segment| names.iter().any(|name| segment.ident == name))
}
