//! Where a type says `Personal`.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

const NAME: &str = "Personal";

/// Whether the type says it anywhere.
pub(super) fn mentions(ty: impl ToTokens) -> bool {
    in_tokens(ty.into_token_stream())
}

fn in_tokens(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == NAME,
        TokenTree::Group(group) => in_tokens(group.stream()),
        _ => false,
    })
}

/// All types called so within a type.
pub(super) fn all<'a>(ty: &'a Type, found: &mut Vec<&'a Type>) {
    match ty {
        Type::Path(path) => {
            if path.path.segments.last().is_some_and(|last| last.ident == NAME) {
                found.push(ty);
            }
            path.path.segments.iter().for_each(|segment| in_arguments(&segment.arguments, found));
        }
        Type::Array(array) => all(&array.elem, found),
        Type::Group(group) => all(&group.elem, found),
        Type::Paren(paren) => all(&paren.elem, found),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|ty| all(ty, found)),
        _ => {}
    }
}

fn in_arguments<'a>(arguments: &'a PathArguments, found: &mut Vec<&'a Type>) {
    let PathArguments::AngleBracketed(arguments) = arguments else { return };
    for argument in &arguments.args {
        if let GenericArgument::Type(ty) = argument {
            all(ty, found);
        }
    }
}
