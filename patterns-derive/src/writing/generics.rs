//! Parameters and where-clauses of generated items.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Ident, WherePredicate, punctuated::Punctuated};

/// Whether the tokens name one of the type or constant parameters.
pub(crate) fn mentions(tokens: impl ToTokens, generics: &Generics) -> bool {
    generics
        .params
        .iter()
        .filter_map(parameter_name)
        .any(|name| names(tokens.to_token_stream(), name))
}

/// The generics with further predicates.
pub(crate) fn bounded(
    generics: &Generics,
    predicates: impl IntoIterator<Item = WherePredicate>,
) -> Generics {
    let mut bounded = generics.clone();
    let mut predicates = predicates.into_iter().peekable();
    if predicates.peek().is_some() {
        bounded.make_where_clause().predicates.extend(predicates);
    }
    bounded
}

/// The parameters that `tokens` name, with the bounds and predicates that name no other parameter and not `Self`.
pub(crate) fn kept(generics: &Generics, tokens: &TokenStream) -> Generics {
    let (stay, go): (Vec<_>, Vec<_>) = generics.params.iter().cloned().partition(|parameter| {
        parameter_name(parameter).is_some_and(|name| names(tokens.clone(), name))
    });
    let gone: Vec<_> = go.iter().map(subject).collect();
    let stays = |code: TokenStream| {
        !gone.iter().any(|name| contains(code.clone(), name)) && !contains(code, "Self")
    };
    let mut kept = Generics {
        params: stay.into_iter().map(|parameter| without_bounds_on(parameter, &stays)).collect(),
        ..Generics::default()
    };
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let predicates: Vec<_> = predicates
        .filter(|predicate| stays(predicate.to_token_stream()) && mentions(predicate, &kept))
        .cloned()
        .collect();
    kept = bounded(&kept, predicates);
    kept
}

/// The type and constant parameters of a method, to call it with; its lifetimes are inferred.
pub(crate) fn turbofish(generics: &Generics) -> Option<TokenStream> {
    let names: Vec<_> = generics.params.iter().filter_map(parameter_name).collect();
    (!names.is_empty()).then(|| quote!(::<#(#names),*>))
}

fn parameter_name(parameter: &GenericParam) -> Option<&Ident> {
    match parameter {
        GenericParam::Type(parameter) => Some(&parameter.ident),
        GenericParam::Const(parameter) => Some(&parameter.ident),
        GenericParam::Lifetime(_) => None,
    }
}

fn subject(parameter: &GenericParam) -> String {
    match parameter {
        GenericParam::Lifetime(parameter) => parameter.lifetime.ident.to_string(),
        GenericParam::Type(parameter) => parameter.ident.to_string(),
        GenericParam::Const(parameter) => parameter.ident.to_string(),
    }
}

fn without_bounds_on(
    parameter: GenericParam,
    stays: &impl Fn(TokenStream) -> bool,
) -> GenericParam {
    let GenericParam::Type(mut parameter) = parameter else {
        return parameter;
    };
    let bounds = std::mem::take(&mut parameter.bounds);
    parameter.bounds = bounds
        .into_iter()
        .filter(|bound| stays(bound.to_token_stream()))
        .collect::<Punctuated<_, _>>();
    GenericParam::Type(parameter)
}

fn names(tokens: TokenStream, name: &Ident) -> bool {
    contains(tokens, &name.to_string())
}

/// Whether the tokens name it.
pub(crate) fn contains(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => contains(group.stream(), name),
        _ => false,
    })
}
