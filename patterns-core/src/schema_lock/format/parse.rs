//! Reads a lock.

use std::iter::Peekable;

use super::{
    FORMAT, NO_FIELDS, UNDECLARED,
    words::{name, names},
};
use crate::schema_lock::{
    Lock, LockedAggregate, LockedBody, LockedEvent, LockedField, LockedFields, LockedShape,
    LockedType, LockedVariant,
};

/// Why a text is no lock.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not what a lock holds there: `{text}`")]
pub struct FormatError {
    /// The line, from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
}

/// A line with its number and depth.
#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    depth: usize,
    text: &'a str,
}

impl Line<'_> {
    fn wrong(self) -> FormatError {
        FormatError { line: self.number, text: self.text.to_owned() }
    }
}

type Lines<'a> = Peekable<std::vec::IntoIter<Line<'a>>>;

/// The lock that the text of a file describes.
///
/// # Errors
/// When a line is not what the format has there, as after a merge that was not resolved.
pub fn parse(text: &str) -> Result<Lock, FormatError> {
    let mut lines = lines(text).into_iter().peekable();
    match lines.next() {
        Some(line) if line.depth == 0 && line.text == FORMAT => {}
        Some(line) => return Err(line.wrong()),
        None => return Err(FormatError { line: 1, text: String::new() }),
    }
    let mut lock = Lock::default();
    while let Some(line) = next_at(0, &mut lines)? {
        let aggregate =
            line.text.strip_prefix("aggregate ").and_then(name).filter(|(_, rest)| rest.is_empty());
        let (name, _) = aggregate.ok_or_else(|| line.wrong())?;
        insert(&mut lock.aggregates, name, events(&mut lines)?, line)?;
    }
    Ok(lock)
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let lines = text.lines().enumerate().map(|(index, line)| {
        let text = line.trim_start_matches(' ');
        Line { number: index + 1, depth: line.len() - text.len(), text: text.trim_end() }
    });
    lines.filter(|line| !line.text.is_empty() && !line.text.starts_with('#')).collect()
}

/// The next line, if it stands at this depth; one that stands deeper is wrong.
fn next_at<'a>(depth: usize, lines: &mut Lines<'a>) -> Result<Option<Line<'a>>, FormatError> {
    match lines.peek() {
        Some(line) if line.depth > depth * 2 => Err(line.wrong()),
        Some(line) if line.depth == depth * 2 => Ok(lines.next()),
        _ => Ok(None),
    }
}

/// The same name twice would be an entry lost.
fn insert<K: Ord, T>(
    into: &mut std::collections::BTreeMap<K, T>,
    key: K,
    value: T,
    line: Line<'_>,
) -> Result<(), FormatError> {
    match into.insert(key, value) {
        None => Ok(()),
        Some(_) => Err(line.wrong()),
    }
}

fn events(lines: &mut Lines<'_>) -> Result<LockedAggregate, FormatError> {
    let mut aggregate = LockedAggregate::default();
    while let Some(line) = next_at(1, lines)? {
        let (name, event) = event(line.text).ok_or_else(|| line.wrong())?;
        let event = LockedEvent { versions: versions(lines)?, ..event };
        insert(&mut aggregate.events, name, event, line)?;
    }
    Ok(aggregate)
}

fn event(text: &str) -> Option<(String, LockedEvent)> {
    let (name, rest) = name(text.strip_prefix("event ")?)?;
    let (aliases, rest) = names(rest)?;
    let retired = rest == ", retired";
    let event =
        LockedEvent { aliases: aliases.into_iter().collect(), retired, ..LockedEvent::default() };
    (retired || rest.is_empty()).then_some((name, event))
}

fn versions(
    lines: &mut Lines<'_>,
) -> Result<std::collections::BTreeMap<u16, LockedShape>, FormatError> {
    let mut versions = std::collections::BTreeMap::new();
    while let Some(line) = next_at(2, lines)? {
        let version = line.text.strip_prefix("version ").and_then(|version| version.parse().ok());
        let version = version.filter(|version| *version > 0).ok_or_else(|| line.wrong())?;
        insert(&mut versions, version, shape(lines)?, line)?;
    }
    Ok(versions)
}

fn shape(lines: &mut Lines<'_>) -> Result<LockedShape, FormatError> {
    let mut shape = LockedShape { fields: fields(3, lines)?, ..LockedShape::default() };
    while let Some(line) = next_at(3, lines)? {
        let (kind, rest) = line.text.split_once(' ').ok_or_else(|| line.wrong())?;
        let (name, written) = rest.split_once(" #").unwrap_or((rest, ""));
        let body = match kind {
            "struct" => LockedBody::Struct(fields(4, lines)?),
            "enum" => variants(lines)?,
            _ => return Err(line.wrong()),
        };
        insert(
            &mut shape.types,
            name.to_owned(),
            LockedType { written: written.to_owned(), body },
            line,
        )?;
    }
    Ok(shape)
}

fn variants(lines: &mut Lines<'_>) -> Result<LockedBody, FormatError> {
    let mut variants = std::collections::BTreeMap::new();
    while let Some(line) = next_at(4, lines)? {
        let parsed = line.text.strip_prefix("variant ").and_then(name);
        let parsed = parsed.and_then(|(name, rest)| {
            Some((name, names(rest).filter(|(_, rest)| rest.is_empty())?))
        });
        let (name, (aliases, _)) = parsed.ok_or_else(|| line.wrong())?;
        let variant =
            LockedVariant { aliases: aliases.into_iter().collect(), fields: fields(5, lines)? };
        insert(&mut variants, name, variant, line)?;
    }
    Ok(LockedBody::Enum(variants))
}

fn fields(depth: usize, lines: &mut Lines<'_>) -> Result<LockedFields, FormatError> {
    let whole = match lines.peek() {
        Some(line) if line.depth == depth * 2 => match line.text {
            UNDECLARED => Some(LockedFields::Undeclared),
            NO_FIELDS => Some(LockedFields::Named(Default::default())),
            "()" => Some(LockedFields::Placed(Vec::new())),
            text => text.strip_prefix("= ").map(|ty| LockedFields::Value(ty.to_owned())),
        },
        _ => None,
    };
    if let Some(whole) = whole {
        lines.next();
        return Ok(whole);
    }
    several(depth, lines)
}

fn several(depth: usize, lines: &mut Lines<'_>) -> Result<LockedFields, FormatError> {
    let mut fields = LockedFields::Unit;
    while let Some((line, (name, field))) = lines
        .peek()
        .copied()
        .filter(|line| line.depth == depth * 2)
        .and_then(|line| Some((line, field(line.text)?)))
    {
        lines.next();
        match (&mut fields, name) {
            (LockedFields::Unit, Name::Named(name)) => {
                fields = LockedFields::Named([(name, field)].into())
            }
            (LockedFields::Unit, Name::Placed(0)) => fields = LockedFields::Placed(vec![field]),
            (LockedFields::Named(fields), Name::Named(name)) => insert(fields, name, field, line)?,
            (LockedFields::Placed(fields), Name::Placed(place)) if place == fields.len() => {
                fields.push(field)
            }
            _ => return Err(line.wrong()),
        }
    }
    Ok(fields)
}

enum Name {
    Named(String),
    Placed(usize),
}

fn field(text: &str) -> Option<(Name, LockedField)> {
    let (field, rest) = match text.strip_prefix('.') {
        Some(rest) => {
            let (place, rest) = name(rest)?;
            (Name::Placed(place.parse().ok()?), rest)
        }
        None => name(text).map(|(name, rest)| (Name::Named(name), rest))?,
    };
    let (may_be_missing, rest) = rest.strip_prefix('?').map_or((false, rest), |rest| (true, rest));
    let (default, rest) = match rest.strip_prefix(" = ").filter(|_| may_be_missing) {
        Some(rest) => name(rest)?,
        None => (String::new(), rest),
    };
    let (aliases, rest) = names(rest)?;
    let ty = rest.strip_prefix(": ")?.to_owned();
    let aliases = aliases.into_iter().collect();
    Some((field, LockedField { aliases, ty, may_be_missing, default }))
}
