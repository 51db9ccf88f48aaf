//! The names under which something is stored.

use syn::Ident;

use crate::reading::Errors;

/// The stored name of something, and the others under which it is read.
pub(crate) struct Names {
    pub(crate) written: String,
    pub(crate) aliases: Vec<String>,
    is_read_back: bool,
}

impl Names {
    pub(super) fn new(written: String, read: Vec<String>) -> Self {
        let is_read_back = read.contains(&written);
        let mut aliases: Vec<String> = Vec::new();
        for name in read {
            if name != written && !aliases.contains(&name) {
                aliases.push(name);
            }
        }
        Self { written, aliases, is_read_back }
    }

    /// What is stored must come back: refuses a name that is written and not read.
    pub(crate) fn check(&self, place: &Ident, errors: &Errors) {
        if !self.is_read_back {
            let written = &self.written;
            errors.over(place, format!("serde writes this as `{written}` and does not read it under that name, so it would not come back; add `#[serde(alias = \"{written}\")]`"));
        }
    }
}
