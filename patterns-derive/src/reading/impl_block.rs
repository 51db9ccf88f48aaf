//! A forgiving view of an `impl` block: bodies stay tokens, and a broken method does not hide its neighbours. An editor
//! expands macros on half-typed code, where strict parsing would make every generated item disappear.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::{
    Attribute, Generics, Ident, Path, Signature, Token, Type, Visibility, WhereClause,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use super::Errors;

/// An `impl` block.
pub(crate) struct ImplBlock {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) impl_token: Token![impl],
    /// Parameters and where-clause.
    pub(crate) generics: Generics,
    pub(crate) of_trait: Option<Path>,
    pub(crate) self_type: Type,
    pub(crate) items: Vec<Item>,
}

/// An item of an `impl` block.
pub(crate) enum Item {
    Method(Box<Method>),
    /// A constant, a type or a macro call: the word it begins with, and its name if it has one.
    Other {
        keyword: Ident,
        name: Option<Ident>,
    },
}

/// A method whose body was not looked at.
pub(crate) struct Method {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: TokenStream,
}

impl ImplBlock {
    /// Reads an `impl` block; `usage` says what the macro is for when the item is something else.
    pub(crate) fn read(tokens: TokenStream, usage: &str, errors: &Errors) -> Option<Self> {
        let mut header: Vec<TokenTree> = tokens.into_iter().collect();
        let body = match header.pop() {
            Some(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace => body,
            last => {
                errors.over(header.first().or(last.as_ref()), usage);
                return None;
            }
        };
        let parser = |input: ParseStream<'_>| Self::parse_header(input, usage);
        let mut block = errors.take(parser.parse2(header.into_iter().collect()))?;
        block.items = read_items(body.stream(), errors);
        Some(block)
    }

    /// The methods.
    pub(crate) fn methods(&self) -> impl Iterator<Item = &Method> {
        self.items.iter().filter_map(|item| match item {
            Item::Method(method) => Some(&**method),
            Item::Other { .. } => None,
        })
    }

    /// The last segment of the path of the type, unless it has no path.
    pub(crate) fn type_name(&self) -> Option<&Ident> {
        match &self.self_type {
            Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
            _ => None,
        }
    }

    fn parse_header(input: ParseStream<'_>, usage: &str) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let impl_token = parse_impl_token(input, usage)?;
        let mut generics = if input.peek(Token![<]) { input.parse()? } else { Generics::default() };
        let (of_trait, self_type) = parse_subject(input)?;
        generics.where_clause = input.parse::<Option<WhereClause>>()?;
        Ok(Self { attributes, impl_token, generics, of_trait, self_type, items: Vec::new() })
    }
}

fn parse_impl_token(input: ParseStream<'_>, usage: &str) -> syn::Result<Token![impl]> {
    input.parse::<Option<Token![unsafe]>>()?;
    input.parse().map_err(|error: syn::Error| syn::Error::new(error.span(), usage))
}

fn parse_subject(input: ParseStream<'_>) -> syn::Result<(Option<Path>, Type)> {
    let subject: Type = input.parse()?;
    match subject {
        Type::Path(of_trait) if input.peek(Token![for]) => {
            input.parse::<Token![for]>()?;
            Ok((Some(of_trait.path), input.parse()?))
        }
        subject => Ok((None, subject)),
    }
}

// An item ends with its body or with a semicolon; each is read alone, so that a broken one stays alone.
fn read_items(tokens: TokenStream, errors: &Errors) -> Vec<Item> {
    let mut items = Vec::new();
    let mut head = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(body) if is_body(&body, tokens.peek()) => {
                items.extend(read_item(&mut head, body.stream(), errors));
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => {
                items.extend(read_item(&mut head, TokenStream::new(), errors));
            }
            token => head.push(token),
        }
    }
    items.extend(read_item(&mut head, TokenStream::new(), errors));
    items
}

// Braces that are none: `Grid<{ N + 1 }>`.
fn is_body(group: &Group, next: Option<&TokenTree>) -> bool {
    let goes_on =
        matches!(next, Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '>' | ','));
    group.delimiter() == Delimiter::Brace && !goes_on
}

fn read_item(head: &mut Vec<TokenTree>, body: TokenStream, errors: &Errors) -> Option<Item> {
    let head: TokenStream = head.drain(..).collect();
    // The semicolon of `const X: u8 = { 1 };` stands alone.
    if head.is_empty() {
        return None;
    }
    let parser = |input: ParseStream<'_>| parse_item(input, body);
    errors.take(parser.parse2(head))
}

fn parse_item(input: ParseStream<'_>, body: TokenStream) -> syn::Result<Item> {
    let attributes = input.call(Attribute::parse_outer)?;
    let visibility: Visibility = input.parse()?;
    if !starts_method(input) {
        let keyword = input.call(Ident::parse_any)?;
        let name = input.call(Ident::parse_any).ok();
        input.parse::<TokenStream>()?;
        return Ok(Item::Other { keyword, name });
    }
    Ok(Item::Method(Box::new(Method { attributes, visibility, signature: input.parse()?, body })))
}

pub(super) fn starts_method(input: ParseStream<'_>) -> bool {
    let is_method = input.peek(Token![fn])
        || input.peek(Token![async])
        || input.peek(Token![unsafe])
        || input.peek(Token![extern]);
    let is_const_method = input.peek(Token![const])
        && (input.peek2(Token![fn])
            || input.peek2(Token![async])
            || input.peek2(Token![unsafe])
            || input.peek2(Token![extern]));
    is_method || is_const_method
}

impl Method {
    /// Where the method is named.
    pub(crate) fn span(&self) -> Span {
        self.signature.ident.span()
    }
}
