//! What the writer was promised, one line an append on its standard output.

use std::{fmt::Write, io::Write as _};

use patterns_core::{
    event::StreamId,
    store::{Append, Appended},
};

use super::events::data_digest;

/// The part of an acknowledged append that went to one stream.
#[derive(Clone, Debug)]
pub struct Ack {
    pub stream: StreamId,
    pub last_version: u64,
    pub count: u64,
    pub digest: u32,
}

/// What a line of the writer says.
pub enum Line {
    Opened,
    Acknowledged(Vec<Ack>),
    /// Something was done that is not an append.
    Done,
    /// The store failed.
    Failed(String),
}

/// Tells the parent of an append. One write a line, so that a kill leaves whole lines and at most one that does not end.
pub fn print(batch: &[(StreamId, u64, u32)], appended: &Appended) {
    let mut line = "ack".to_string();
    for ((stream, count, digest), version) in batch.iter().zip(&appended.versions) {
        line.push(' ');
        stream.as_bytes().iter().for_each(|byte| write!(line, "{byte:02x}").unwrap());
        write!(line, ":{version}:{count}:{digest}").unwrap();
    }
    print_line(&line);
}

pub fn print_line(line: &str) {
    // A writer whose parent is gone would write for ever.
    if std::io::stdout().lock().write_all(format!("{line} .\n").as_bytes()).is_err() {
        std::process::exit(1);
    }
}

/// Kept from the batch until the answer comes.
pub fn summary(batch: &[Append]) -> Vec<(StreamId, u64, u32)> {
    let entry = |entry: &Append| {
        (entry.stream.clone(), entry.events.len() as u64, data_digest(&entry.events))
    };
    batch.iter().map(entry).collect()
}

/// Reads a line back; `None` when it was cut off.
pub fn parse(line: &str) -> Option<Line> {
    let line = line.strip_suffix(" .")?;
    match line.split_once(' ') {
        Some(("ack", entries)) => {
            entries.split(' ').map(entry).collect::<Option<_>>().map(Line::Acknowledged)
        }
        Some(("failed", what)) => Some(Line::Failed(what.to_string())),
        None if line == "done" => Some(Line::Done),
        _ => (line == "opened").then_some(Line::Opened),
    }
}

fn entry(text: &str) -> Option<Ack> {
    let mut fields = text.split(':');
    let hex = fields.next()?;
    let bytes: Option<Vec<u8>> = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok())
        .collect();
    Some(Ack {
        stream: StreamId::from_bytes(bytes?.into()),
        last_version: fields.next()?.parse().ok()?,
        count: fields.next()?.parse().ok()?,
        digest: fields.next()?.parse().ok()?,
    })
}
