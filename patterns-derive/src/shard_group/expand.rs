//! The impl of `ShardGroup`.

use proc_macro2::TokenStream;
use quote::quote;

use super::model::Model;
use crate::{
    sharding::{self, Whole},
    writing::{IMPLS, STUBS},
};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let (name, krate, stored) = (&model.input.ident, &model.krate, model.stored_name());
    let (placement, parts) = (&model.group.options.placement, model.parts());
    let key = model.group.options.key.get();
    let strategy = sharding::strategy_of(placement, &parts, krate);
    let policy = quote!(#krate::ShardPolicy::new(&[], <Self as #krate::ShardGroup>::STRATEGY));
    let whole = Whole { value: quote!(key), ty: quote!(Self::Key) };
    let place = sharding::place(placement, &parts, &policy, &whole, krate);
    let agreement = sharding::agreement(placement, &parts, &model.input.generics, krate);
    quote! {
        #[automatically_derived]
        #IMPLS
        impl #krate::ShardGroup for #name {
            type Key = #key;
            const NAME: &'static ::core::primitive::str = #stored;
            const STRATEGY: #krate::ShardStrategy = #strategy;
            fn place(key: &#key) -> #krate::Place {
                #place
            }
        }
        #agreement
    }
}

/// An impl that lets the rest of the code compile after a mistake.
pub(crate) fn stub(model: &Model<'_>) -> TokenStream {
    let (name, krate, stored) = (&model.input.ident, &model.krate, model.stored_name());
    let (parameters, arguments, predicates) = model.input.generics.split_for_impl();
    let key = model.group.options.key.get().filter(|ty| sharding::refused(ty).is_none());
    let key = key.map_or_else(|| quote!(#krate::String), |ty| quote!(#ty));
    quote! {
        #[automatically_derived]
        #STUBS
        impl #parameters #krate::ShardGroup for #name #arguments #predicates {
            type Key = #key;
            const NAME: &'static ::core::primitive::str = #stored;
            const STRATEGY: #krate::ShardStrategy = #krate::ShardStrategy::Hash;
            fn place(_: &Self::Key) -> #krate::Place {
                loop {}
            }
        }
    }
}
