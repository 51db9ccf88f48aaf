//! `#[cached]` on a type: the derive above has read it. Left is to make sure that there was one.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, DeriveInput};

use crate::{
    reading::{CratePath, Errors, Group, Options, Slot, is_last, listed},
    writing::{READS, placed_at},
};

const ABOVE: &str = "`#[cached]` on a type is read by its derive and belongs below it; \
                     move `#[derive(..)]` up";

/// Attributes come in their order: a derive that is still there stands below, and will not see this one.
pub(super) fn expand(item: &TokenStream) -> TokenStream {
    let Ok(input) = syn::parse2::<DeriveInput>(item.clone()) else {
        // No Rust: the compiler says where.
        return item.clone();
    };
    let beside = if input.attrs.iter().any(derives_ours) {
        syn::Error::new(Span::call_site(), ABOVE).to_compile_error()
    } else {
        must_be_read(&input)
    };
    quote!(#item #beside)
}

fn derives_ours(attribute: &Attribute) -> bool {
    listed(attribute, "derive").iter().any(|derive| is_last(derive, &["Aggregate", "Entity"]))
}

// What stands above cannot be seen from here, so the compiler is asked.
fn must_be_read(input: &DeriveInput) -> TokenStream {
    if input.attrs.iter().any(|attribute| is_last(attribute.path(), &["cached"])) {
        return TokenStream::new();
    }
    let (name, krate) = (&input.ident, krate(&input.attrs));
    let (parameters, arguments, predicates) = input.generics.split_for_impl();
    let read = placed_at(Span::call_site(), quote!(#krate::read_by_a_derive));
    quote! {
        const _: () = {
            #READS
            fn cached #parameters () #predicates {
                #read::<#name #arguments>();
            }
        };
    }
}

// The derive's own attribute says where the crate is; all else that it says is for the derive to judge.
fn krate(attributes: &[Attribute]) -> CratePath {
    const CRATE: &Options<Slot<CratePath>> = &[("crate", CratePath::read)];
    let errors = Errors::default();
    let mut group = Group::default();
    let own =
        attributes.iter().filter(|attribute| is_last(attribute.path(), &["aggregate", "entity"]));
    own.for_each(|attribute| group.read_attribute(CRATE, attribute, &errors));
    drop(errors.finish());
    CratePath::or_default(&group.options)
}
