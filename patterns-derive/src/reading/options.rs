//! Reads `key`, `key = value` and `key(..)` inside an attribute; goes on after a mistake, so that all are found.

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Attribute, Ident, Lit, LitInt, LitStr, Meta, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
    token,
};

use super::{Errors, enumerate, nearest};

/// What an attribute takes. The table is also the vocabulary for 'did you mean'.
pub(crate) type Options<T> = [OptionReader<T>];

/// A key with the function that reads what follows it.
pub(crate) type OptionReader<T> = (&'static str, fn(&mut T, Value<'_>) -> syn::Result<()>);

/// The value of an option that may be given once. A value that could not be read still fills it: that an option is wrong
/// must not be reported as that it is missing as well.
pub(crate) struct Slot<T>(Option<(Ident, Option<T>)>);

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Slot<T> {
    /// Fills the slot with what `read` finds behind the key; a second value is a mistake, reported at its key.
    pub(crate) fn fill<'a>(
        &mut self,
        value: Value<'a>,
        read: impl FnOnce(&Value<'a>) -> syn::Result<T>,
    ) -> syn::Result<()> {
        let read = read(&value);
        if self.0.is_some() {
            return Err(twice(&value.key));
        }
        let (found, result) = match read {
            Ok(found) => (Some(found), Ok(())),
            Err(error) => (None, Err(error)),
        };
        self.0 = Some((value.key, found));
        result
    }

    /// The value, if one was given.
    pub(crate) fn get(&self) -> Option<&T> {
        self.entry().map(|(_, value)| value)
    }

    /// The value alone, if one was given.
    pub(crate) fn take(self) -> Option<T> {
        self.0?.1
    }

    /// The key and the value, if one was given.
    pub(crate) fn entry(&self) -> Option<(&Ident, &T)> {
        let (key, value) = self.0.as_ref()?;
        Some((key, value.as_ref()?))
    }

    /// The key, if the option was given, were it wrongly.
    pub(crate) fn key(&self) -> Option<&Ident> {
        self.0.as_ref().map(|(key, _)| key)
    }

    /// Whether the option was given, were it wrongly.
    pub(crate) fn is_given(&self) -> bool {
        self.0.is_some()
    }
}

fn twice(key: &Ident) -> syn::Error {
    syn::Error::new(key.span(), format!("`{key}` is given twice; keep one"))
}

/// What follows the key of an option.
pub(crate) struct Value<'a> {
    /// The key.
    key: Ident,
    input: ParseStream<'a>,
    errors: &'a Errors,
}

impl Value<'_> {
    /// `key`, alone.
    pub(crate) fn flag(&self) -> syn::Result<()> {
        if self.input.is_empty() || self.input.peek(Token![,]) {
            return Ok(());
        }
        Err(self.refused(&format!("`{}` stands alone, without a value", self.key)))
    }

    /// `key = "text"`.
    pub(crate) fn text(&self) -> syn::Result<LitStr> {
        self.after_equals("a text in quotes", "\"..\"")
    }

    /// `key = 1`.
    pub(crate) fn number(&self) -> syn::Result<LitInt> {
        self.after_equals("a whole number", "1")
    }

    /// `key = 1` or `key = "1m"`.
    pub(crate) fn literal(&self, example: &str) -> syn::Result<Lit> {
        self.after_equals("a number or a text", example)
    }

    /// `key = Name`.
    pub(crate) fn name(&self) -> syn::Result<Ident> {
        self.after_equals("a name without quotes", "Name")
    }

    /// `key = path::to::item`.
    pub(crate) fn path(&self, example: &str) -> syn::Result<Path> {
        self.after_equals("a path without quotes", example)
    }

    /// `key = value`, for everything else that can be parsed; `what` is said to be expected when it cannot.
    pub(crate) fn parsed<T: syn::parse::Parse>(&self, what: &str, example: &str) -> syn::Result<T> {
        self.after_equals(what, example)
    }

    /// `key = [a, b]`; `what` is said to be expected when it is something else.
    pub(crate) fn list<T: syn::parse::Parse>(
        &self,
        what: &str,
        example: &str,
    ) -> syn::Result<Vec<T>> {
        let list: proc_macro2::Group = self.after_equals(what, example)?;
        let parser = Punctuated::<T, Token![,]>::parse_terminated;
        let items = parser.parse2(list.stream()).map_err(|error| {
            syn::Error::new(
                error.span(),
                format!("`{0}` takes {what}: `{0} = {example}`", self.key),
            )
        })?;
        Ok(items.into_iter().collect())
    }

    /// `key(tokens)`.
    pub(crate) fn parenthesized(&self, example: &str) -> syn::Result<TokenStream> {
        if !self.is_parenthesized() {
            return Err(self.refused(&format!(
                "`{0}` takes its values in parentheses: `{0}({example})`",
                self.key
            )));
        }
        let group: proc_macro2::Group = self.input.parse()?;
        Ok(group.stream())
    }

    /// Whether the key stands in front of parentheses.
    pub(crate) fn is_parenthesized(&self) -> bool {
        self.input.peek(token::Paren)
    }

    /// `key(option = value)`.
    pub(crate) fn nested<T: Default>(
        &self,
        options: &Options<T>,
        example: &str,
    ) -> syn::Result<Group<T>> {
        let tokens = self.parenthesized(example)?;
        let mut group = Group::default();
        let whose = format!("{}(..)", self.key);
        group.read(options, &whose, tokens, self.errors);
        Ok(group)
    }

    fn after_equals<T: syn::parse::Parse>(&self, what: &str, example: &str) -> syn::Result<T> {
        let remedy = || format!("`{0}` takes {what}: `{0} = {example}`", self.key);
        if !self.input.peek(Token![=]) {
            return Err(self.refused(&remedy()));
        }
        self.input.parse::<Token![=]>()?;
        // Where no value follows there is nothing to point at but the key.
        let nothing = self.input.is_empty() || self.input.peek(Token![,]);
        let span = if nothing { self.key.span() } else { self.input.span() };
        self.input.parse().map_err(|_| syn::Error::new(span, remedy()))
    }

    /// A mistake in the whole of it.
    pub(crate) fn refused(&self, message: &str) -> syn::Error {
        syn::Error::new(self.key.span(), message)
    }
}

/// Options that are written together.
#[derive(Default)]
pub(crate) struct Group<T> {
    /// The options.
    pub(crate) options: T,
    has_unknown: bool,
}

impl<T> Group<T> {
    /// Whether an option is missing. After an unknown option nobody knows: it may have been that one, misspelt.
    pub(crate) fn lacks<V>(&self, option: impl FnOnce(&T) -> &Slot<V>) -> bool {
        !self.has_unknown && !option(&self.options).is_given()
    }

    /// Whether an option was unknown, so that nobody knows what is missing.
    pub(crate) fn has_unknown(&self) -> bool {
        self.has_unknown
    }

    /// Reads one attribute of the form `#[name]` or `#[name(..)]`.
    pub(crate) fn read_attribute(
        &mut self,
        options: &Options<T>,
        attribute: &Attribute,
        errors: &Errors,
    ) {
        let name = attribute_name(attribute);
        match &attribute.meta {
            Meta::Path(_) => {}
            Meta::List(list) => {
                self.read(options, &format!("#[{name}(..)]"), list.tokens.clone(), errors)
            }
            Meta::NameValue(_) => errors.over(
                &attribute.meta,
                format!("write the options in parentheses: `#[{name}(..)]`"),
            ),
        }
    }

    /// Reads options separated by commas; `whose` names the attribute in errors.
    pub(crate) fn read(
        &mut self,
        options: &Options<T>,
        whose: &str,
        tokens: TokenStream,
        errors: &Errors,
    ) {
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = self.read_option(options, whose, input, errors) {
                    errors.push(error);
                    skip_to_comma(input)?;
                }
            }
            Ok(())
        };
        errors.take(parser.parse2(tokens));
    }

    fn read_option(
        &mut self,
        options: &Options<T>,
        whose: &str,
        input: ParseStream<'_>,
        errors: &Errors,
    ) -> syn::Result<()> {
        let key = Ident::parse_any(input).map_err(|error| {
            syn::Error::new(error.span(), format!("`{whose}` {}", takes(options)))
        })?;
        let Some((_, read)) = options.iter().find(|(name, _)| key == name) else {
            self.has_unknown = true;
            return Err(unknown(&key, options, whose));
        };
        read(&mut self.options, Value { key, input, errors })?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        Ok(())
    }
}

/// Reports arguments of an attribute that takes none.
pub(crate) fn takes_nothing(attribute: &Attribute, errors: &Errors) {
    if !matches!(attribute.meta, Meta::Path(_)) {
        let name = attribute_name(attribute);
        errors.over(&attribute.meta, format!("`#[{name}]` takes no options; write it alone"));
    }
}

fn attribute_name(attribute: &Attribute) -> String {
    let last = attribute.path().segments.last();
    last.map(|segment| segment.ident.to_string()).unwrap_or_default()
}

fn skip_to_comma(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() {
        let skipped: TokenTree = input.parse()?;
        if matches!(skipped, TokenTree::Punct(punct) if punct.as_char() == ',') {
            break;
        }
    }
    Ok(())
}

fn unknown<T>(key: &Ident, options: &Options<T>, whose: &str) -> syn::Error {
    let remedy = match nearest(&key.to_string(), options.iter().map(|(name, _)| *name)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it {}", takes(options)),
    };
    syn::Error::new(key.span(), format!("`{whose}` has no option `{key}`; {remedy}"))
}

fn takes<T>(options: &Options<T>) -> String {
    format!("takes {}", enumerate(options.iter().map(|(name, _)| *name), "and"))
}
