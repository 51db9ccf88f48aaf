//! Runs the macros on source text.

use std::{fs, path::PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Attribute, ImplItem, Item, ItemImpl, Meta, Path, Token, TraitItem, parse::Parser,
    punctuated::Punctuated,
};

use crate::{
    aggregate, cached, commands, entity, event, events, fold, invalidates, key, laws, shape,
    shard_group, shard_key, zones,
};

/// An example: its name, and what a user writes.
pub(super) struct Sample {
    pub(super) name: String,
    pub(super) source: String,
}

/// Where the examples are.
pub(super) fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("snapshots")
}

/// All examples, in the order of their names.
pub(super) fn samples() -> Vec<Sample> {
    let entries = fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().path());
    let mut samples: Vec<Sample> = entries
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.strip_suffix(".in.rs")?.to_owned();
            Some(Sample { name, source: fs::read_to_string(path).unwrap() })
        })
        .collect();
    samples.sort_by(|a, b| a.name.cmp(&b.name));
    samples
}

/// Whether a macro stands on the item, or on a method in it.
pub(super) fn is_macro_item(item: &Item) -> bool {
    match item {
        Item::Impl(block) => {
            block.attrs.iter().any(is_macro) || block.items.iter().any(is_macro_method)
        }
        Item::Fn(function) => function.attrs.iter().any(is_macro),
        Item::Const(item) => item.attrs.iter().any(is_macro),
        Item::Trait(item) => item.items.iter().any(is_macro_declaration),
        Item::Macro(item) => item.mac.path.is_ident("laws"),
        _ => type_attributes(item).is_some_and(|attributes| {
            above_derives(attributes).is_some() || !our_derives(attributes).is_empty()
        }),
    }
}

/// What the macro makes of the one item in `source`.
pub(super) fn expand(source: &str) -> TokenStream {
    let mut item = syn::parse_str::<Item>(source).unwrap();
    if let Item::Macro(item) = item {
        return laws::expand(item.mac.tokens);
    }
    if let Item::Trait(item) = item {
        return item.items.iter().map(expand_declaration).collect();
    }
    if let Item::Impl(block) = &item
        && !block.attrs.iter().any(is_macro)
    {
        return expand_methods(block.clone());
    }
    let attributes = match &mut item {
        Item::Fn(item) => &mut item.attrs,
        Item::Const(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        Item::Struct(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::Union(item) => &mut item.attrs,
        _ => panic!("no sample: {source}"),
    };
    match above_derives(attributes) {
        Some(position) => {
            let attribute = attributes.remove(position);
            expand_attribute(&attribute, item.into_token_stream())
        }
        None => {
            let derives = take_derives(attributes);
            derive(&derives, item.into_token_stream())
        }
    }
}

/// What the macro adds to what the user wrote; everything, where it changes that.
pub(super) fn generated(source: &str) -> TokenStream {
    let expanded: Vec<TokenTree> = expand(source).into_iter().collect();
    let Some(mut block) = annotated_impl(source) else {
        return expanded.into_iter().collect();
    };
    block.attrs.retain(|attribute| !is_macro(attribute));
    let original = crate::writing::without_markers(block.into_token_stream()).into_iter().count();
    let added = expanded.len() - original;
    expanded.into_iter().take(added).collect()
}

/// The `impl` in `source`, if it is one with a macro on it.
pub(super) fn annotated_impl(source: &str) -> Option<ItemImpl> {
    match syn::parse_str::<Item>(source).unwrap() {
        Item::Impl(block) if block.attrs.iter().any(is_macro) => Some(block),
        _ => None,
    }
}

type Expand = fn(TokenStream, TokenStream) -> TokenStream;

const MACROS: &[(&str, Expand)] = &[
    ("cached", cached::expand),
    ("commands", commands::expand),
    ("events", events::expand),
    ("fold", fold::expand),
    ("invalidates", invalidates::expand),
];

type Derive = fn(TokenStream) -> TokenStream;

const DERIVES: &[(&str, Derive)] = &[
    ("Aggregate", aggregate::derive),
    ("Entity", entity::derive),
    ("Event", event::derive),
    ("Key", key::derive),
    ("Shape", shape::derive),
    ("ShardGroup", shard_group::derive),
    ("ShardKey", shard_key::derive),
    ("Zones", zones::derive),
];

fn is_macro(attribute: &Attribute) -> bool {
    MACROS.iter().any(|(name, _)| attribute.path().is_ident(name))
}

fn is_macro_method(item: &ImplItem) -> bool {
    matches!(item, ImplItem::Fn(method) if method.attrs.iter().any(is_macro))
}

fn is_macro_declaration(item: &TraitItem) -> bool {
    matches!(item, TraitItem::Fn(method) if method.attrs.iter().any(is_macro))
}

// Below a derive the same names are options of it.
fn above_derives(attributes: &[Attribute]) -> Option<usize> {
    let first = attributes.iter().position(is_macro)?;
    our_derives(attributes.get(..first).unwrap_or_default()).is_empty().then_some(first)
}

fn type_attributes(item: &Item) -> Option<&[Attribute]> {
    match item {
        Item::Struct(item) => Some(&item.attrs),
        Item::Enum(item) => Some(&item.attrs),
        Item::Union(item) => Some(&item.attrs),
        _ => None,
    }
}

fn our_derives(attributes: &[Attribute]) -> Vec<Path> {
    let mut derives = take_derives(&mut attributes.to_vec());
    derives.retain(|path| DERIVES.iter().any(|(name, _)| path.is_ident(name)));
    derives
}

fn expand_methods(block: ItemImpl) -> TokenStream {
    let items = block.items.iter().map(|item| match item {
        ImplItem::Fn(method) if is_macro_method(item) => {
            let mut method = method.clone();
            let position = method.attrs.iter().position(is_macro).expect("an attribute macro");
            let attribute = method.attrs.remove(position);
            expand_attribute(&attribute, method.into_token_stream())
        }
        item => item.into_token_stream(),
    });
    let items: TokenStream = items.collect();
    let (self_type, (parameters, _, predicates)) =
        (&block.self_ty, block.generics.split_for_impl());
    quote!(impl #parameters #self_type #predicates { #items })
}

fn expand_declaration(item: &TraitItem) -> TokenStream {
    let TraitItem::Fn(mut method) = item.clone() else { return quote!(#item) };
    let attribute = method.attrs.remove(0);
    expand_attribute(&attribute, method.into_token_stream())
}

fn expand_attribute(attribute: &Attribute, item: TokenStream) -> TokenStream {
    let options = match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => quote!(),
    };
    let found = MACROS.iter().find(|(name, _)| attribute.path().is_ident(name));
    let (_, expand) = found.expect("an attribute macro");
    expand(options, item)
}

fn take_derives(attributes: &mut Vec<Attribute>) -> Vec<Path> {
    let (derives, others) =
        attributes.drain(..).partition(|attribute: &Attribute| attribute.path().is_ident("derive"));
    *attributes = others;
    let derives: Vec<Attribute> = derives;
    derives
        .iter()
        .flat_map(|attribute| {
            let tokens = attribute.meta.require_list().unwrap().tokens.clone();
            Punctuated::<Path, Token![,]>::parse_terminated.parse2(tokens).unwrap()
        })
        .collect()
}

fn derive(derives: &[Path], item: TokenStream) -> TokenStream {
    let derived = DERIVES.iter().filter(|(name, _)| derives.iter().any(|path| path.is_ident(name)));
    derived.flat_map(|(_, derive)| derive(item.clone())).collect()
}
