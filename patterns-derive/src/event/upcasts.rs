//! `upcast = from_v1` and `upcast(1 = from_v1, 2 = from_v2)`.

use syn::{
    ExprPath, LitInt, Token,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
};

use crate::reading::Value;

/// The functions that lead from older versions to newer ones.
pub(crate) enum Upcasts {
    /// From the version before this one.
    One(ExprPath),
    Each(Vec<Step>),
}

/// From a version to the next.
pub(crate) struct Step {
    pub(crate) from: LitInt,
    pub(crate) function: ExprPath,
}

impl Parse for Step {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let from = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { from, function: input.parse()? })
    }
}

pub(super) fn read_upcasts(value: &Value<'_>) -> syn::Result<Upcasts> {
    if !value.is_parenthesized() {
        return value.parsed("the path of a function", "from_v1").map(Upcasts::One);
    }
    let example = "1 = from_v1, 2 = from_v2";
    let tokens = value.parenthesized(example)?;
    let expected = || {
        format!(
            "`upcast` takes each older version with the function that leads to the next: `upcast({example})`"
        )
    };
    if tokens.is_empty() {
        return Err(value.refused(&expected()));
    }
    let steps = Punctuated::<Step, Token![,]>::parse_terminated.parse2(tokens);
    let steps = steps.map_err(|error| syn::Error::new(error.span(), expected()))?;
    Ok(Upcasts::Each(steps.into_iter().collect()))
}
