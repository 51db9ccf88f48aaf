//! What stands in after a mistake, so that the code around it compiles and one mistake gives one error.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{FnArg, ext::IdentExt};

use super::{
    expand::{apply, constructors, definition, derives, visibility},
    model::{EventMethod, Model, Payload, unstorable},
};
use crate::{
    event,
    writing::{cfgs, forwarded, mentions},
};

pub(crate) fn stub(model: &Model<'_>) -> TokenStream {
    let derives = derives(model);
    let definition =
        definition(model, &quote!(#[derive(#derives)]), distinct(model).into_iter().map(variant));
    let constructors =
        constructors(model, model.events.iter().map(|event| constructor(event, model)));
    let event = event::stub(&model.enum_name, &model.generics, &model.krate);
    let cfgs = cfgs(&model.block.attributes);
    let krate = &model.krate;
    let fold = apply(model, &quote!(#krate::Fingerprint::new(0)), &quote!(_), &quote!());
    quote!(#definition #constructors #(#cfgs)* #event #fold)
}

// Two variants of one name were reported as such; the second would only be reported again.
fn distinct<'a>(model: &'a Model<'a>) -> Vec<&'a EventMethod<'a>> {
    let mut taken = BTreeSet::new();
    let events = model.events.iter().zip(&model.stored);
    let distinct = events.filter(|(event, stored)| {
        taken.insert(event.variant.unraw().to_string()) || stored.conditional
    });
    distinct.map(|(event, _)| event).collect()
}

// Names stay, types that no enum could hold do not.
fn variant(event: &EventMethod<'_>) -> TokenStream {
    let (attributes, variant) = (forwarded(&event.method.attributes), &event.variant);
    let fields = event.fields.iter().map(|field| {
        let (ident, ty) =
            (&field.ident, if is_storable(field, event) { field.ty.clone() } else { quote!(()) });
        quote!(#ident: #ty)
    });
    let fields = (!event.fields.is_empty()).then(|| quote!({ #(#fields),* }));
    quote!(#(#attributes)* #variant #fields)
}

fn is_storable(field: &Payload<'_>, event: &EventMethod<'_>) -> bool {
    let names_parameter = mentions(&field.ty, &event.method.signature.generics);
    !names_parameter && unstorable(field.ty.clone()).is_none()
}

// Takes what the method takes, whether or not that could be stored.
fn constructor(event: &EventMethod<'_>, model: &Model<'_>) -> TokenStream {
    let (attributes, visibility) = (forwarded(&event.method.attributes), visibility(model));
    let signature = &event.method.signature;
    let (name, generics, predicates) =
        (&signature.ident, &signature.generics, &signature.generics.where_clause);
    let types = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(argument.ty.to_token_stream()),
        FnArg::Receiver(_) => None,
    });
    quote! {
        #(#attributes)*
        #visibility fn #name #generics (#(_: #types),*) -> Self #predicates {
            loop {}
        }
    }
}
