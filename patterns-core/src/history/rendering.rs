//! Histories as text: JSON lines for machines, a table for people.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::History;
#[cfg(feature = "personal")]
use crate::personal::showing;
use crate::{
    aggregate::Apply,
    event::{Part, StreamId},
    repository::{Happened, LoadError, Recorded},
};

/// Why a history could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// It could not be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// An event has no form in JSON: the keys of a map in it are no texts, for example.
    #[error("event {version} of stream {stream} cannot be written as JSON: {cause}")]
    Json {
        /// The stream.
        stream: StreamId,
        /// The version of the event.
        version: u64,
        /// What is in the way.
        cause: serde_json::Error,
    },
    /// The text could not be written.
    #[error("the history could not be written: {0}")]
    Io(#[from] io::Error),
}

#[cfg(not(feature = "personal"))]
fn showing<R>(_: bool, work: impl FnOnce() -> R) -> R {
    work()
}

/// One line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    stream: String,
    version: u64,
    position: u64,
    recorded_at: String,
    occurred_at: String,
    event: &'a str,
    data: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    causation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<Part>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    headers: Map<String, Value>,
}

impl<A: Apply> History<A> {
    /// Writes all events that are left to `to`, as one JSON object a line: stream, version, position, both times, stored name, fields, and whatever
    /// is known beside. Reads page by page; a number that is none in JSON becomes `null`.
    ///
    /// # Errors
    /// When the history cannot be read, an event has no form in JSON, or `to` does not take the text.
    pub async fn json_lines(mut self, to: &mut (impl Write + Send)) -> Result<(), RenderError> {
        let disclosed = self.disclosed;
        while let Some(recorded) = self.next().await? {
            let mut line = serde_json::to_vec(&line(&recorded, disclosed)?)
                .map_err(|cause| unwritable(&recorded, cause))?;
            line.push(b'\n');
            to.write_all(&line)?;
        }
        Ok(())
    }

    /// All events that are left, as a table for people. Held in memory as a whole.
    ///
    /// # Errors
    /// When the history cannot be read, or an event has no form in JSON.
    pub async fn table(mut self) -> Result<String, RenderError> {
        let titles = ["version", "occurred at", "event", "fields", "actor", "because of"];
        let mut rows = vec![titles.map(String::from)];
        while let Some(recorded) = self.next().await? {
            rows.push(row(&recorded, self.disclosed)?);
        }
        Ok(aligned(&rows))
    }
}

fn line<E: Serialize>(recorded: &Recorded<E>, disclosed: bool) -> Result<Line<'_>, RenderError> {
    let metadata = &recorded.metadata;
    let header = |(name, value): (&String, &String)| (name.clone(), value.clone().into());
    Ok(Line {
        stream: recorded.stream.to_string(),
        version: recorded.version,
        position: recorded.position,
        recorded_at: recorded.recorded_at.to_string(),
        occurred_at: recorded.occurred_at().to_string(),
        event: &recorded.name,
        data: data(recorded, disclosed)?,
        actor: metadata.actor.as_deref(),
        correlation: metadata.correlation.as_deref(),
        causation: metadata.causation.as_deref(),
        command: metadata.command.as_deref(),
        part: metadata.part,
        headers: metadata.headers.iter().map(header).collect(),
    })
}

/// The fields of an event, without the name that serde gives its variant.
fn data<E: Serialize>(recorded: &Recorded<E>, disclosed: bool) -> Result<Value, RenderError> {
    let value = match &recorded.happened {
        Happened::Event(event) => showing(disclosed, || serde_json::to_value(event)),
        Happened::Framework(event) => serde_json::to_value(event),
    };
    Ok(match value.map_err(|cause| unwritable(recorded, cause))? {
        Value::Object(variant) => variant.into_iter().next().map_or(Value::Null, |(_, data)| data),
        _ => Value::Null,
    })
}

fn unwritable<E>(recorded: &Recorded<E>, cause: serde_json::Error) -> RenderError {
    RenderError::Json { stream: recorded.stream.clone(), version: recorded.version, cause }
}

fn row<E: Serialize>(recorded: &Recorded<E>, disclosed: bool) -> Result<[String; 6], RenderError> {
    let text = |text: &Option<String>| shown(text.as_deref().unwrap_or_default());
    let fields = match data(recorded, disclosed)? {
        Value::Null => String::new(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("{name}: {value}"));
            fields.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    };
    Ok([
        recorded.version.to_string(),
        recorded.occurred_at().to_string(),
        shown(&recorded.name),
        shown(&fields),
        text(&recorded.metadata.actor),
        text(&recorded.metadata.causation),
    ])
}

/// On one line and from left to right, whatever somebody has put into it.
fn shown(text: &str) -> String {
    let turns = |character| matches!(character, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let shown = |character: char| match character.is_control() || turns(character) {
        true => character.escape_default().to_string(),
        false => character.to_string(),
    };
    text.chars().map(shown).collect()
}

/// Columns as wide as their longest text; no spaces at the ends of lines.
fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        let texts = rows.iter().filter_map(|row| row.get(column));
        texts.map(|text| text.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<_> = (0..N).map(width).collect();
    let mut table = String::new();
    for row in rows {
        let padded = row.iter().zip(&widths).map(|(text, width)| format!("{text:<width$}"));
        table += padded.collect::<Vec<_>>().join("  ").trim_end();
        table.push('\n');
    }
    table
}
