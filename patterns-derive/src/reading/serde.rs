//! What serde would do to a value, and what would be lost by it.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, GenericArgument, Meta, PathArguments, Type, ext::IdentExt};

use super::Errors;

/// The options of all `#[serde(..)]` attributes.
pub(crate) fn serde_keys(attributes: &[Attribute]) -> Vec<Ident> {
    let serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    let lists = serde.filter_map(|attribute| match &attribute.meta {
        Meta::List(list) => Some(list.tokens.clone()),
        _ => None,
    });
    lists.flat_map(first_words).collect()
}

// The first word of each part between commas.
fn first_words(tokens: TokenStream) -> Vec<Ident> {
    let mut words = Vec::new();
    let mut starts = true;
    for token in tokens {
        match &token {
            TokenTree::Ident(ident) if starts => words.push(ident.clone()),
            _ => {}
        }
        starts = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
    }
    words
}

/// Refuses a field of which another value could come back than was stored. `whole` says what loses it.
pub(crate) fn check_stored_field(
    attributes: &[Attribute],
    ty: &Type,
    whole: &str,
    errors: &Errors,
) {
    for key in serde_keys(attributes) {
        if ["skip", "skip_serializing", "skip_deserializing"]
            .contains(&key.unraw().to_string().as_str())
        {
            errors.over(
                &key,
                format!(
                    "{whole} would come back without this field; store it, or keep it elsewhere"
                ),
            );
        }
    }
    ambiguous(ty, errors);
}

// MessagePack has one nil: `Some(None)`, `Some(())` and `None` are stored alike.
fn ambiguous(ty: &Type, errors: &Errors) {
    let Type::Path(path) = ty else { return };
    for segment in &path.path.segments {
        let PathArguments::AngleBracketed(arguments) = &segment.arguments else { continue };
        for argument in &arguments.args {
            let GenericArgument::Type(inner) = argument else { continue };
            if segment.ident == "Option" && is_nil(inner) {
                let shown = inner.to_token_stream().to_string().replace(' ', "");
                errors.over(inner, format!("`Some(..)` of `{shown}` and `None` are stored alike; use an enum of your own"));
            } else {
                ambiguous(inner, errors);
            }
        }
    }
}

fn is_nil(ty: &Type) -> bool {
    match ty {
        Type::Tuple(tuple) => tuple.elems.is_empty(),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Option"),
        _ => false,
    }
}
