//! The impl of `Event`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, Generics, Ident, parse_quote};

use super::{
    chain,
    model::{Model, Stored},
};
use crate::{
    personal,
    reading::CratePath,
    shapes::{Fields, names_types, self_type},
    writing::{Fingerprint, STUBS, bounded},
};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let (name, krate) = (&model.input.ident, &model.krate);
    let generics = generics(&model.input.generics, krate);
    let (parameters, arguments, predicates) = generics.split_for_impl();
    let schema = schema(model);
    let upcast = chain::upcast(&model.events, krate);
    let upcasters = upcast.as_ref().map(|upcast| {
        let fingerprint = Fingerprint::default().add(upcast).expression(krate);
        quote!(const UPCASTERS: #krate::Fingerprint = #fingerprint;)
    });
    let (subjects, assertions) = personal(model);
    quote! {
        #[automatically_derived]
        impl #parameters #krate::Event for #name #arguments #predicates {
            const SCHEMA: &'static [#krate::EventSchema] = #schema;
            #upcasters
            #subjects
            #upcast
        }
        #assertions
    }
}

fn personal(model: &Model<'_>) -> (Option<TokenStream>, Option<TokenStream>) {
    let Data::Enum(data) = &model.input.data else { return (None, None) };
    let fields = data.variants.iter().flat_map(|variant| &variant.fields);
    let fields = fields.map(|field| (field.attrs.as_slice(), &field.ty));
    let (self_type, generics) = (self_type(model.input), &model.input.generics);
    let assertions = personal::assertions(fields, &self_type, generics, &model.krate);
    (personal::subjects(data, &model.krate), assertions)
}

fn schema(model: &Model<'_>) -> TokenStream {
    let events = model.events.iter().zip(&model.fields);
    let events = events.map(|(event, fields)| event_schema(event, fields, &model.krate));
    let events = quote!(&[#(#events),*]);
    match names_types(model.fields.iter(), &model.krate) {
        Some(in_scope) => quote!({ #in_scope #events }),
        None => events,
    }
}

// Only what differs from the first version of an event without aliases.
fn event_schema(event: &Stored, fields: &Fields<'_>, krate: &CratePath) -> TokenStream {
    let (name, version, oldest) = (event.name(), event.version(), event.oldest());
    let aliases = &event.options.aliases;
    let aliases = (!aliases.is_empty()).then(|| quote!(aliases: &[#(#aliases),*],));
    let version = (version > 1).then(|| quote!(version: #version,));
    let oldest = (oldest > 1).then(|| quote!(oldest: #oldest,));
    let retired = event.is_retired().then(|| quote!(retired: true,));
    let fields = fields.expression(krate);
    quote! {
        #krate::EventSchema { #aliases #version #oldest #retired fields: #fields, ..#krate::EventSchema::new(#name) }
    }
}

fn generics(generics: &Generics, krate: &CratePath) -> Generics {
    let bound = (!generics.params.is_empty()).then(|| {
        parse_quote! {
            Self: #krate::serde::Serialize + #krate::serde::de::DeserializeOwned
                + ::core::marker::Send + ::core::marker::Sync + 'static
        }
    });
    bounded(generics, bound)
}

/// An impl that lets the rest of the code compile after a mistake.
pub(crate) fn stub(name: &Ident, generics_of_enum: &Generics, krate: &CratePath) -> TokenStream {
    let generics = generics(generics_of_enum, krate);
    let (parameters, arguments, predicates) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        #STUBS
        impl #parameters #krate::Event for #name #arguments #predicates {
            const SCHEMA: &'static [#krate::EventSchema] = &[];
        }
    }
}
