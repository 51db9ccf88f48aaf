//! The arguments of a cached function, its receiver among them.

use proc_macro2::Span;
use syn::{FnArg, Ident, Pat, PatType, Receiver, ReceiverKind, Type, parse_quote_spanned};

/// An argument with a name.
pub(crate) struct Argument {
    /// How it is called: `self` for the receiver.
    pub(crate) name: Ident,
    /// How its copy is called.
    pub(crate) copy: Ident,
    pub(crate) ty: Type,
}

impl Argument {
    /// Nothing for an argument that is taken apart by a pattern.
    pub(crate) fn read(input: &FnArg) -> Option<Self> {
        match input {
            FnArg::Receiver(receiver) => Some(Self {
                name: Ident::new("self", receiver.self_token.span),
                copy: Ident::new("this", Span::mixed_site()),
                ty: receiver_type(receiver),
            }),
            FnArg::Typed(argument) => {
                let name = plain_name(argument)?.clone();
                Some(Self { copy: name.clone(), name, ty: ungrouped(&argument.ty).clone() })
            }
        }
    }

    pub(crate) fn is_receiver(&self) -> bool {
        self.name == "self"
    }

    /// The type behind the reference, if it is one.
    pub(crate) fn referent(&self) -> Option<&Type> {
        referent(&self.ty)
    }
}

/// The type without the invisible group that `macro_rules!` puts around what it captured.
pub(crate) fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        ty => ty,
    }
}

/// The type behind a shared reference.
pub(crate) fn referent(ty: &Type) -> Option<&Type> {
    match ungrouped(ty) {
        Type::Reference(reference) => Some(&reference.elem),
        _ => None,
    }
}

/// The name of an argument that is not taken apart.
pub(crate) fn plain_name(argument: &PatType) -> Option<&Ident> {
    match &*argument.pat {
        Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none() => {
            Some(&pattern.ident)
        }
        _ => None,
    }
}

/// Whether only an owned form of the type can be kept. Of the types of users hardly any is.
pub(crate) fn is_unsized(referent: &Type) -> bool {
    const NAMES: &[&str] = &["str", "Path", "OsStr", "CStr"];
    match ungrouped(referent) {
        Type::Slice(_) => true,
        Type::Path(path) => path
            .path
            .segments
            .last()
            .is_some_and(|last| NAMES.iter().any(|name| last.ident == name)),
        _ => false,
    }
}

fn receiver_type(receiver: &Receiver) -> Type {
    let place = receiver.self_token.span;
    match &receiver.kind {
        ReceiverKind::Reference(..) => parse_quote_spanned!(place=> &Self),
        ReceiverKind::Typed(_, ty) => (**ty).clone(),
        _ => parse_quote_spanned!(place=> Self),
    }
}
