//! What serde's attributes say of names, defaults, and how something is written. What serde itself refuses is left to serde.

use quote::ToTokens;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token, ext::IdentExt, punctuated::Punctuated};

use super::{Rule, types};

/// The options of all `#[serde(..)]` on one item.
#[derive(Default)]
pub(crate) struct SerdeOptions {
    /// What it is written as, and read as, if not its name in the code.
    written: Option<String>,
    read: Option<String>,
    aliases: Vec<String>,
    /// `default`, with or without a function.
    pub(crate) default: bool,
    /// Whether serde leaves it out when it writes or when it reads.
    pub(crate) skipped: bool,
    pub(crate) transparent: bool,
    pub(crate) rename_all: Rule,
    pub(crate) rename_all_fields: Rule,
    /// Whether functions of one's own read it, so that serde does not know what may be missing.
    pub(crate) read_by_function: bool,
    /// What changes how it is written beside its name, as it stands in the source.
    pub(crate) representation: Vec<String>,
}

/// The stored name of something, and those under which older code stored it.
pub(crate) struct Names {
    pub(crate) written: String,
    pub(crate) aliases: Vec<String>,
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

    /// The names of what `rule` calls `name`.
    pub(crate) fn names(&self, name: String) -> Names {
        let written = self.written.clone().unwrap_or_else(|| name.clone());
        let read = self.read.clone().unwrap_or(name);
        let mut aliases: Vec<String> = Vec::new();
        for alias in std::iter::once(&read).chain(&self.aliases) {
            if *alias != written && !aliases.contains(alias) {
                aliases.push(alias.clone());
            }
        }
        Names { written, aliases }
    }

    fn add(&mut self, meta: &Meta) {
        let Some(key) = meta.path().get_ident() else { return };
        match key.unraw().to_string().as_str() {
            "rename" => (self.written, self.read) = both(meta, &self.written, &self.read),
            "alias" => self.aliases.extend(text(meta)),
            "default" => self.default = true,
            "skip" | "skip_serializing" | "skip_deserializing" => self.skipped = true,
            "transparent" => self.transparent = true,
            "rename_all" => self.rename_all = rule(meta),
            "rename_all_fields" => self.rename_all_fields = rule(meta),
            "with" | "deserialize_with" => {
                self.read_by_function = true;
                self.representation.push(shown(meta));
            }
            "serialize_with" | "tag" | "content" | "untagged" | "from" | "into" | "try_from"
            | "remote" | "flatten" => {
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

/// `key = ".."`, or `key(serialize = "..", deserialize = "..")`.
fn both(
    meta: &Meta,
    written: &Option<String>,
    read: &Option<String>,
) -> (Option<String>, Option<String>) {
    if let Some(name) = text(meta) {
        return (Some(name.clone()), Some(name));
    }
    let parsed = meta
        .require_list()
        .and_then(|list| list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated));
    let parts = parsed.unwrap_or_default();
    let part = |name: &str| parts.iter().find(|part| part.path().is_ident(name)).and_then(text);
    (part("serialize").or_else(|| written.clone()), part("deserialize").or_else(|| read.clone()))
}

// The rule for writing: what is stored is what counts.
fn rule(meta: &Meta) -> Rule {
    let (written, _) = both(meta, &None, &None);
    written.map(|name| Rule::named(&name)).unwrap_or_default()
}
