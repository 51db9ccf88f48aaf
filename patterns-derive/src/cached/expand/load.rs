//! The load: the body of the function, with copies of its arguments where it runs on its own.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;

use super::Cached;
use crate::{
    cached::argument::{Argument, is_unsized},
    writing::{kept, placed_at, turbofish},
};

/// A closure that begins a load.
pub(crate) fn load(cached: &Cached<'_>) -> TokenStream {
    let arguments = cached.model.arguments.iter();
    if cached.model.is_async() {
        let (load, copies) = (cached.generic_path("load"), arguments.map(|it| copy(it, cached)));
        return quote!(|| #load(#(#copies),*));
    }
    let answer = answer(cached, arguments.map(|it| lent(it, cached)), &TokenStream::new());
    quote!(|| #answer)
}

/// The load of a key that is at hand as a tuple of its parts, all of which are arguments. It begins many times: where it takes the
/// other arguments themselves, they must be references.
pub(crate) fn load_of_key(cached: &Cached<'_>) -> TokenStream {
    let names = cached.parts.iter().map(|part| &part.name);
    let of_key = |argument: &Argument| {
        cached.parts.iter().any(|part| part.argument.is_some_and(|it| it.name == argument.name))
    };
    let arguments = cached.model.arguments.iter();
    let begun = if cached.model.is_async() {
        let load = cached.generic_path("load");
        let copies = arguments.map(|it| if of_key(it) { named(it) } else { copy(it, cached) });
        quote!(#load(#(#copies),*))
    } else {
        let arguments = arguments.map(|it| if of_key(it) { given(it) } else { named(it) });
        answer(cached, arguments, &TokenStream::new())
    };
    quote!(|(#(#names,)*)| #begun)
}

/// A load that runs on its own. It is a function, so that a body that cannot is reported once, and not wherever a load begins.
pub(crate) fn on_its_own(cached: &Cached<'_>) -> Option<TokenStream> {
    let signature = cached.model.signature();
    signature.asyncness?;
    let (name, value, error) = (cached.name("load"), &cached.value, &cached.error);
    // What borrows is copied, so no lifetime is left.
    let all = turbofish(&signature.generics).unwrap_or_default();
    let generics = kept(&signature.generics, &all);
    let predicates = &generics.where_clause;
    let parameters = cached.model.arguments.iter().map(|argument| {
        let (name, ty) = (&argument.copy, owned_type(argument, cached));
        quote!(#name: #ty)
    });
    let answer = answer(cached, cached.model.arguments.iter().map(given), &quote!(.await));
    let future = quote! {
        impl ::core::future::Future<Output = ::core::result::Result<#value, #error>>
            + ::core::marker::Send + 'static
    };
    let future = placed_at(cached.place(), future);
    Some(quote! {
        fn #name #generics (#(#parameters),*) -> #future #predicates {
            async move { #answer }
        }
    })
}

fn owned_type(argument: &Argument, cached: &Cached<'_>) -> TokenStream {
    let krate = &cached.model.krate;
    match argument.referent() {
        Some(referent) if is_unsized(referent) => quote!(<#referent as #krate::Detach>::Owned),
        Some(referent) => referent.to_token_stream(),
        None => argument.ty.to_token_stream(),
    }
}

fn named(argument: &Argument) -> TokenStream {
    argument.name.to_token_stream()
}

fn answer(
    cached: &Cached<'_>,
    arguments: impl Iterator<Item = TokenStream>,
    wait: &TokenStream,
) -> TokenStream {
    let uncached = cached.generic_path("uncached");
    let call = quote!(#uncached(#(#arguments),*)#wait);
    let is_result = cached.model.answer.as_ref().is_some_and(|answer| answer.is_result());
    if is_result { call } else { quote!(::core::result::Result::Ok(#call)) }
}

// Everything bears the place of the type that the user wrote, so that one that cannot be copied is underlined there.
fn copy(argument: &Argument, cached: &Cached<'_>) -> TokenStream {
    let (krate, name) = (&cached.model.krate, &argument.name);
    let (copy, reference) = match argument.referent() {
        Some(referent) if is_unsized(referent) => {
            (quote!(<#referent as #krate::Detach>::detach), quote!(#name))
        }
        Some(referent) => (quote!(<#referent as #krate::OwnCopy>::own_copy), quote!(#name)),
        None => {
            let ty = &argument.ty;
            (quote!(<#ty as #krate::OwnCopy>::own_copy), quote!(&#name))
        }
    };
    let copy = placed_at(argument.ty.span(), copy);
    quote!(#copy(#reference))
}

// A load of its own has what is borrowed as an owned value.
fn given(argument: &Argument) -> TokenStream {
    let copy = &argument.copy;
    match argument.referent() {
        Some(referent) => quote!(::core::borrow::Borrow::<#referent>::borrow(&#copy)),
        None => quote!(#copy),
    }
}

// A load on the caller's thread takes the arguments themselves, unless the key still needs them.
fn lent(argument: &Argument, cached: &Cached<'_>) -> TokenStream {
    let (krate, name, ty) = (&cached.model.krate, &argument.name, &argument.ty);
    if argument.referent().is_some() || !cached.model.is_borrowed(argument) {
        return quote!(#name);
    }
    let again = placed_at(ty.span(), quote!(<#ty as #krate::Twice>::again));
    quote!(#again(&#name))
}
