//! The enum, its constructors, and the fold.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Type, Visibility, parse_quote};

use super::model::{EventMethod, Model};
use crate::{
    event::Stored,
    reading::CratePath,
    writing::{FOLDS, Fingerprint, METHODS, TYPES, bounded, cfgs, forwarded, naming_self, serde},
};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let variants =
        model.events.iter().zip(&model.stored).map(|(event, stored)| variant(event, stored, model));
    let definition = definition(model, &complete_derives(model), variants);
    let recorded =
        model.events.iter().zip(&model.stored).filter(|(_, stored)| !stored.is_retired());
    let constructors = constructors(model, recorded.map(|(event, _)| constructor(event, model)));
    let fold = fold(model);
    quote!(#definition #constructors #fold)
}

/// The enum.
pub(super) fn definition(
    model: &Model<'_>,
    attributes: &TokenStream,
    variants: impl Iterator<Item = TokenStream>,
) -> TokenStream {
    let (name, generics, predicates) =
        (&model.enum_name, &model.generics, &model.generics.where_clause);
    let (cfgs, visibility, serde) =
        (cfgs(&model.block.attributes), visibility(model), serde(&model.block.attributes));
    let path = model.krate.text("serde");
    let documentation = format!(" What can happen to [`{}`].", model.type_path());
    quote! {
        #(#cfgs)*
        #[doc = #documentation]
        #attributes
        #[serde(crate = #path)]
        #(#serde)*
        #TYPES
        #visibility enum #name #generics #predicates {
            #(#variants),*
        }
    }
}

/// The traits that the user chose or that are the default, and those that every event has.
pub(super) fn derives(model: &Model<'_>) -> TokenStream {
    let krate = &model.krate;
    let chosen = match model.options.derive.get() {
        Some(chosen) => chosen.iter().map(ToTokens::to_token_stream).collect(),
        None => vec![
            quote!(::core::fmt::Debug),
            quote!(::core::clone::Clone),
            quote!(::core::cmp::PartialEq),
        ],
    };
    quote!(#(#chosen,)* #krate::serde::Serialize, #krate::serde::Deserialize)
}

fn complete_derives(model: &Model<'_>) -> TokenStream {
    let (krate, derives) = (&model.krate, derives(model));
    let renamed = CratePath::forwarded(&model.options.krate).map(|path| quote!(#[event(#path)]));
    quote!(#[derive(#derives, #krate::Event)] #renamed)
}

/// The visibility of the enum and of its constructors.
pub(super) fn visibility(model: &Model<'_>) -> Visibility {
    model.options.visibility.clone().unwrap_or_else(|| parse_quote!(pub))
}

fn variant(event: &EventMethod<'_>, stored: &Stored, model: &Model<'_>) -> TokenStream {
    let (attributes, variant, fields) =
        (forwarded(&event.method.attributes), &event.variant, &event.fields);
    let (stored, serde) = (stored_as(event, stored, model), serde(&event.method.attributes));
    let fields = (!fields.is_empty()).then(|| quote!({ #(#fields),* }));
    quote!(#(#attributes)* #stored #(#serde)* #variant #fields)
}

// The stored name is always written down: it must not follow from the name of the variant.
fn stored_as(event: &EventMethod<'_>, stored: &Stored, model: &Model<'_>) -> TokenStream {
    let given = event.method.attributes.iter().filter(|attribute| is_event(attribute));
    let given = given.filter_map(|attribute| attribute.meta.require_list().ok());
    // An upcaster that is a function of the aggregate: on the enum `Self` would be the enum.
    let self_type = &model.block.self_type;
    let aggregate = Type::Verbatim(quote!(<#self_type>));
    let given = given.map(|list| naming_self(&list.tokens, &aggregate));
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

/// The impl with the constructors.
pub(super) fn constructors(
    model: &Model<'_>,
    constructors: impl Iterator<Item = TokenStream>,
) -> TokenStream {
    let (cfgs, name) = (cfgs(&model.block.attributes), &model.enum_name);
    let (parameters, arguments, predicates) = model.generics.split_for_impl();
    quote! {
        #(#cfgs)*
        #METHODS
        impl #parameters #name #arguments #predicates {
            #(#constructors)*
        }
    }
}

fn constructor(event: &EventMethod<'_>, model: &Model<'_>) -> TokenStream {
    let visibility = visibility(model);
    let (attributes, method, variant) =
        (forwarded(&event.method.attributes), &event.method.signature.ident, &event.variant);
    let names: Vec<_> = event.fields.iter().map(|field| &field.ident).collect();
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
    apply(model, &fingerprint(model), &quote!(event), &body)
}

/// The impl of `Apply`.
pub(super) fn apply(
    model: &Model<'_>,
    fingerprint: &TokenStream,
    argument: &TokenStream,
    body: &TokenStream,
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
        #FOLDS
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
    let names: Vec<_> = event.fields.iter().map(|field| &field.ident).collect();
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
