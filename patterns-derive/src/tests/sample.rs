//! Runs the macros on source text.

use std::{fs, path::PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, Item, Meta, Path, Token, parse::Parser, punctuated::Punctuated};

use crate::{aggregate, commands, event, events, fold, key};

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

/// Whether a macro stands on the item.
pub(super) fn is_macro_item(item: &Item) -> bool {
    let derives = |attributes: &[Attribute]| {
        let traits = take_derives(&mut attributes.to_vec());
        traits
            .iter()
            .any(|path| ["Aggregate", "Event", "Key"].iter().any(|name| path.is_ident(name)))
    };
    match item {
        Item::Impl(block) => block.attrs.iter().any(is_macro),
        Item::Fn(function) => function.attrs.iter().any(is_macro),
        Item::Struct(item) => item.attrs.iter().any(is_macro) || derives(&item.attrs),
        Item::Enum(item) => derives(&item.attrs),
        Item::Union(item) => derives(&item.attrs),
        _ => false,
    }
}

/// What the macro makes of the one item in `source`.
pub(super) fn expand(source: &str) -> TokenStream {
    let item = syn::parse_str::<Item>(source).unwrap();
    match item {
        Item::Fn(mut function) => {
            let attribute = function.attrs.remove(0);
            expand_attribute(&attribute, function.into_token_stream())
        }
        Item::Struct(mut item) if item.attrs.iter().any(is_macro) => {
            let attribute = item.attrs.remove(0);
            expand_attribute(&attribute, item.into_token_stream())
        }
        Item::Impl(mut block) => {
            let position = block.attrs.iter().position(is_macro).expect("an attribute macro");
            let attribute = block.attrs.remove(position);
            expand_attribute(&attribute, block.into_token_stream())
        }
        Item::Struct(mut item) => derive(&take_derives(&mut item.attrs), item.into_token_stream()),
        Item::Enum(mut item) => derive(&take_derives(&mut item.attrs), item.into_token_stream()),
        Item::Union(mut item) => derive(&take_derives(&mut item.attrs), item.into_token_stream()),
        _ => panic!("no sample: {source}"),
    }
}

/// What the macro adds to what the user wrote.
pub(super) fn generated(source: &str) -> TokenStream {
    let expanded: Vec<TokenTree> = expand(source).into_iter().collect();
    let Item::Impl(mut block) = syn::parse_str::<Item>(source).unwrap() else {
        return expanded.into_iter().collect();
    };
    block.attrs.retain(|attribute| !is_macro(attribute));
    let original = crate::writing::without_markers(block.into_token_stream()).into_iter().count();
    let added = expanded.len() - original;
    expanded.into_iter().take(added).collect()
}

fn is_macro(attribute: &Attribute) -> bool {
    ["events", "commands", "fold"].iter().any(|name| attribute.path().is_ident(name))
}

fn expand_attribute(attribute: &Attribute, item: TokenStream) -> TokenStream {
    let options = match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => quote!(),
    };
    match attribute.path().get_ident().unwrap().to_string().as_str() {
        "events" => events::expand(options, item),
        "commands" => commands::expand(options, item),
        _ => fold::expand(options, item),
    }
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
    let derived = |name: &str| derives.iter().any(|path| path.is_ident(name));
    match (derived("Aggregate"), derived("Event"), derived("Key")) {
        (true, ..) => aggregate::derive(item),
        (_, true, _) => event::derive(item),
        _ => key::derive(item),
    }
}
