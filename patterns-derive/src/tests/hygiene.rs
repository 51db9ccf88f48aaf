//! No generated path depends on what the user has in scope.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};

use super::sample::{annotated_impl, generated, samples};

/// What generated code may name without a path: its own locals, and what it defines itself.
const OWN: &[&str] = &[
    "Self",
    "self",
    "id",
    "event",
    "state",
    "every",
    "f",
    "to",
    "from",
    "handle",
    "argument_1",
    "field",
    "arguments",
    "super",
    "law",
    "laws",
    "this",
    "key",
    "keys",
    "value",
    "never",
    "policy",
    "points",
    "tag",
    "part_0",
    "part_1",
    "part_3",
    "CACHE",
    "CACHES",
    "IsResult",
    "__D",
    "fields",
    "from_1",
    "from_2",
    "from_3",
    "old",
    "variant",
    "version",
];

struct Paths<'a> {
    known: &'a BTreeSet<String>,
    relative: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let first = path.segments.first().unwrap().ident.to_string();
        if path.leading_colon.is_none() && !self.known.contains(&first) {
            self.relative.insert(first);
        }
        visit::visit_path(self, path);
    }

    // Attributes are a vocabulary of their own.
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("derive") {
            let parser = syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
            attribute
                .parse_args_with(parser)
                .unwrap()
                .iter()
                .for_each(|path| self.visit_path(path));
        }
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
}

fn identifiers(tokens: TokenStream, into: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                into.insert(ident.to_string());
            }
            TokenTree::Group(group) => identifiers(group.stream(), into),
            _ => {}
        }
    }
}

// Names that a user wrote where the macro copies them are his to resolve. Those in bodies are not copied.
fn known(source: &str) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    match annotated_impl(source) {
        Some(mut block) => {
            for item in &mut block.items {
                if let syn::ImplItem::Fn(method) = item {
                    method.block.stmts.clear();
                }
            }
            identifiers(block.into_token_stream(), &mut known);
        }
        None => identifiers(source.parse().unwrap(), &mut known),
    }
    known.extend(OWN.iter().map(ToString::to_string));
    known
}

fn defined(file: &syn::File) -> BTreeSet<String> {
    file.items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Struct(item) => Some(item.ident.to_string()),
            syn::Item::Enum(item) => Some(item.ident.to_string()),
            _ => None,
        })
        .collect()
}

fn relative_paths(source: &str) -> BTreeSet<String> {
    let file: syn::File = syn::parse2(generated(source)).unwrap();
    let mut known = known(source);
    known.extend(defined(&file));
    // `#[commands]` names the handle that the derive has made.
    known.extend(["AccountHandle", "BasketHandle"].map(str::to_owned));
    let mut paths = Paths { known: &known, relative: BTreeSet::new() };
    paths.visit_file(&file);
    paths.relative
}

#[test]
fn every_path_is_absolute_or_local() {
    for sample in samples() {
        let relative = relative_paths(&sample.source);
        assert!(relative.is_empty(), "{}: {relative:?}", sample.name);
    }
}

#[test]
fn a_relative_path_is_found() {
    let known = known("#[events] impl Account { fn f(&self) { Some(1); } }");
    let mut paths = Paths { known: &known, relative: BTreeSet::new() };
    paths.visit_file(&syn::parse_quote!(impl Account { fn f() -> Option<u8> { Some(::core::num::NonZeroU8::MIN) } }));
    assert_eq!(paths.relative, BTreeSet::from(["Option", "Some", "u8"].map(str::to_owned)));
}

#[test]
fn the_crate_can_be_renamed() {
    for sample in samples() {
        let renamed = sample.source.contains("crate = ::renamed");
        let expansion = generated(&sample.source).to_string();
        assert_eq!(
            expansion.contains(":: renamed"),
            renamed && expansion.contains("__private"),
            "{}",
            sample.name
        );
        assert!(!(renamed && expansion.contains("data_patterns")), "{}", sample.name);
    }
}
