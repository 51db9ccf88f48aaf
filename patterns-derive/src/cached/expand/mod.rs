//! The function with a cache in front of it, and what stands beside it.

mod beside;
mod cache;
mod face;
mod load;
mod wrapper;

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Ident, spanned::Spanned};

use beside::Bodies;

use super::{key::Part, model::Model, naming::is_borrowed};
use crate::writing::{contains, mentions, placed_at, turbofish};

/// What is written for a function without mistakes.
pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let Some(cached) = Cached::read(model) else { return TokenStream::new() };
    let wrapper = wrapper::wrapper(&cached);
    let beside = beside::beside(&cached, Bodies::Written);
    quote!(#beside #wrapper)
}

/// What stands in beside a function with mistakes, as far as its types are known.
pub(crate) fn stub(model: &Model<'_>) -> TokenStream {
    let cached = Cached::read(model).filter(|cached| cached.has_sound_types());
    let stub = cached.map(|cached| beside::beside(&cached, Bodies::Stubs));
    stub.unwrap_or_default()
}

/// A function of which everything is known.
pub(crate) struct Cached<'a> {
    pub(crate) model: &'a Model<'a>,
    pub(crate) parts: Vec<Part<'a>>,
    /// The types of what is cached, and of what a load fails with.
    pub(crate) value: TokenStream,
    pub(crate) error: TokenStream,
}

impl<'a> Cached<'a> {
    fn read(model: &'a Model<'a>) -> Option<Self> {
        let answer = model.answer.as_ref()?;
        Some(Self {
            model,
            parts: model.parts()?,
            value: answer.value(&model.krate),
            error: answer.error(&model.krate),
        })
    }

    // Whatever is said beside the function must not be reported again.
    fn has_sound_types(&self) -> bool {
        let generics = &self.model.signature().generics;
        let mut types = vec![self.value.clone(), self.error.clone()];
        types.extend(self.parts.iter().map(|part| part.borrowed_type().to_token_stream()));
        let names: BTreeSet<_> = self.parts.iter().map(|part| part.name.to_string()).collect();
        let once = names.len() == self.parts.len();
        let hashable = self.parts.iter().all(|part| part.float().is_none());
        once && hashable
            && types.iter().all(|ty| {
                let unnamed = ["impl", "Self"].iter().any(|word| contains(ty.clone(), word));
                !unnamed && !mentions(ty, generics) && !is_borrowed(ty)
            })
    }

    fn is_method(&self) -> bool {
        self.model.is_method()
    }

    /// Where everything stands that depends on what keys, values and errors of a cache must be able to do: the compiler reports
    /// it once, and there.
    fn place(&self) -> Span {
        let answer = self.model.answer.as_ref();
        answer
            .map_or_else(Span::call_site, |answer| answer.ty.span().resolved_at(Span::call_site()))
    }

    /// What the cache is asked for, of references to the parts of the key.
    fn key(&self, references: impl Iterator<Item = TokenStream>) -> TokenStream {
        let (krate, place) = (&self.model.krate, self.place());
        let parts = placed_at(place, quote!(#krate::Parts));
        quote_spanned!(place=> #parts((#(#references,)*)))
    }

    /// A call of the cache.
    fn calls(&self, function: &str, arguments: TokenStream) -> TokenStream {
        let (krate, place) = (&self.model.krate, self.place());
        let function = Ident::new(function, place);
        let (function, cache) = (quote!(#krate::FunctionCache::#function), self.path("cache"));
        let (function, cache) = (placed_at(place, function), placed_at(place, quote!(#cache())));
        quote_spanned!(place=> #function(#cache, #arguments))
    }

    /// How a generated function is called where it is defined.
    fn name(&self, function: &str) -> Ident {
        if self.is_method() {
            return self.model.derived_name(function);
        }
        Ident::new(function, Span::call_site())
    }

    /// How a generated function is called from outside.
    fn path(&self, function: &str) -> TokenStream {
        let (name, owner) = (self.name(function), &self.model.signature().ident);
        if self.is_method() { quote!(Self::#name) } else { quote!(#owner::#name) }
    }

    /// The same, for one with the parameters of the user's function.
    fn generic_path(&self, function: &str) -> TokenStream {
        let (path, turbofish) = (self.path(function), turbofish(&self.model.signature().generics));
        quote!(#path #turbofish)
    }
}
