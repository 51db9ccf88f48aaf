//! Where the generated functions stand: in a type of the function's name, or in the `impl` of a method.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    Cached, cache,
    face::{self, Function},
    load::on_its_own,
    wrapper::{uncached, uses_deprecated},
};
use crate::writing::{CACHES, STUBS, cfgs, undocumented};

/// What the functions do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Bodies {
    /// What is written for them; the user's body stands among them, untouched.
    Written,
    /// Nothing: they only let the rest of the code compile after a mistake.
    Stubs,
}

impl Bodies {
    fn lints(self) -> TokenStream {
        match self {
            Self::Written => quote!(#CACHES),
            Self::Stubs => quote!(#CACHES #STUBS),
        }
    }

    fn of(self, function: Function) -> TokenStream {
        match self {
            Self::Written => function.body,
            Self::Stubs => quote!(loop {}),
        }
    }
}

/// Everything but the function itself.
pub(super) fn beside(cached: &Cached<'_>, bodies: Bodies) -> TokenStream {
    if cached.is_method() { of_method(cached, bodies) } else { of_free(cached, bodies) }
}

// A type, not a module: it stands in a function as well, and needs no imports to name the types of the signature.
fn of_free(cached: &Cached<'_>, bodies: Bodies) -> TokenStream {
    let function = cached.model.function;
    let (name, visibility) = (&function.signature.ident, &function.visibility);
    let (carried, lints) = (undocumented(&function.attributes), bodies.lints());
    let docs = format!(" The cache of [`{}()`](fn@{name}).", cached.model.name());
    let cfgs: Vec<_> = cfgs(&function.attributes).collect();
    let cache = written(cache::accessor(cached), &quote!(), &quote!(), bodies);
    let functions = face::of_free(cached).into_iter();
    let functions =
        functions.map(|function| written(function, &quote!(), &quote!(#visibility), bodies));
    let loads = (bodies == Bodies::Written).then(|| {
        let load = on_its_own(cached).map(|load| quote!(#CACHES #load));
        let uncached = uncached(cached);
        let uses_deprecated = uses_deprecated(cached);
        quote! {
            #(#cfgs)*
            #uses_deprecated
            impl #name {
                #load
                #uncached
            }
        }
    });
    quote! {
        #[doc = #docs]
        #(#carried)*
        #lints
        #visibility struct #name {}
        #(#cfgs)*
        #lints
        impl #name {
            #(#functions)*
            #cache
        }
        #loads
    }
}

fn of_method(cached: &Cached<'_>, bodies: Bodies) -> TokenStream {
    let function = cached.model.function;
    let (visibility, lints) = (&function.visibility, bodies.lints());
    let functions = [cache::accessor(cached), face::invalidation(cached)];
    let cfgs: Vec<_> = cfgs(&function.attributes).collect();
    let attributes = quote!(#(#cfgs)* #lints);
    let functions =
        functions.map(|function| written(function, &attributes, &quote!(#visibility), bodies));
    let loads = (bodies == Bodies::Written).then(|| {
        let load = on_its_own(cached).map(|load| quote!(#attributes #load));
        let uncached = uncached(cached);
        quote!(#load #(#cfgs)* #uncached)
    });
    quote!(#(#functions)* #loads)
}

fn written(
    function: Function,
    attributes: &TokenStream,
    visibility: &TokenStream,
    bodies: Bodies,
) -> TokenStream {
    let (docs, signature) = (function.docs, function.signature.clone());
    let must_use = function.must_use.then(|| quote!(#[must_use]));
    let body = bodies.of(function);
    quote! {
        #[doc = #docs]
        #attributes
        #must_use
        #visibility #signature {
            #body
        }
    }
}
