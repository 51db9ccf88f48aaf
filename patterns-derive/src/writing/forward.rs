//! Attributes of the user that generated twins of an item carry too.

use syn::{Attribute, Meta};

/// The attributes that a generated twin needs: documentation, conditional compilation, deprecation.
pub(crate) fn forwarded(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> + Clone {
    attributes.iter().filter(|attribute| is_named(attribute, &["doc", "cfg", "deprecated"]))
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

/// Whether this is a condition of compilation.
pub(crate) fn is_cfg(attribute: &Attribute) -> bool {
    is_named(attribute, &["cfg"])
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
