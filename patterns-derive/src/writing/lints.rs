//! The lints that generated code switches off. Every list is audited here, and none is ever put on an item that a user wrote.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// A list of lints, printed as an attribute.
pub(crate) struct Lints(&'static [&'static str]);

/// On generated impls.
/// * `deprecated`: using a deprecated item is for its users to be warned about, not for the code that implements it.
pub(crate) const IMPLS: Lints = Lints(&["deprecated"]);

/// On the generated fold.
/// * `clippy::used_underscore_binding`: an argument that an event does not use is handed to it all the same.
pub(crate) const FOLDS: Lints = Lints(&["deprecated", "clippy::used_underscore_binding"]);

/// On generated types.
/// * `missing_docs`: they carry the documentation there is; a private method or field needs none.
/// * `unreachable_pub`: an attribute on an `impl` cannot see how visible the type is.
pub(crate) const TYPES: Lints = Lints(&["deprecated", "missing_docs", "unreachable_pub"]);

/// On constructors of events and methods of handles.
/// * `dead_code`: an event may be replayed without ever being recorded again, a command only be used on the state.
/// * `clippy::too_many_arguments`: there are as many as the user's method has.
/// * `clippy::used_underscore_binding`: an argument that a command does not use is handed to it all the same.
pub(crate) const METHODS: Lints = Lints(&[
    "dead_code",
    "deprecated",
    "missing_docs",
    "unreachable_pub",
    "clippy::too_many_arguments",
    "clippy::used_underscore_binding",
]);

/// On what stands beside a cached function.
/// * `dead_code`: hardly anybody needs all of it.
/// * `non_camel_case_types`: a type is called as the function, so that `profile::invalidate(..)` can be written.
/// * `private_bounds`, `private_interfaces`: a user was told of them at the function already.
/// * `clippy::ptr_arg`, `clippy::trivially_copy_pass_by_ref`: parts of a key are passed by reference, whatever they are.
/// * `clippy::type_complexity`: the type of a cache names those of its key, value and error.
pub(crate) const CACHES: Lints = Lints(&[
    "dead_code",
    "deprecated",
    "non_camel_case_types",
    "private_bounds",
    "private_interfaces",
    "unreachable_pub",
    "clippy::ptr_arg",
    "clippy::too_many_arguments",
    "clippy::trivially_copy_pass_by_ref",
    "clippy::type_complexity",
    "clippy::used_underscore_binding",
]);

/// On a cached function and the one that holds its body.
/// * `clippy::used_underscore_binding`: an argument that the body does not use is handed to it all the same.
pub(crate) const LOADS: Lints = Lints(&["clippy::used_underscore_binding"]);

/// On a function that only reads fields.
/// * `dead_code`: it is never called; that it is there keeps the fields from being called unused.
pub(crate) const READS: Lints = Lints(&["dead_code", "deprecated"]);

/// On what the tests of laws begin with.
/// * `dead_code`: outside of tests it is checked and not called.
#[cfg(any(test, feature = "testing"))]
pub(crate) const LAWS: Lints = Lints(&["dead_code"]);

/// On stubs that stand in after a mistake.
pub(crate) const STUBS: Lints = Lints(&["unused"]);

impl ToTokens for Lints {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let paths = self.0.iter().filter_map(|lint| syn::parse_str::<syn::Path>(lint).ok());
        tokens.extend(quote!(#[allow(#(#paths),*)]));
    }
}
