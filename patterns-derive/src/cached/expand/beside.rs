//! Where the generated functions stand: in a type of the function's name, or in the `impl` of a method.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Cached, cache,
    face::{self, Function},
    wrapper::uses_deprecated,
};
use crate::writing::{CACHES, cfgs, undocumented};

/// Everything but the function itself. `uncached` stands among it, untouched; `body` gives the others theirs.
pub(super) fn beside(
    cached: &Cached<'_>,
    uncached: &TokenStream,
    body: impl Fn(Function) -> TokenStream + Copy,
) -> TokenStream {
    if cached.is_method() {
        of_method(cached, uncached, body)
    } else {
        of_free(cached, uncached, body)
    }
}

// A type, not a module: it stands in a function as well, and needs no imports to name the types of the signature.
fn of_free(
    cached: &Cached<'_>,
    uncached: &TokenStream,
    body: impl Fn(Function) -> TokenStream + Copy,
) -> TokenStream {
    let function = cached.model.function;
    let (name, visibility) = (&function.signature.ident, &function.visibility);
    let carried = undocumented(&function.attributes);
    let uses_deprecated = uses_deprecated(cached);
    let docs = format!(" The cache of [`{}()`](fn@{name}).", cached.model.name());
    let cfgs: Vec<_> = cfgs(&function.attributes).collect();
    let cache = written(cache::accessor(cached, &quote!(cache)), &quote!(), &quote!(), body);
    let functions = face::of_free(cached).into_iter();
    let functions =
        functions.map(|function| written(function, &quote!(), &quote!(#visibility), body));
    quote! {
        #[doc = #docs]
        #(#carried)*
        #CACHES
        #visibility struct #name {}
        #(#cfgs)*
        #CACHES
        impl #name {
            #(#functions)*
            #cache
        }
        #(#cfgs)*
        #uses_deprecated
        impl #name {
            #uncached
        }
    }
}

fn of_method(
    cached: &Cached<'_>,
    uncached: &TokenStream,
    body: impl Fn(Function) -> TokenStream + Copy,
) -> TokenStream {
    let function = cached.model.function;
    let visibility = &function.visibility;
    let name = |suffix| {
        let name = cached.model.derived_name(suffix);
        quote!(#name)
    };
    let functions = [
        cache::accessor(cached, &name("cache")),
        face::invalidation(cached, &name("invalidation")),
    ];
    let cfgs: Vec<_> = cfgs(&function.attributes).collect();
    let functions = functions
        .map(|function| written(function, &quote!(#(#cfgs)* #CACHES), &quote!(#visibility), body));
    quote! {
        #(#functions)*
        #(#cfgs)*
        #uncached
    }
}

fn written(
    function: Function,
    attributes: &TokenStream,
    visibility: &TokenStream,
    body: impl Fn(Function) -> TokenStream,
) -> TokenStream {
    let (docs, signature) = (function.docs, function.signature.clone());
    let must_use = function.must_use.then(|| quote!(#[must_use]));
    let body = body(function);
    quote! {
        #[doc = #docs]
        #attributes
        #must_use
        #visibility #signature {
            #body
        }
    }
}
