//! What serde's attributes say of names, defaults, and how something is written. What serde itself refuses is left to serde.

use quote::ToTokens;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token, ext::IdentExt, punctuated::Punctuated};

use super::{Names, Rule, types};

/// The options of all `#[serde(..)]` on one item.
#[derive(Default)]
pub(crate) struct SerdeOptions {
    /// Its name, if not that in the code.
    renamed: Both<Option<String>>,
    aliases: Vec<String>,
    /// `default`, with the path of the function; an empty one where none is given.
    pub(crate) default: Option<String>,
    /// Whether serde leaves it out when it writes.
    pub(crate) is_not_written: bool,
    /// Whether serde leaves it out when it reads.
    pub(crate) is_not_read: bool,
    pub(crate) transparent: bool,
    pub(crate) rename_all: Both<Rule>,
    pub(crate) rename_all_fields: Both<Rule>,
    /// Whether serde writes or reads it as another type.
    pub(crate) converted: bool,
    /// Whether functions of one's own read it, so that serde does not know what may be missing.
    pub(crate) read_by_function: bool,
    /// What changes how it is written beside its name, as it stands in the source.
    pub(crate) representation: Vec<String>,
}

/// What holds where serde writes, and what holds where it reads.
#[derive(Clone, Copy, Default)]
pub(crate) struct Both<T> {
    pub(crate) written: T,
    pub(crate) read: T,
}

impl SerdeOptions {
    pub(crate) fn read(attributes: &[Attribute]) -> Self {
        let mut options = Self::default();
        let own = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
        let metas = own.filter_map(|attribute| {
            attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()
        });
        metas.flatten().for_each(|meta| options.add(&meta));
        options
    }

    /// The names of what the rules call so.
    pub(crate) fn names(&self, by_rule: Both<String>) -> Names {
        let read = self.renamed.read.clone().unwrap_or(by_rule.read);
        let written = match self.is_not_written {
            // Older code has written it, under the name that is still read.
            true => read.clone(),
            false => self.renamed.written.clone().unwrap_or(by_rule.written),
        };
        Names::new(written, [&[read][..], &self.aliases].concat())
    }

    /// Whether what it holds is stored as if it were beside it.
    pub(crate) fn is_flattened(&self) -> bool {
        self.representation.iter().any(|option| option == "flatten")
    }

    /// Whether no name tells what it is.
    pub(crate) fn is_untagged(&self) -> bool {
        self.representation.iter().any(|option| option == "untagged")
    }

    fn add(&mut self, meta: &Meta) {
        let Some(key) = meta.path().get_ident() else { return };
        match key.unraw().to_string().as_str() {
            "rename" => self.renamed.add(meta, Some),
            "alias" => self.aliases.extend(text(meta)),
            "default" => self.default = Some(text(meta).unwrap_or_default()),
            "skip" => (self.is_not_written, self.is_not_read) = (true, true),
            "skip_serializing" => self.is_not_written = true,
            "skip_deserializing" => self.is_not_read = true,
            "transparent" => self.transparent = true,
            "rename_all" => self.rename_all.add(meta, |name| Rule::named(&name)),
            "rename_all_fields" => self.rename_all_fields.add(meta, |name| Rule::named(&name)),
            "with" | "deserialize_with" => {
                self.read_by_function = true;
                self.representation.push(shown(meta));
            }
            "from" | "into" | "try_from" => {
                self.converted = true;
                self.representation.push(shown(meta));
            }
            "serialize_with" | "tag" | "content" | "untagged" | "remote" | "flatten" => {
                self.representation.push(shown(meta));
            }
            _ => {}
        }
    }
}

fn shown(meta: &Meta) -> String {
    types::text(meta.to_token_stream())
}

fn text(meta: &Meta) -> Option<String> {
    let Meta::NameValue(pair) = meta else { return None };
    literal(&pair.value)
}

fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        // Made by `macro_rules!` around a captured literal.
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}

impl<T> Both<T> {
    pub(crate) fn map<U>(self, each: impl Fn(T) -> U) -> Both<U> {
        Both { written: each(self.written), read: each(self.read) }
    }

    /// `key = ".."`, or `key(serialize = "..", deserialize = "..")`.
    fn add(&mut self, meta: &Meta, named: impl Fn(String) -> T) {
        if let Some(name) = text(meta) {
            *self = Self { written: named(name.clone()), read: named(name) };
            return;
        }
        let parsed = meta
            .require_list()
            .and_then(|list| list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated));
        let parts = parsed.unwrap_or_default();
        let part = |name: &str| parts.iter().find(|part| part.path().is_ident(name)).and_then(text);
        part("serialize").into_iter().for_each(|name| self.written = named(name));
        part("deserialize").into_iter().for_each(|name| self.read = named(name));
    }
}

impl Both<Rule> {
    /// These rules, or others where these say nothing.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { written: self.written.or(other.written), read: self.read.or(other.read) }
    }
}
