//! Findings, and how they read.

use core::{fmt, ops::RangeInclusive};

use crate::event::StreamId;

/// What came of a verification.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Verification {
    /// How many events were looked at.
    pub events: u64,
    /// How many streams they belong to. On a store of several nodes a stream that was moved counts on each node that has it.
    pub streams: u64,
    /// Everything that does not fit, in the order of the log.
    pub findings: Vec<Finding>,
}

impl Verification {
    /// Whether nothing was found.
    pub const fn is_intact(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Something that does not fit, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was done to the events, as far as it can be told.
    pub kind: FindingKind,
    /// On which node, if the store has several.
    pub node: Option<String>,
    /// In which stream, if it can be told.
    pub stream: Option<StreamId>,
    /// From which version to which.
    pub versions: Option<RangeInclusive<u64>>,
    /// From which position in the log to which.
    pub positions: Option<RangeInclusive<u64>>,
    /// What does not fit.
    pub what: String,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FindingKind {
    /// An event, or what the store keeps beside it, is not as it was recorded.
    Changed,
    /// Events are gone.
    Missing,
    /// Events stand in one another's places.
    OutOfOrder,
    /// There are events that were not recorded there.
    Inserted,
    /// Bytes cannot be read as events.
    Unreadable,
    /// What the store derives from the events, as its index, does not agree with them.
    Derived,
    /// The events fit one another, but not what was signed off: all that follows a change was made anew.
    Rewritten,
}

impl Finding {
    /// A finding without a place.
    pub fn new(kind: FindingKind, what: impl Into<String>) -> Self {
        let what = what.into();
        Self { kind, node: None, stream: None, versions: None, positions: None, what }
    }

    /// The same, in a stream.
    #[must_use]
    pub fn in_stream(self, stream: &StreamId, versions: RangeInclusive<u64>) -> Self {
        Self { stream: Some(stream.clone()), versions: Some(versions), ..self }
    }

    /// The same, at positions of the log.
    #[must_use]
    pub fn at(self, positions: RangeInclusive<u64>) -> Self {
        Self { positions: Some(positions), ..self }
    }

    /// The same, on a node.
    #[must_use]
    pub fn on(self, node: impl Into<String>) -> Self {
        Self { node: Some(node.into()), ..self }
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::OutOfOrder => "out of order",
            Self::Inserted => "inserted",
            Self::Unreadable => "unreadable",
            Self::Derived => "derived data",
            Self::Rewritten => "rewritten",
        })
    }
}

/// One line, as `changed: stream account/7, version 3, position 12: the event is not what was recorded`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.kind)?;
        let mut separator = "";
        let mut place = |f: &mut fmt::Formatter<'_>, text: fmt::Arguments<'_>| {
            write!(f, "{}{text}", core::mem::replace(&mut separator, ", "))
        };
        if let Some(node) = &self.node {
            place(f, format_args!("node {node}"))?;
        }
        if let Some(stream) = &self.stream {
            place(f, format_args!("stream {stream}"))?;
        }
        if let Some(versions) = &self.versions {
            place(f, format_args!("{}", Numbers("version", versions)))?;
        }
        if let Some(positions) = &self.positions {
            place(f, format_args!("{}", Numbers("position", positions)))?;
        }
        let colon = if separator.is_empty() { "" } else { ": " };
        write!(f, "{colon}{}", self.what)
    }
}

/// One number or several.
struct Numbers<'a>(&'a str, &'a RangeInclusive<u64>);

impl fmt::Display for Numbers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(name, range) = self;
        match (range.start(), range.end()) {
            (first, last) if first >= last => write!(f, "{name} {first}"),
            (first, last) => write!(f, "{name}s {first} to {last}"),
        }
    }
}

/// A line that counts, then one a finding.
impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { events, streams, findings } = self;
        write!(f, "{events} events in {streams} streams: ")?;
        match findings.len() {
            0 => f.write_str("intact"),
            1 => f.write_str("1 finding"),
            many => write!(f, "{many} findings"),
        }?;
        findings.iter().try_for_each(|finding| write!(f, "\n{finding}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_read_as_one_line_each() {
        let stream = StreamId::new("account", &7);
        let changed = Finding::new(FindingKind::Changed, "the event is not what was recorded")
            .in_stream(&stream, 3..=3)
            .at(12..=12)
            .on("berlin");
        let missing = Finding::new(FindingKind::Missing, "events are gone").at(4..=9);
        let bare = Finding::new(FindingKind::Derived, "the setting `format` is missing");
        let findings = vec![changed, missing, bare];
        let verification = Verification { events: 20, streams: 2, findings };
        assert_eq!(
            verification.to_string(),
            "20 events in 2 streams: 3 findings\n\
             changed: node berlin, stream account/7, version 3, position 12: the event is not what was recorded\n\
             missing: positions 4 to 9: events are gone\n\
             derived data: the setting `format` is missing"
        );
    }
}
