//! The points between ranges, and of what kind the keys are that they split.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{
    LitInt, LitStr, Token, Type,
    parse::{Parse, ParseStream},
};

/// One point of `split = [..]`.
pub(crate) enum Point {
    Text(LitStr),
    /// The value, and what was written.
    Integer(i128, TokenStream),
}

/// What a key is, as far as its tokens tell.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// An integer from the first to the second.
    Integer(i128, i128),
    /// `bool` or `char`.
    Other,
}

impl Parse for Point {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            return input.parse().map(Self::Text);
        }
        let sign: Option<Token![-]> = input.parse()?;
        let digits: LitInt = input.parse()?;
        let negated = format!("{}{}", sign.map_or("", |_| "-"), digits.base10_digits());
        let value = negated.parse().map_err(|error| syn::Error::new(digits.span(), error))?;
        Ok(Self::Integer(value, quote!(#sign #digits)))
    }
}

impl ToTokens for Point {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Text(text) => text.to_tokens(tokens),
            Self::Integer(_, written) => tokens.extend(written.clone()),
        }
    }
}

impl Point {
    /// Whether this is a text.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// As it is shown in messages.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.value(),
            Self::Integer(value, _) => value.to_string(),
        }
    }

    /// Without type suffix, for generated code.
    pub(crate) fn literal(&self) -> TokenStream {
        match self {
            Self::Text(text) => text.to_token_stream(),
            Self::Integer(value, _) => {
                let mut literal = proc_macro2::Literal::u128_unsuffixed(value.unsigned_abs());
                literal.set_span(Span::call_site());
                if *value < 0 { quote!(-#literal) } else { quote!(#literal) }
            }
        }
    }
}

impl Kind {
    /// The kind of a type that is called as one of the standard library.
    pub(crate) fn of(ty: &Type) -> Option<Self> {
        let Type::Path(path) = ty else { return None };
        let kind = match path.path.segments.last()?.ident.to_string().as_str() {
            "String" | "str" => Self::Text,
            "u8" => Self::Integer(0, u8::MAX.into()),
            "u16" => Self::Integer(0, u16::MAX.into()),
            "u32" => Self::Integer(0, u32::MAX.into()),
            "u64" => Self::Integer(0, u64::MAX.into()),
            "u128" => Self::Integer(0, i128::MAX),
            "i8" => Self::Integer(i8::MIN.into(), i8::MAX.into()),
            "i16" => Self::Integer(i16::MIN.into(), i16::MAX.into()),
            "i32" => Self::Integer(i32::MIN.into(), i32::MAX.into()),
            "i64" => Self::Integer(i64::MIN.into(), i64::MAX.into()),
            "i128" => Self::Integer(i128::MIN, i128::MAX),
            "bool" | "char" => Self::Other,
            _ => return None,
        };
        Some(kind)
    }
}
