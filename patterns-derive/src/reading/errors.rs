//! Collects mistakes, so that all those of an item are reported at once.

use std::{
    cell::{Cell, RefCell},
    fmt::Display,
    thread,
};

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The mistakes found so far. Whoever makes one must ask it for the result: dropping it unasked is a bug and panics.
#[derive(Default)]
pub(crate) struct Errors {
    found: RefCell<Vec<syn::Error>>,
    asked: Cell<bool>,
}

impl Errors {
    /// Reports a mistake that covers `tokens`.
    pub(crate) fn over(&self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Reports a mistake at one place.
    pub(crate) fn at(&self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    /// Reports a mistake that was already put into words.
    pub(crate) fn push(&self, error: syn::Error) {
        self.found.borrow_mut().push(error);
    }

    /// The value of `result`, or nothing after having reported why.
    pub(crate) fn take<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// The mistakes as compile errors, or nothing when there are none.
    pub(crate) fn finish(self) -> Option<TokenStream> {
        self.asked.set(true);
        let found = self.found.take();
        (!found.is_empty()).then(|| found.iter().map(syn::Error::to_compile_error).collect())
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        // A second panic while unwinding would abort the compiler and hide the first.
        assert!(
            self.asked.get() || thread::panicking(),
            "bug in data-patterns, please report it: mistakes were collected but never reported"
        );
    }
}
