//! The function as the rules and the expansion see it.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Ident, Signature, ext::IdentExt};

use super::{
    answer::Answer,
    argument::{Argument, is_unsized, referent},
    attributes::FunctionOptions,
    key::{Part, Written, name_by_fields},
    naming::is_named_in,
};
use crate::reading::{CratePath, Function, Group};

/// A cached function.
pub(crate) struct Model<'a> {
    pub(crate) function: &'a Function,
    pub(crate) cached: &'a Group<FunctionOptions>,
    pub(crate) krate: CratePath,
    /// The receiver first, if there is one; without those that are taken apart by a pattern.
    pub(crate) arguments: Vec<Argument>,
    /// Nothing when nothing is returned.
    pub(crate) answer: Option<Answer<'a>>,
}

impl<'a> Model<'a> {
    pub(crate) fn read(function: &'a Function, cached: &'a Group<FunctionOptions>) -> Self {
        Self {
            function,
            cached,
            krate: CratePath::or_default(&cached.options.krate),
            arguments: function.signature.inputs.iter().filter_map(Argument::read).collect(),
            answer: Answer::read(&function.signature.output),
        }
    }

    pub(crate) fn signature(&self) -> &'a Signature {
        &self.function.signature
    }

    pub(crate) fn options(&self) -> &'a FunctionOptions {
        &self.cached.options
    }

    /// The name of the function as text, `type` for `r#type`.
    pub(crate) fn name(&self) -> String {
        self.signature().ident.unraw().to_string()
    }

    pub(crate) fn is_async(&self) -> bool {
        self.signature().asyncness.is_some()
    }

    pub(crate) fn is_method(&self) -> bool {
        self.signature().receiver().is_some()
    }

    /// The arguments but for the receiver.
    pub(crate) fn plain_arguments(&self) -> impl Iterator<Item = &Argument> + Clone {
        self.arguments.iter().filter(|argument| !argument.is_receiver())
    }

    /// The parts of the key as they were written.
    pub(crate) fn written(&self) -> &'a [Written] {
        self.options().key.get().map_or(&[], |key| key.parts())
    }

    /// The parts of the key; nothing when the type of one of them is not known.
    pub(crate) fn parts(&self) -> Option<Vec<Part<'_>>> {
        let written = self.written().iter().enumerate();
        let parts = written.map(|(position, part)| part.resolved(position, &self.arguments));
        let mut parts: Vec<_> = parts.collect::<Option<_>>()?;
        name_by_fields(&mut parts);
        Some(parts)
    }

    /// How a generated function of a method is called: `find_cache` for `find`.
    pub(crate) fn derived_name(&self, suffix: &str) -> Ident {
        format_ident!("{}_{suffix}", self.name(), span = self.signature().ident.span())
    }

    /// Whether the key or the tags borrow from the argument, so that it cannot be given away.
    pub(crate) fn is_borrowed(&self, argument: &Argument) -> bool {
        let keys = self.written().iter().map(|part| part.expression.to_token_stream());
        let tags = self.options().tags.get().into_iter().flat_map(|tags| &tags.0);
        let borrowing: TokenStream = keys.chain(tags.map(ToTokens::to_token_stream)).collect();
        is_named_in(borrowing, &argument.name)
    }

    /// The type of the key as it is stored.
    pub(crate) fn key_type(&self, parts: &[Part<'_>]) -> TokenStream {
        let owned = parts.iter().map(|part| self.owned_type(part));
        quote!((#(#owned,)*))
    }

    /// The type of a part as it is stored.
    pub(crate) fn owned_type(&self, part: &Part<'_>) -> TokenStream {
        let (krate, ty) = (&self.krate, part.borrowed_type());
        match referent(part.ty) {
            Some(referent) if is_unsized(referent) => quote!(<#ty as #krate::Detach>::Owned),
            _ => ty.to_token_stream(),
        }
    }
}
