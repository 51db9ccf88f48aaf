//! Paths as attributes name them.

use syn::{Attribute, Meta, Path, Token, punctuated::Punctuated};

type List<T> = Punctuated<T, Token![,]>;

/// Whether the last segment is one of `names`.
pub(crate) fn is_last(path: &Path, names: &[&str]) -> bool {
    let last = path.segments.last();
    last.is_some_and(|last| names.iter().any(|name| last.ident == name))
}

/// The paths in `#[name(..)]`, also where `cfg_attr` may give it. None where they are half typed.
pub(crate) fn listed(attribute: &Attribute, name: &str) -> Vec<Path> {
    let metas = if attribute.path().is_ident("cfg_attr") {
        attribute.parse_args_with(List::<Meta>::parse_terminated).unwrap_or_default()
    } else {
        [attribute.meta.clone()].into_iter().collect()
    };
    let lists = metas.iter().filter(|meta| meta.path().is_ident(name));
    let lists = lists.filter_map(|meta| meta.require_list().ok());
    lists
        .flat_map(|list| list.parse_args_with(List::<Path>::parse_terminated).unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derives_are_found_wherever_they_can_stand() {
        for (attribute, expected) in [
            (syn::parse_quote!(#[derive(Clone, a::Entity)]), &["Clone", "Entity"][..]),
            (
                syn::parse_quote!(#[cfg_attr(test, derive(Aggregate), serde(default))]),
                &["Aggregate"],
            ),
            (syn::parse_quote!(#[derive]), &[]),
            (syn::parse_quote!(#[derive(Clone Copy)]), &[]),
            (syn::parse_quote!(#[allow(dead_code)]), &[]),
        ] {
            let found = listed(&attribute, "derive");
            assert_eq!(found.len(), expected.len());
            assert!(found.iter().zip(expected).all(|(path, name)| is_last(path, &[name])));
        }
    }
}
