//! The block as the rules and the expansion see it.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::{FnArg, Ident, Pat, Path, PathArguments, Type, ext::IdentExt};

use super::attributes::CommandsOptions;
use crate::{
    reading::{CratePath, Errors, ImplBlock, Method},
    writing::naming_self,
};

/// A block of commands.
pub(crate) struct Model<'a> {
    pub(crate) block: &'a ImplBlock,
    pub(crate) krate: CratePath,
    /// The handle with its arguments.
    pub(crate) handle: Path,
    pub(crate) commands: Vec<Command<'a>>,
}

/// A method that is a command.
pub(crate) struct Command<'a> {
    pub(crate) method: &'a Method,
    pub(crate) arguments: Vec<Argument>,
}

/// An argument of the method on the handle.
pub(crate) struct Argument {
    pub(crate) ident: Ident,
    /// The type, without `Self`.
    pub(crate) ty: TokenStream,
}

impl<'a> Model<'a> {
    /// Nothing when the block is no block of an aggregate.
    pub(crate) fn read(
        block: &'a ImplBlock,
        options: CommandsOptions,
        errors: &Errors,
    ) -> Option<Self> {
        let Type::Path(self_type) = &block.self_type else {
            errors.over(
                &block.self_type,
                "commands belong to an aggregate: write `#[commands] impl Account { .. }`",
            );
            return None;
        };
        Some(Self {
            block,
            krate: CratePath::or_default(&options.krate),
            handle: handle(&self_type.path, options.handle.get()),
            commands: block
                .methods()
                .map(|method| Command::read(method, &block.self_type))
                .collect(),
        })
    }
}

// `bank::Account<T>` has the handle `bank::AccountHandle<T>`, unless one is named.
fn handle(aggregate: &Path, given: Option<&Path>) -> Path {
    let mut handle = given.unwrap_or(aggregate).clone();
    let arguments = aggregate.segments.last().map(|segment| segment.arguments.clone());
    if let Some(last) = handle.segments.last_mut() {
        if given.is_none() {
            last.ident = format_ident!("{}Handle", last.ident.unraw(), span = last.ident.span());
        } else if last.arguments.is_none() {
            last.arguments = arguments.unwrap_or(PathArguments::None);
        }
    }
    handle
}

impl<'a> Command<'a> {
    fn read(method: &'a Method, self_type: &Type) -> Self {
        let inputs = method.signature.inputs.iter().enumerate();
        Self {
            method,
            arguments: inputs
                .filter_map(|(position, input)| Argument::read(position, input, self_type))
                .collect(),
        }
    }
}

impl Argument {
    fn read(position: usize, input: &FnArg, self_type: &Type) -> Option<Self> {
        let FnArg::Typed(argument) = input else {
            return None;
        };
        // How the command takes its argument apart is its own affair.
        let ident = match &*argument.pat {
            Pat::Ident(pattern) => pattern.ident.clone(),
            _ => format_ident!("argument_{position}", span = Span::call_site()),
        };
        Some(Self { ident, ty: naming_self(&argument.ty, self_type) })
    }
}

impl ToTokens for Argument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { ident, ty } = self;
        tokens.extend(quote::quote!(#ident: #ty));
    }
}
