//! The impls of `ShardKey` and `SplitKey`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Generics, Ident, WherePredicate, parse_quote};

use super::model::{FieldModel, Model, Shape, VariantModel};
use crate::{
    reading::CratePath,
    sharding::{hashed, region, requirement},
    writing::{IMPLS, STUBS, bounded, mentions},
};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let (name, krate) = (&model.input.ident, &model.krate);
    let generics = generics(model, &quote!(ShardKey));
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let (body, split) = (body(model), split(model));
    quote! {
        #[automatically_derived]
        #IMPLS
        impl #parameters #krate::ShardKey for #name #arguments #predicates {
            fn hash(&self, to: &mut #krate::PlaceHasher) {
                #body
            }
        }
        #split
    }
}

fn body(model: &Model<'_>) -> TokenStream {
    let krate = &model.krate;
    match &model.shape {
        Shape::Struct(fields) => {
            fields.iter().map(|field| hash(field, &member(field), krate)).collect()
        }
        Shape::Enum(variants) => {
            let arms = variants.iter().map(|variant| arm(variant, krate));
            quote!(match self { #(#arms)* })
        }
        Shape::Union => TokenStream::new(),
    }
}

fn member(field: &FieldModel<'_>) -> TokenStream {
    let member = &field.member;
    quote!(&self.#member)
}

fn arm(variant: &VariantModel<'_>, krate: &CratePath) -> TokenStream {
    let (ident, name) = (variant.ident, variant.stored_name());
    let bound = |index| Ident::new(&format!("part_{index}"), Span::mixed_site());
    let bound: Vec<Ident> = (0..variant.fields.len()).map(bound).collect();
    let members = variant.fields.iter().map(|field| &field.member);
    let parts = variant.fields.iter().zip(&bound);
    let hashes = parts.map(|(field, part)| hash(field, &quote!(#part), krate));
    quote! {
        Self::#ident { #(#members: #bound),* } => {
            to.variant(#name);
            #(#hashes)*
        }
    }
}

fn hash(field: &FieldModel<'_>, value: &TokenStream, krate: &CratePath) -> TokenStream {
    hashed(field.ty, value, is_lowercase(field), &quote!(to), krate)
}

fn is_lowercase(field: &FieldModel<'_>) -> bool {
    field.normalize.get().is_some()
}

// Ranges cut the one field.
fn split(model: &Model<'_>) -> Option<TokenStream> {
    model.options.split.get()?;
    let Shape::Struct(fields) = &model.shape else { return None };
    let field = fields.first()?;
    let (name, krate) = (&model.input.ident, &model.krate);
    let generics = generics(model, &quote!(SplitKey));
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let ty = field.ty;
    let by_texts = if is_lowercase(field) {
        quote!(::core::option::Option::Some(true))
    } else {
        quote!(<#ty as #krate::SplitKey>::BY_TEXTS)
    };
    let region = region(field.ty, &member(field), is_lowercase(field), &quote!(points), krate);
    Some(quote! {
        #[automatically_derived]
        #IMPLS
        impl #parameters #krate::SplitKey for #name #arguments #predicates {
            const BY_TEXTS: ::core::option::Option<::core::primitive::bool> = #by_texts;
            fn region(&self, points: &#krate::SplitPoints) -> ::core::primitive::u32 {
                #region
            }
        }
    })
}

fn generics(model: &Model<'_>, wanted: &TokenStream) -> Generics {
    let (generics, krate) = (&model.input.generics, &model.krate);
    let fields = model.fields().into_iter().filter(|field| mentions(field.ty, generics));
    let predicates: Vec<WherePredicate> = fields
        .map(|field| {
            let (ty, requirement) = (field.ty, requirement(is_lowercase(field), wanted));
            parse_quote!(#ty: #krate::#requirement)
        })
        .collect();
    bounded(generics, predicates)
}

/// An impl that lets the rest of the code compile after a mistake.
pub(crate) fn stub(model: &Model<'_>) -> TokenStream {
    let (name, krate) = (&model.input.ident, &model.krate);
    let (parameters, arguments, predicates) = model.input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #STUBS
        impl #parameters #krate::ShardKey for #name #arguments #predicates {
            fn hash(&self, _: &mut #krate::PlaceHasher) {}
        }
    }
}
