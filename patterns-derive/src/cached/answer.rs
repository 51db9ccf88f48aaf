//! What a cached function returns.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{GenericArgument, Path, PathArguments, ReturnType, Type};

use super::argument::ungrouped;
use crate::reading::CratePath;

/// The return type.
pub(crate) struct Answer<'a> {
    pub(crate) ty: &'a Type,
    is_result: bool,
}

impl<'a> Answer<'a> {
    /// Nothing when nothing is returned.
    pub(crate) fn read(output: &'a ReturnType) -> Option<Self> {
        match output {
            ReturnType::Type(_, ty) if !is_unit(ty) => {
                Some(Self { ty, is_result: last_segment(ty) == Some("Result".into()) })
            }
            _ => None,
        }
    }

    pub(crate) fn is_result(&self) -> bool {
        self.is_result
    }

    /// Whether the value can be nothing.
    pub(crate) fn is_option(&self) -> bool {
        let value = if self.is_result { arguments(self.ty).next() } else { Some(self.ty) };
        value.and_then(last_segment) == Some("Option".into())
    }

    /// The type of what is cached.
    pub(crate) fn value(&self, krate: &CratePath) -> TokenStream {
        match self.arguments() {
            Some((value, _)) => value.to_token_stream(),
            None => self.projected(&quote!(Value), krate),
        }
    }

    /// The type of what the load fails with.
    pub(crate) fn error(&self, krate: &CratePath) -> TokenStream {
        match self.arguments() {
            Some((_, error)) => error.to_token_stream(),
            None if self.is_result => self.projected(&quote!(Error), krate),
            None => quote!(::core::convert::Infallible),
        }
    }

    fn projected(&self, part: &TokenStream, krate: &CratePath) -> TokenStream {
        let ty = self.ty;
        if self.is_result { quote!(<#ty as #krate::Fallible>::#part) } else { ty.to_token_stream() }
    }

    // An alias such as `io::Result<T>` says only one of the two.
    fn arguments(&self) -> Option<(&'a Type, &'a Type)> {
        let mut arguments = arguments(self.ty).filter(|_| self.is_result);
        Some((arguments.next()?, arguments.next()?))
    }
}

fn is_unit(ty: &Type) -> bool {
    matches!(ungrouped(ty), Type::Tuple(tuple) if tuple.elems.is_empty())
}

fn path(ty: &Type) -> Option<&Path> {
    match ungrouped(ty) {
        Type::Path(path) => Some(&path.path),
        Type::Paren(group) => path(&group.elem),
        _ => None,
    }
}

fn last_segment(ty: &Type) -> Option<String> {
    path(ty)?.segments.last().map(|segment| segment.ident.to_string())
}

fn arguments(ty: &Type) -> impl Iterator<Item = &Type> {
    let last = path(ty).and_then(|path| path.segments.last());
    let list = last.and_then(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(list) => Some(&list.args),
        _ => None,
    });
    list.into_iter().flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
