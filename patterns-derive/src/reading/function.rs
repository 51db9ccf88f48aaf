//! A forgiving view of a function: its body stays one token, so that a half-typed one costs nothing but itself.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::{
    Attribute, Ident, Signature, Visibility,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use super::impl_block::starts_method;

/// A function whose body was not looked at.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: Group,
}

/// Why an item could not be read as a function.
pub(crate) enum NoFunction {
    /// It is something else, or has no body; with the word it begins with.
    Other(Option<String>),
    /// It is a function that is no Rust.
    Broken(syn::Error),
}

impl Function {
    pub(crate) fn read(item: TokenStream) -> Result<Self, NoFunction> {
        let mut head: Vec<TokenTree> = item.into_iter().collect();
        let last = head.pop();
        let is_function = starts_function.parse2(head.iter().cloned().collect());
        match (is_function.map_err(NoFunction::Broken)?, last) {
            (None, Some(TokenTree::Group(body))) if body.delimiter() == Delimiter::Brace => {
                let parser = |input: ParseStream<'_>| Self::parse_head(input, body);
                parser.parse2(head.into_iter().collect()).map_err(NoFunction::Broken)
            }
            (None, _) => Err(NoFunction::Other(Some("fn".to_owned()))),
            (Some(keyword), _) => Err(NoFunction::Other(keyword.map(|word| word.to_string()))),
        }
    }

    fn parse_head(input: ParseStream<'_>, body: Group) -> syn::Result<Self> {
        Ok(Self {
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            signature: input.parse()?,
            body,
        })
    }
}

// Nothing for a function, the first word for everything else.
fn starts_function(input: ParseStream<'_>) -> syn::Result<Option<Option<Ident>>> {
    input.call(Attribute::parse_outer)?;
    input.parse::<Visibility>()?;
    let other = (!starts_method(input)).then(|| input.call(Ident::parse_any).ok());
    input.parse::<TokenStream>()?;
    Ok(other)
}
