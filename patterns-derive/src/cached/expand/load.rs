//! The load: the body of the function, with copies of its arguments where it runs on its own.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;

use super::Cached;
use crate::{
    cached::argument::{Argument, is_unsized},
    writing::placed_at,
};

/// A closure that begins a load.
pub(crate) fn load(cached: &Cached<'_>) -> TokenStream {
    if !cached.model.is_async() {
        let arguments = cached.model.arguments.iter().map(|argument| lent(argument, cached));
        let answer = answer(cached, arguments, &TokenStream::new());
        return quote!(|| #answer);
    }
    let arguments = &cached.model.arguments;
    let load = on_its_own(cached, arguments.iter());
    quote!(|| { #load })
}

/// The load of a key that is at hand as a tuple of its parts, all of which are arguments. It begins many times: where it takes the
/// other arguments themselves, they must be references.
pub(crate) fn load_of_key(cached: &Cached<'_>) -> TokenStream {
    let names = cached.parts.iter().map(|part| &part.name);
    let of_key = |argument: &&Argument| {
        cached.parts.iter().any(|part| part.argument.is_some_and(|it| it.name == argument.name))
    };
    let arguments = &cached.model.arguments;
    let load = if cached.model.is_async() {
        on_its_own(cached, arguments.iter().filter(|argument| !of_key(argument)))
    } else {
        let arguments = arguments.iter().map(|argument| match of_key(&argument) {
            true => given(argument),
            false => argument.name.to_token_stream(),
        });
        answer(cached, arguments, &TokenStream::new())
    };
    quote!(|(#(#names,)*)| { #load })
}

// `copied` are the arguments of which the load needs copies; it has the others already.
fn on_its_own<'a>(cached: &Cached<'_>, copied: impl Iterator<Item = &'a Argument>) -> TokenStream {
    let copies = copied.map(|argument| {
        let (name, copy) = (&argument.copy, copy(argument, cached));
        quote!(let #name = #copy;)
    });
    let arguments = cached.model.arguments.iter().map(given);
    let answer = answer(cached, arguments, &quote!(.await));
    quote! {
        #(#copies)*
        async move { #answer }
    }
}

fn answer(
    cached: &Cached<'_>,
    arguments: impl Iterator<Item = TokenStream>,
    wait: &TokenStream,
) -> TokenStream {
    let uncached = cached.uncached();
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
