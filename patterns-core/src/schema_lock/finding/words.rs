//! What has changed, why it matters, and what to write, in words. Every wording stands once, here.

use std::fmt;

use super::{Addition, Change, Finding, Place};
use crate::schema_lock::Mismatch;

impl fmt::Display for Finding {
    /// What, why, and what to write; of an addition only what.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, Headline(&self.change))?;
        match (why(&self.change), remedy(self)) {
            (Some(why), Some(remedy)) => write!(f, "\n  why:   {why}\n  write: {remedy}"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.aggregate)?;
        if let Some((event, version)) = &self.event {
            write!(f, ", event `{event}`, version {version}")?;
        }
        self.within.iter().try_for_each(|within| write!(f, ", {within}"))
    }
}

struct Headline<'a>(&'a Change);

impl fmt::Display for Headline<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Change::AggregateGone { .. } => write!(f, "the aggregate is gone"),
            Change::EventGone { .. } => write!(f, "the event is gone"),
            Change::EventAliasGone { alias } => write!(f, "the alias `{alias}` is gone"),
            Change::EventAliasMoved { alias, to, .. } => {
                write!(f, "events stored as `{alias}` are read as `{to}` now")
            }
            Change::VersionDown { to } => write!(f, "the event is back at version {to}"),
            Change::VersionDropped { oldest } => {
                write!(f, "only version {oldest} and later are read")
            }
            Change::VersionMissing => write!(f, "the lock has nothing of this version"),
            Change::StyleChanged { from, to } => {
                write!(f, "it was stored {from} and is stored {to}")
            }
            Change::FieldGone { field, .. } => write!(f, "field `{field}` is gone"),
            Change::FieldAdded { field } => {
                write!(f, "field `{field}` is new and must not be missing")
            }
            Change::FieldRequired { field } => {
                write!(f, "field `{field}` must not be missing any more")
            }
            Change::DefaultChanged { field, from, to } => {
                write!(
                    f,
                    "field `{field}` was filled in by `{from}` where it is missing, and is "
                )?;
                if to.is_empty() { write!(f, "not any more") } else { write!(f, "by `{to}`") }
            }
            Change::TypeChanged { field, from, to } => {
                write!(f, "field `{field}` was `{from}` and is `{to}`")
            }
            Change::FieldAliasGone { field, alias } => {
                write!(f, "field `{field}` has lost the alias `{alias}`")
            }
            Change::FieldsMerged { fields: [one, other], into } => {
                write!(f, "fields `{one}` and `{other}` are both read as `{into}`")
            }
            Change::ShapeGone => write!(f, "what it looks like is not declared any more"),
            Change::WrittenChanged { from, to } => {
                write!(f, "serde wrote it {} and writes it {}", attributes(from), attributes(to))
            }
            Change::KindChanged => write!(f, "a struct has become an enum, or an enum a struct"),
            Change::VariantGone { variant } => write!(f, "variant `{variant}` is gone"),
            Change::VariantAliasGone { alias } => write!(f, "the alias `{alias}` is gone"),
            Change::Upcaster(mismatch) => write!(f, "{mismatch}"),
            Change::Addition(addition) => write!(f, "{addition}"),
        }
    }
}

fn attributes(written: &str) -> String {
    if written.is_empty() { "without attributes".to_owned() } else { format!("with `{written}`") }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread { field } => write!(f, "its upcaster does not take field `{field}`"),
            Self::Needed { field } => write!(f, "its upcaster needs field `{field}`"),
            Self::Otherwise { field, stored, read } => {
                write!(
                    f,
                    "its upcaster reads field `{field}` as `{read}`, and it is stored as `{stored}`"
                )
            }
        }
    }
}

impl fmt::Display for Addition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aggregate => write!(f, "the aggregate is new"),
            Self::Event => write!(f, "the event is new"),
            Self::Version => write!(f, "the version is new"),
            Self::VersionUnknown => {
                write!(
                    f,
                    "what it looks like is not known, so its upcaster is compared with nothing"
                )
            }
            Self::Renamed(before) => write!(f, "the event was called `{before}`"),
            Self::EventAlias(alias) | Self::VariantAlias(alias) => {
                write!(f, "the alias `{alias}` is new")
            }
            Self::Retired => write!(f, "the event is retired"),
            Self::BroughtBack => write!(f, "the event is not retired any more"),
            Self::Field(field) => write!(f, "field `{field}` is new"),
            Self::FieldAlias(field, alias) => {
                write!(f, "field `{field}` has the new alias `{alias}`")
            }
            Self::FieldOptional(field) => write!(f, "field `{field}` may be missing"),
            Self::FieldFilled(field, function) => {
                write!(f, "field `{field}` is filled in by `{function}` where it is missing")
            }
            Self::Wider(field, from, to) => {
                write!(f, "field `{field}` was `{from}` and is `{to}`, which reads as much")
            }
            Self::Variant(variant) => write!(f, "variant `{variant}` is new"),
            Self::Shape => write!(f, "what it looks like is declared"),
        }
    }
}

const STOPS: &str = "stored events do not decode and stop every reader of their streams";
const SILENT: &str = "stored events hold it, and it would be passed over in silence";

fn why(change: &Change) -> Option<String> {
    let why = match change {
        Change::AggregateGone { .. } => {
            "its streams lie under this name, and nothing would look for them"
        }
        Change::EventGone { .. } => "stored events of this name stop every reader of their streams",
        Change::EventAliasGone { alias } => {
            return Some(format!("events stored as `{alias}` stop every reader of their streams"));
        }
        Change::EventAliasMoved { event, .. } => {
            return Some(format!("they are events of `{event}`, and would be replayed as others"));
        }
        Change::VersionDown { .. } => {
            "what is stored in this version stops every reader, as written by newer code"
        }
        Change::VersionDropped { .. } => {
            "what is stored in this version stops every reader of its stream"
        }
        Change::VersionMissing => {
            "what is stored in this version may stop every reader, and nobody would know before"
        }
        Change::FieldGone { field, .. } if is_place(field) => STOPS,
        Change::FieldGone { .. } => SILENT,
        Change::FieldAdded { .. } => {
            "stored events lack it, do not decode, and stop every reader of their streams"
        }
        Change::FieldRequired { .. } => {
            "stored events may lack it; they do not decode and stop every reader of their streams"
        }
        Change::DefaultChanged { .. } => "stored events that lack it are read as something else",
        Change::FieldAliasGone { .. } => {
            "stored events may hold it under that name, and it would be passed over in silence"
        }
        Change::FieldsMerged { .. } => {
            "stored events hold both, do not decode, and stop every reader of their streams"
        }
        Change::ShapeGone => "changes of its fields would not be noticed any more",
        Change::StyleChanged { .. }
        | Change::TypeChanged { .. }
        | Change::WrittenChanged { .. }
        | Change::KindChanged => "stored events do not decode, or are read as something else",
        Change::VariantGone { .. } | Change::VariantAliasGone { .. } => STOPS,
        Change::Upcaster(_) => "stored events of this version stop every reader of their streams",
        Change::Addition(_) => return None,
    };
    Some(why.to_owned())
}

fn remedy(Finding { place, change }: &Finding) -> Option<String> {
    let upcaster = upcaster(place);
    let remedy = match change {
        Change::AggregateGone { now: Some(now) } => {
            format!(
                "`#[aggregate(name = \"{}\")]` on `{now}`, if that is what it is called now",
                place.aggregate
            )
        }
        Change::AggregateGone { now: None } => {
            "the type into the list of `schema_lock!` again; accept if no store holds such streams"
                .to_owned()
        }
        Change::EventGone { now: Some(now) } => format!(
            "`#[event(alias = \"{}\")]` on `{now}`, if that is what it is called now; else keep the event as `#[event(retired)]`",
            place.event.as_ref().map_or("", |(event, _)| event)
        ),
        Change::EventGone { now: None } => {
            "keep the event as `#[event(retired)]`: it is replayed, and cannot be recorded again"
                .to_owned()
        }
        Change::EventAliasGone { alias } => format!("`#[event(alias = \"{alias}\")]` again"),
        Change::EventAliasMoved { event, alias, .. } => {
            format!("`#[event(alias = \"{alias}\")]` on `{event}` again, and on no other event")
        }
        Change::VersionDown { .. } => format!("`#[event(version = {})]` again", version(place)),
        Change::VersionDropped { .. } => {
            format!(
                "`upcast({0} = ..)` and `oldest = {0}`; accept if no store holds this version",
                version(place)
            )
        }
        Change::VersionMissing => {
            "its lines into the lock, from the other side of the merge or from its history; accept if no store holds this version".to_owned()
        }
        Change::FieldGone { field, now: Some(now) } => {
            format!(
                "`#[serde(alias = \"{field}\")]` on `{now}`, if that is what it is called now; else {upcaster}, which takes it and leaves it out"
            )
        }
        Change::FieldGone { .. } => format!("{upcaster}, which takes it and leaves it out"),
        Change::FieldAdded { .. } => {
            format!("`#[serde(default)]` on it, or {upcaster}, which fills it in")
        }
        Change::FieldRequired { .. } => {
            format!("`#[serde(default)]` on it again, or {upcaster}, which fills it in")
        }
        Change::DefaultChanged { from, .. } => {
            format!("`#[serde(default = \"{from}\")]` on it again; accept if both fill in the same")
        }
        Change::FieldAliasGone { alias, .. } => {
            format!("`#[serde(alias = \"{alias}\")]` on it again")
        }
        Change::StyleChanged { .. }
        | Change::TypeChanged { .. }
        | Change::FieldsMerged { .. }
        | Change::WrittenChanged { .. }
        | Change::KindChanged => format!("{upcaster}, which converts it"),
        Change::ShapeGone if place.within.is_empty() => {
            "let `#[derive(Event)]` or `#[events]` declare it".to_owned()
        }
        Change::ShapeGone => "derive `Shape` for it again".to_owned(),
        Change::VariantGone { variant } => format!(
            "keep it, or put `#[serde(alias = \"{variant}\")]` on the variant that stands for it"
        ),
        Change::VariantAliasGone { alias } => {
            format!("`#[serde(alias = \"{alias}\")]` on it again")
        }
        Change::Upcaster(Mismatch::Unread { field }) => format!(
            "the field `{field}` into what the upcaster from version {} takes",
            version(place)
        ),
        Change::Upcaster(Mismatch::Needed { .. }) => {
            "`#[serde(default)]` on it, or remove it".to_owned()
        }
        Change::Upcaster(Mismatch::Otherwise { stored, .. }) => format!("`{stored}` as its type"),
        Change::Addition(_) => return None,
    };
    Some(remedy)
}

fn version(place: &Place) -> u16 {
    place.event.as_ref().map_or(0, |(_, version)| *version)
}

fn upcaster(place: &Place) -> String {
    let version = version(place);
    format!("`#[event(version = {}, upcast = from_v{version})]`", u32::from(version) + 1)
}

fn is_place(field: &str) -> bool {
    field.starts_with(|first: char| first.is_ascii_digit())
}
