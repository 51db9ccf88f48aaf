//! `Self` in a signature that moves to another impl, where it would mean another type.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Type;

/// The tokens with `Self` written out.
pub(crate) fn naming_self(tokens: impl ToTokens, self_type: &Type) -> TokenStream {
    tokens.to_token_stream().into_iter().flat_map(|token| named(token, self_type)).collect()
}

fn named(token: TokenTree, self_type: &Type) -> TokenStream {
    match token {
        TokenTree::Ident(ident) if ident == "Self" => self_type.to_token_stream(),
        TokenTree::Group(group) => {
            let mut named = Group::new(group.delimiter(), naming_self(group.stream(), self_type));
            named.set_span(group.span());
            TokenTree::Group(named).into()
        }
        token => token.into(),
    }
}

/// The tokens, with errors about them shown at `place`. Names still mean what they mean in the macro.
pub(crate) fn placed_at(place: Span, tokens: TokenStream) -> TokenStream {
    let placed = tokens.into_iter().map(|mut token| {
        token.set_span(place.resolved_at(token.span()));
        token
    });
    placed.collect()
}
