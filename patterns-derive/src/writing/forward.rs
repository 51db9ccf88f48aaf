//! Attributes of the user that generated twins of an item carry too.

use syn::{Attribute, Meta, parse_quote};

/// The attributes that a generated twin needs: documentation, conditional compilation, deprecation.
pub(crate) fn forwarded(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> + Clone {
    attributes.iter().filter(|attribute| is_named(attribute, &["doc", "cfg", "deprecated"]))
}

/// The same but for the documentation, for a twin that has its own.
pub(crate) fn undocumented(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> + Clone {
    attributes.iter().filter(|attribute| is_named(attribute, &["cfg", "deprecated"]))
}

/// What serde is told.
pub(crate) fn serde(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> + Clone {
    attributes.iter().filter(|attribute| is_named(attribute, &["serde"]))
}

/// The documentation.
pub(crate) fn docs(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> + Clone {
    attributes.iter().filter(|attribute| is_named(attribute, &["doc"]))
}

/// The conditions of compilation.
pub(crate) fn cfgs(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> + Clone {
    attributes.iter().filter(|attribute| is_cfg(attribute))
}

/// The levels of lints. What is expected is allowed only: of two twins one may meet the expectation, and the other not.
pub(crate) fn lints(attributes: &[Attribute]) -> impl Iterator<Item = Attribute> + Clone {
    const LEVELS: &[&str] = &["allow", "warn", "deny", "forbid", "expect"];
    let levels = attributes.iter().filter(|attribute| is_named(attribute, LEVELS));
    levels.cloned().map(without_expectation)
}

/// The attribute, with an expectation of a lint made a permission.
pub(crate) fn without_expectation(mut attribute: Attribute) -> Attribute {
    if let Meta::List(list) = &mut attribute.meta
        && list.path.is_ident("expect")
    {
        list.path = parse_quote!(allow);
    }
    attribute
}

/// Whether this is a condition of compilation.
pub(crate) fn is_cfg(attribute: &Attribute) -> bool {
    is_named(attribute, &["cfg"])
}

/// Whether this deprecates.
pub(crate) fn is_deprecation(attribute: &Attribute) -> bool {
    is_named(attribute, &["deprecated"])
}

// An attribute macro sees `cfg_attr` unresolved, so it is carried along with what it would give.
fn is_named(attribute: &Attribute, names: &[&str]) -> bool {
    let matches = |name: &syn::Path| names.iter().any(|wanted| name.is_ident(wanted));
    if !attribute.path().is_ident("cfg_attr") {
        return matches(attribute.path());
    }
    let parser = syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated;
    let inner = attribute.parse_args_with(parser);
    inner
        .is_ok_and(|inner| inner.len() > 1 && inner.iter().skip(1).all(|meta| matches(meta.path())))
}
