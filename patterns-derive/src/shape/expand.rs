//! The impl of `Shape`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

use super::model::{Model, Variant};
use crate::{
    reading::CratePath,
    shapes::{Names, names_types},
    writing::IMPLS,
};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let (name, krate) = (&model.input.ident, &model.krate);
    let (parameters, arguments, predicates) = model.input.generics.split_for_impl();
    let path = format!("::{}", name.unraw());
    let written = model.options.representation.join(", ");
    let fields = match &model.fields {
        Some(fields) => fields.expression(krate),
        None => quote!(#krate::Fields::NONE),
    };
    let variants = model.variants.iter().map(|variant| variant_shape(variant, krate));
    let all = model.fields.iter().chain(model.variants.iter().map(|variant| &variant.fields));
    let in_scope = names_types(all, krate);
    quote! {
        #[automatically_derived]
        #IMPLS
        impl #parameters #krate::Shape for #name #arguments #predicates {
            const SHAPE: #krate::TypeShape = {
                #in_scope
                #krate::TypeShape {
                    path: ::core::concat!(::core::module_path!(), #path),
                    written: #written,
                    fields: #fields,
                    variants: &[#(#variants),*],
                }
            };
        }
    }
}

fn variant_shape(variant: &Variant<'_>, krate: &CratePath) -> TokenStream {
    let Names { written: name, aliases, .. } = &variant.names;
    let fields = variant.fields.expression(krate);
    quote!(#krate::VariantShape { name: #name, aliases: &[#(#aliases),*], fields: #fields })
}
