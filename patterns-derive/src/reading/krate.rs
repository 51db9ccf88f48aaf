//! The path to the crate, as the user's dependencies name it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Path, ext::IdentExt};

use super::{Slot, Value};

/// Where generated code finds the crate: `::data_patterns`, or what `crate = ..` says. Prints as the path of the module
/// that generated code names.
#[derive(Clone)]
pub(crate) struct CratePath(Path);

impl Default for CratePath {
    fn default() -> Self {
        Self(syn::parse_quote!(::data_patterns))
    }
}

impl CratePath {
    /// The path that `slot` holds, or the default one.
    pub(crate) fn or_default(slot: &Slot<Self>) -> Self {
        slot.get().cloned().unwrap_or_default()
    }

    /// Reads `crate = path`.
    pub(crate) fn read(slot: &mut Slot<Self>, value: Value<'_>) -> syn::Result<()> {
        slot.fill(value, |value| {
            let path = value.path("::data_patterns")?;
            check(&path)?;
            Ok(Self(path))
        })
    }

    /// `crate = path` to hand on to another macro; nothing for the default.
    pub(crate) fn forwarded(slot: &Slot<Self>) -> Option<TokenStream> {
        slot.get().map(|Self(path)| quote!(crate = #path))
    }

    /// The path of an item of the module, without spaces, for attributes that take it as a text.
    pub(crate) fn text(&self, item: &str) -> String {
        let segments = self.0.segments.iter().map(|segment| segment.ident.to_string());
        let leading = if self.0.leading_colon.is_some() { "::" } else { "" };
        format!("{leading}{}::__private::{item}", segments.collect::<Vec<_>>().join("::"))
    }
}

// Generated code stands in modules of its own and behind other macros: a relative path would mean something else there.
fn check(path: &Path) -> syn::Result<()> {
    let first = path.segments.first().map(|segment| segment.ident.unraw().to_string());
    if path.leading_colon.is_some() || first.as_deref() == Some("crate") {
        return Ok(());
    }
    let shown = path.to_token_stream().to_string().replace(' ', "");
    Err(syn::Error::new_spanned(
        path,
        format!("the path must be absolute: write `crate = ::{shown}`, or start it with `crate::`"),
    ))
}

impl ToTokens for CratePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self(path) = self;
        tokens.extend(quote!(#path::__private));
    }
}
