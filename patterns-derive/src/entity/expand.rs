//! The impl of `Entity`, and the key that goes with it.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, parse_quote};

use crate::{
    identified::{
        Identified, beside, cache, cache_bounds, id_bounds, id_type, id_value, key_struct,
        one_shard, reads_cached, shard_bounds, sharding, stub_id, stub_key,
    },
    writing::{IMPLS, STUBS, bounded},
};

pub(crate) fn expand(model: &Identified<'_>) -> TokenStream {
    let (name, krate, stored) = (&model.input.ident, &model.krate, model.stored_name());
    let generics = bounded(
        &generics(model),
        cache_bounds(model).into_iter().chain(id_bounds(model)).chain(shard_bounds(model)),
    );
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let (id, value, key) = (id_type(model), id_value(model), key_struct(model));
    let (declared, cached) = ([cache(model), sharding(model)], reads_cached(model));
    let (beside, personal) = (beside(model), model.personal());
    // Not `Self::Id`: about a type that cannot be stored the compiler would complain there once more.
    quote! {
        #[automatically_derived]
        #IMPLS
        impl #parameters #krate::Entity for #name #arguments #predicates {
            type Id = #id;
            const NAME: &'static ::core::primitive::str = #stored;
            #(#declared)*
            fn id(&self) -> #id {
                #value
            }
        }
        #key
        #cached
        #beside
        #personal
    }
}

/// An impl that lets the rest of the code compile after a mistake.
pub(crate) fn stub(model: &Identified<'_>) -> TokenStream {
    let (name, krate, stored) = (&model.input.ident, &model.krate, model.stored_name());
    let generics = generics(model);
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let (id, key, cached) = (stub_id(model), stub_key(model), reads_cached(model));
    let one_shard = one_shard(model);
    quote! {
        #[automatically_derived]
        #STUBS
        impl #parameters #krate::Entity for #name #arguments #predicates {
            type Id = #id;
            const NAME: &'static ::core::primitive::str = #stored;
            fn id(&self) -> #id {
                loop {}
            }
        }
        #key
        #cached
        #one_shard
    }
}

// A generic type is an entity where it can be stored.
fn generics(model: &Identified<'_>) -> Generics {
    let (generics, krate) = (&model.input.generics, &model.krate);
    let generic = !generics.params.is_empty();
    let own = generic.then(|| {
        parse_quote!(Self: #krate::Record + ::core::marker::Send + ::core::marker::Sync + 'static)
    });
    bounded(generics, own)
}
