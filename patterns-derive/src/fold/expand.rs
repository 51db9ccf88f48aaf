//! The impl with its fingerprint.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::{
    reading::CratePath,
    writing::{Fingerprint, impl_with},
};

pub(crate) fn expand(item: TokenStream, krate: &CratePath) -> TokenStream {
    let mut fold = Fingerprint::default();
    if let Some(TokenTree::Group(body)) = item.clone().into_iter().last() {
        fold.add(body.stream());
    }
    let fingerprint = fold.expression(krate);
    impl_with(item, quote!(const FOLD: #krate::Fingerprint = #fingerprint;))
}

/// The impl with a fingerprint that lets the rest of the code compile after a mistake.
pub(crate) fn stub(item: TokenStream, krate: &CratePath) -> TokenStream {
    impl_with(item, quote!(const FOLD: #krate::Fingerprint = #krate::Fingerprint::new(0);))
}
