//! The key of a cached function: what tells one answer from another.

use proc_macro2::{Group, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Expr, ExprField, Ident, Member, Token, Type,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
    token,
};

use super::argument::{Argument, referent, ungrouped};
use crate::writing::contains;

/// The value of `key = ..`.
pub(crate) struct Key(Vec<Written>);

/// A part as it was written: an expression, and the type that only an argument can do without.
pub(crate) struct Written {
    pub(crate) expression: Expr,
    pub(crate) ty: Option<Type>,
}

/// A part whose type is known.
pub(crate) struct Part<'a> {
    pub(crate) expression: &'a Expr,
    /// Its type as it is handed over, `&str` or `u64`.
    pub(crate) ty: &'a Type,
    /// The argument that it is, unless it is computed from some.
    pub(crate) argument: Option<&'a Argument>,
    /// How generated functions call it.
    pub(crate) name: Ident,
}

impl Key {
    /// The parts as they were written.
    pub(crate) fn parts(&self) -> &[Written] {
        &self.0
    }
}

impl Part<'_> {
    /// The type that a lookup refers to: `str` for `&str`, `u64` for `u64`.
    pub(crate) fn borrowed_type(&self) -> &Type {
        referent(self.ty).unwrap_or(self.ty)
    }

    // The name is that of an argument already, or of a field.
    fn field(&self) -> Option<Ident> {
        match (self.argument, self.expression) {
            (Some(argument), _) => Some(argument.name.clone()),
            (None, Expr::Field(ExprField { member: Member::Named(name), .. })) => {
                Some(name.clone())
            }
            _ => None,
        }
    }

    /// The type, if it is that of a float.
    pub(crate) fn float(&self) -> Option<&'static str> {
        let Type::Path(path) = ungrouped(self.borrowed_type()) else { return None };
        ["f32", "f64"].into_iter().find(|name| path.path.is_ident(name))
    }

    /// A reference to the part, made of the arguments of the function.
    pub(crate) fn reference(&self) -> TokenStream {
        let expression = self.expression;
        match referent(self.ty) {
            Some(_) => expression.to_token_stream(),
            None if self.argument.is_some() => quote!(&#expression),
            None => quote!(&(#expression)),
        }
    }
}

/// Calls the parts that are fields as the fields, where no other part is called so.
pub(crate) fn name_by_fields(parts: &mut [Part<'_>]) {
    let fields: Vec<Option<Ident>> = parts.iter().map(Part::field).collect();
    for (part, field) in parts.iter_mut().zip(&fields) {
        if let Some(field) = field
            && fields.iter().flatten().filter(|other| *other == field).count() == 1
        {
            part.name = field.clone();
        }
    }
}

impl Parse for Key {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(token::Paren) {
            return Ok(Self(vec![input.parse()?]));
        }
        // Read as one token: what is wrong inside is reported once.
        let list: Group = input.parse()?;
        let parts = Punctuated::<Written, Token![,]>::parse_terminated.parse2(list.stream())?;
        Ok(Self(parts.into_iter().collect()))
    }
}

impl Parse for Written {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let expression = input.parse()?;
        let colon: Option<Token![:]> = input.parse()?;
        Ok(Self { expression, ty: colon.map(|_| input.parse()).transpose()? })
    }
}

impl Written {
    /// The name, if the part is nothing else.
    pub(crate) fn name(&self) -> Option<&Ident> {
        match &self.expression {
            Expr::Path(path) => path.path.get_ident().filter(|name| *name != "self"),
            _ => None,
        }
    }

    /// Whether it is taken from the receiver.
    pub(crate) fn is_of_receiver(&self) -> bool {
        let expression = self.expression.to_token_stream();
        contains(expression.clone(), "self") || contains(expression, "Self")
    }

    fn argument<'a>(&self, arguments: &'a [Argument]) -> Option<&'a Argument> {
        let named = self.name();
        arguments.iter().find(|argument| Some(&argument.name) == named)
    }

    /// The part with its type, unless nobody knows it.
    pub(crate) fn resolved<'a>(
        &'a self,
        position: usize,
        arguments: &'a [Argument],
    ) -> Option<Part<'a>> {
        let argument = self.argument(arguments);
        Some(Part {
            expression: &self.expression,
            ty: self.ty.as_ref().or(argument.map(|argument| &argument.ty))?,
            argument,
            name: argument.map_or_else(
                || format_ident!("part_{}", position + 1, span = Span::mixed_site()),
                |argument| argument.name.clone(),
            ),
        })
    }
}
