//! The enum, its constructors, and the fold.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Visibility, ext::IdentExt, parse_quote};

use super::model::{EventMethod, Model};
use crate::{
    event,
    reading::CratePath,
    writing::{Fingerprint, IMPLS, METHODS, STUBS, TYPES, bounded, cfgs, forwarded},
};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let definition = definition(model, Derived::Complete);
    let constructors = constructors(model);
    let fold = fold(model);
    quote!(#definition #constructors #fold)
}

/// Items that let the rest of the code compile after a mistake.
pub(crate) fn stub(model: &Model<'_>) -> TokenStream {
    let definition = definition(model, Derived::Stub);
    let constructors = constructors(model);
    let event = event::stub(&model.enum_name, &model.generics, &model.krate);
    let fold = stub_fold(model);
    quote!(#definition #constructors #event #fold)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Derived {
    Complete,
    /// Without what would report the same mistakes once more.
    Stub,
}

fn definition(model: &Model<'_>, derived: Derived) -> TokenStream {
    let (name, generics, predicates) =
        (&model.enum_name, &model.generics, &model.generics.where_clause);
    let (cfgs, visibility, derives) =
        (cfgs(&model.block.attributes), visibility(model), derives(model, derived));
    let documentation = format!(
        " What can happen to [`{}`].",
        model.block.self_type.to_token_stream().to_string().replace(' ', "")
    );
    let variants =
        distinct(model).into_iter().map(|(event, stored)| variant(event, stored, derived));
    quote! {
        #(#cfgs)*
        #[doc = #documentation]
        #derives
        #TYPES
        #visibility enum #name #generics #predicates {
            #(#variants),*
        }
    }
}

// Two variants of one name were reported as such; the second would only be reported again.
fn distinct<'a>(model: &'a Model<'a>) -> Vec<(&'a EventMethod<'a>, &'a event::Stored)> {
    let mut taken = BTreeSet::new();
    let events = model.events.iter().zip(&model.stored);
    events
        .filter(|(event, stored)| {
            taken.insert(event.variant.unraw().to_string()) || stored.conditional
        })
        .collect()
}

fn derives(model: &Model<'_>, derived: Derived) -> TokenStream {
    let krate = &model.krate;
    let chosen = match model.options.derive.get() {
        Some(chosen) => chosen.iter().map(ToTokens::to_token_stream).collect(),
        None => vec![
            quote!(#krate::core::fmt::Debug),
            quote!(#krate::core::clone::Clone),
            quote!(#krate::core::cmp::PartialEq),
        ],
    };
    let serde = krate.text("serde");
    let (event, forwarded) = match derived {
        Derived::Complete => {
            (Some(quote!(#krate::Event)), CratePath::forwarded(&model.options.krate))
        }
        Derived::Stub => (None, None),
    };
    let forwarded = forwarded.map(|path| quote!(#[event(#path)]));
    quote! {
        #[derive(#(#chosen,)* #krate::serde::Serialize, #krate::serde::Deserialize, #event)]
        #[serde(crate = #serde)]
        #forwarded
    }
}

fn visibility(model: &Model<'_>) -> Visibility {
    model.options.visibility.clone().unwrap_or_else(|| parse_quote!(pub))
}

fn variant(event: &EventMethod<'_>, stored: &event::Stored, derived: Derived) -> TokenStream {
    let (attributes, variant, fields) =
        (forwarded(&event.method.attributes), &event.variant, &event.fields);
    let stored = (derived == Derived::Complete).then(|| stored_as(event, stored));
    let fields = (!fields.is_empty()).then(|| quote!({ #(#fields),* }));
    quote!(#(#attributes)* #stored #variant #fields)
}

// The stored name is always written down: it must not follow from the name of the variant.
fn stored_as(event: &EventMethod<'_>, stored: &event::Stored) -> TokenStream {
    let given = event.method.attributes.iter().filter(|attribute| is_event(attribute));
    let given =
        given.filter_map(|attribute| attribute.meta.require_list().ok()).map(|list| &list.tokens);
    let given = quote!(#(#[event(#given)])*);
    if stored.options.name.get().is_some() {
        return given;
    }
    let name = &stored.default_name;
    quote!(#[event(name = #name)] #given)
}

fn is_event(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "event")
}

fn constructors(model: &Model<'_>) -> TokenStream {
    let (cfgs, name) = (cfgs(&model.block.attributes), &model.enum_name);
    let (parameters, arguments, predicates) = model.generics.split_for_impl();
    let visibility = visibility(model);
    let constructors = model.events.iter().map(|event| constructor(event, &visibility));
    quote! {
        #(#cfgs)*
        #METHODS
        impl #parameters #name #arguments #predicates {
            #(#constructors)*
        }
    }
}

fn constructor(event: &EventMethod<'_>, visibility: &Visibility) -> TokenStream {
    let (attributes, method, variant) =
        (forwarded(&event.method.attributes), &event.method.signature.ident, &event.variant);
    let names: Vec<_> = event.fields.iter().map(|field| field.ident).collect();
    let types = event.fields.iter().map(|field| &field.ty);
    let fields = (!names.is_empty()).then(|| quote!({ #(#names),* }));
    quote! {
        #(#attributes)*
        #[must_use]
        #visibility fn #method(#(#names: #types),*) -> Self {
            Self::#variant #fields
        }
    }
}

fn fold(model: &Model<'_>) -> TokenStream {
    let arms = model.events.iter().map(|event| arm(event, model));
    let body = quote!(match event { #(#arms)* });
    apply(model, &fingerprint(model), &quote!(event), &body, &IMPLS.to_token_stream())
}

fn stub_fold(model: &Model<'_>) -> TokenStream {
    let krate = &model.krate;
    apply(
        model,
        &quote!(#krate::Fingerprint::new(0)),
        &quote!(_),
        &quote!(),
        &STUBS.to_token_stream(),
    )
}

fn apply(
    model: &Model<'_>,
    fingerprint: &TokenStream,
    argument: &TokenStream,
    body: &TokenStream,
    lints: &TokenStream,
) -> TokenStream {
    let (krate, self_type, event) = (&model.krate, &model.block.self_type, model.enum_type());
    let cfgs = cfgs(&model.block.attributes);
    let generics = if model.block.generics.params.is_empty() {
        model.block.generics.clone()
    } else {
        let predicates =
            [parse_quote!(#self_type: #krate::Aggregate), parse_quote!(#event: #krate::Event)];
        bounded(&model.block.generics, predicates)
    };
    let (parameters, _, predicates) = generics.split_for_impl();
    quote! {
        #(#cfgs)*
        #[automatically_derived]
        #lints
        impl #parameters #krate::Apply for #self_type #predicates {
            type Event = #event;
            const FOLD: #krate::Fingerprint = #fingerprint;
            fn apply(&mut self, #argument: Self::Event) {
                #body
            }
        }
    }
}

fn arm(event: &EventMethod<'_>, model: &Model<'_>) -> TokenStream {
    let (cfgs, name, variant) = (cfgs(&event.method.attributes), &model.enum_name, &event.variant);
    let method = &event.method.signature.ident;
    let names: Vec<_> = event.fields.iter().map(|field| field.ident).collect();
    let fields = (!names.is_empty()).then(|| quote!({ #(#names),* }));
    quote!(#(#cfgs)* #name::#variant #fields => Self::#method(self, #(#names),*),)
}

/// Signatures and bodies, in order. Attributes are left out: how an event is stored does not change what it does.
fn fingerprint(model: &Model<'_>) -> TokenStream {
    let mut fold = Fingerprint::default();
    for event in &model.events {
        let (signature, body) = (&event.method.signature, &event.method.body);
        fold.add(signature).add(quote!({ #body }));
    }
    fold.expression(&model.krate)
}
