//! Writes a lock.

use std::{
    collections::BTreeSet,
    fmt::{self, Write as _},
};

use super::{FORMAT, HEADER, NO_FIELDS, UNDECLARED, words::quoted};
use crate::schema_lock::{
    Lock, LockedBody, LockedEvent, LockedField, LockedFields, LockedShape, LockedType,
};

impl fmt::Display for Lock {
    /// The text of the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = Lines::default();
        lines.line(HEADER);
        lines.line(FORMAT);
        for (name, aggregate) in &self.aggregates {
            lines.line("");
            lines.line(&format!("aggregate {}", quoted(name)));
            lines.deeper(|lines| {
                aggregate.events.iter().for_each(|(name, event)| lines.event(name, event))
            });
        }
        f.write_str(&lines.text)
    }
}

#[derive(Default)]
struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    fn line(&mut self, line: &str) {
        let indent = if line.is_empty() { 0 } else { self.depth * 2 };
        let _ = writeln!(self.text, "{:indent$}{line}", "");
    }

    fn deeper(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    fn event(&mut self, name: &str, event: &LockedEvent) {
        let retired = if event.retired { ", retired" } else { "" };
        self.line(&format!("event {}{}{retired}", quoted(name), aliases(&event.aliases)));
        self.deeper(|lines| {
            for (version, shape) in &event.versions {
                lines.line(&format!("version {version}"));
                lines.deeper(|lines| lines.shape(shape));
            }
        });
    }

    fn shape(&mut self, shape: &LockedShape) {
        self.fields(&shape.fields);
        shape.types.iter().for_each(|(name, ty)| self.ty(name, ty));
    }

    fn fields(&mut self, fields: &LockedFields) {
        match fields {
            LockedFields::Undeclared => self.line(UNDECLARED),
            LockedFields::Unit => {}
            LockedFields::Named(fields) if fields.is_empty() => self.line(NO_FIELDS),
            LockedFields::Named(fields) => {
                fields.iter().for_each(|(name, field)| self.field(&quoted(name), field))
            }
            LockedFields::Placed(fields) if fields.is_empty() => self.line("()"),
            LockedFields::Placed(fields) => {
                fields
                    .iter()
                    .enumerate()
                    .for_each(|(place, field)| self.field(&format!(".{place}"), field));
            }
            LockedFields::Value(ty) => self.line(&format!("= {ty}")),
        }
    }

    fn field(&mut self, name: &str, field: &LockedField) {
        let missing = match field.default.as_str() {
            _ if !field.may_be_missing => String::new(),
            "" => "?".to_owned(),
            function => format!("? = {}", quoted(function)),
        };
        self.line(&format!("{name}{missing}{}: {}", aliases(&field.aliases), field.ty));
    }

    fn ty(&mut self, name: &str, ty: &LockedType) {
        let written =
            if ty.written.is_empty() { String::new() } else { format!(" #{}", ty.written) };
        let kind = if matches!(ty.body, LockedBody::Enum(_)) { "enum" } else { "struct" };
        self.line(&format!("{kind} {name}{written}"));
        self.deeper(|lines| match &ty.body {
            LockedBody::Struct(fields) => lines.fields(fields),
            LockedBody::Enum(variants) => {
                for (name, variant) in variants {
                    lines.line(&format!("variant {}{}", quoted(name), aliases(&variant.aliases)));
                    lines.deeper(|lines| lines.fields(&variant.fields));
                }
            }
        });
    }
}

fn aliases(aliases: &BTreeSet<String>) -> String {
    aliases.iter().map(|alias| format!(" | {}", quoted(alias))).collect()
}
