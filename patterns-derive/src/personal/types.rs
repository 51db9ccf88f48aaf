//! Where a type says `Personal`, and where it does not.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, PathSegment, Type};

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

/// Whose first argument is what they hold.
const HOLDING: &[&str] =
    &["Option", "Vec", "VecDeque", "LinkedList", "Box", "Arc", "Rc", "BTreeSet", "HashSet"];

const MAPS: &[&str] = &["BTreeMap", "HashMap"];

/// A part of a type that is stored in the clear.
pub(super) enum Clear<'a> {
    Part(&'a Type),
    /// Of a map.
    Key(&'a Type),
}

/// The first part of a type that is no `Personal`, looked for through types of the standard library. A type of one's own is taken at its word.
pub(super) fn in_the_clear(ty: &Type) -> Option<Clear<'_>> {
    match ty {
        Type::Path(path) => path.path.segments.last().and_then(|last| in_path(ty, last)),
        Type::Array(array) => in_the_clear(&array.elem),
        Type::Slice(slice) => in_the_clear(&slice.elem),
        Type::Group(group) => in_the_clear(&group.elem),
        Type::Paren(paren) => in_the_clear(&paren.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(in_the_clear),
        ty => (!mentions(ty)).then_some(Clear::Part(ty)),
    }
}

fn in_path<'a>(ty: &'a Type, last: &'a PathSegment) -> Option<Clear<'a>> {
    let is_one_of = |names: &[&str]| names.iter().any(|name| last.ident == name);
    let first = type_arguments(&last.arguments).next();
    match first {
        _ if last.ident == NAME => None,
        Some(key) if is_one_of(MAPS) => Some(Clear::Key(key)),
        Some(held) if is_one_of(HOLDING) => in_the_clear(held),
        _ => (!mentions(&last.arguments)).then_some(Clear::Part(ty)),
    }
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
        Type::Slice(slice) => all(&slice.elem, found),
        Type::Group(group) => all(&group.elem, found),
        Type::Paren(paren) => all(&paren.elem, found),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|ty| all(ty, found)),
        _ => {}
    }
}

fn in_arguments<'a>(arguments: &'a PathArguments, found: &mut Vec<&'a Type>) {
    type_arguments(arguments).for_each(|ty| all(ty, found));
}

fn type_arguments(arguments: &PathArguments) -> impl Iterator<Item = &Type> {
    let arguments = match arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
