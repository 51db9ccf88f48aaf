//! What is known about an event beside its fields: who, when, and because of what.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::Timestamp;

/// Who caused an event, when it occurred, and because of what. Stored beside the fields of every event; nothing is stored when nothing is known.
///
/// ```
/// use patterns_core::event::Metadata;
/// let metadata = Metadata::default().by("ann").because("order-7").header("ip", "10.0.0.7");
/// assert_eq!(metadata.actor.as_deref(), Some("ann"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Metadata {
    /// When it occurred, if that is not when it was recorded: for events that are imported or entered later.
    #[serde(rename = "occurred", skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<Timestamp>,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// What it belongs to: the same for everything that follows from one request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub correlation: Option<String>,
    /// What it was caused by: another event, a message, a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub causation: Option<String>,
    /// Anything else.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The identifier of the command that recorded it, if it was given one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Which part of a change it is; absent for a change of one event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
}

/// The place of an event among those that one command recorded together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
pub struct Part {
    /// Its place, from 0.
    pub index: u32,
    /// How many there are.
    pub of: u32,
}

impl From<(u32, u32)> for Part {
    fn from((index, of): (u32, u32)) -> Self {
        Self { index, of }
    }
}

impl From<Part> for (u32, u32) {
    fn from(Part { index, of }: Part) -> Self {
        (index, of)
    }
}

/// The stored metadata of an event cannot be read.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the metadata does not decode: {0}")]
pub struct InvalidMetadata(Arc<rmp_serde::decode::Error>);

impl Metadata {
    /// With `actor` as the one who did it.
    #[must_use]
    pub fn by(mut self, actor: impl Into<String>) -> Self {
        self.actor = Some(actor.into());
        self
    }

    /// With `cause` as what it was caused by. The correlation of a cause that has one is taken over, unless there is one already.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Cause>) -> Self {
        let Cause { causation, correlation } = cause.into();
        self.causation = Some(causation);
        self.correlation = self.correlation.or(correlation);
        self
    }

    /// As part of whatever is known as `correlation`.
    #[must_use]
    pub fn correlated(mut self, correlation: impl Into<String>) -> Self {
        self.correlation = Some(correlation.into());
        self
    }

    /// With one more header, or another value for it.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.insert(name.into(), value.into());
        self
    }

    /// As something that occurred at `time`, whenever it is recorded.
    #[must_use]
    pub fn occurred(mut self, time: impl Into<Timestamp>) -> Self {
        self.occurred_at = Some(time.into());
        self
    }

    /// As recorded by the command that is known as `id`.
    pub(crate) fn once(mut self, id: impl Into<String>) -> Self {
        self.command = Some(id.into());
        self
    }

    /// The stored form; nothing when nothing is known.
    ///
    /// # Errors
    /// Never for what the methods here can make.
    pub fn encode(&self) -> Result<Bytes, rmp_serde::encode::Error> {
        if *self == Self::default() {
            return Ok(Bytes::new());
        }
        rmp_serde::to_vec_named(self).map(Bytes::from)
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// When the bytes are none.
    pub fn decode(bytes: &[u8]) -> Result<Self, InvalidMetadata> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        rmp_serde::from_slice(bytes).map_err(|error| InvalidMetadata(error.into()))
    }
}

/// What something was caused by, and what both belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Names the cause.
    pub causation: String,
    /// What the cause belongs to, if that is known.
    pub correlation: Option<String>,
}

impl From<&str> for Cause {
    fn from(causation: &str) -> Self {
        causation.to_owned().into()
    }
}

impl From<String> for Cause {
    fn from(causation: String) -> Self {
        Self { causation, correlation: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Metadata {
        Metadata::default()
            .occurred(Timestamp::from_micros(7))
            .by("Änn")
            .because(Cause { causation: "a@1".into(), correlation: Some("r".into()) })
            .header("ip", "::1")
            .once("c")
    }

    #[test]
    fn metadata_is_read_as_it_was_written() {
        for metadata in [Metadata::default(), full(), Metadata::default().by("")] {
            let stored = metadata.encode().unwrap();
            assert_eq!(Metadata::decode(&stored).unwrap(), metadata);
        }
        assert!(Metadata::default().encode().unwrap().is_empty(), "nothing is stored for nothing");
    }

    #[test]
    fn e6_metadata_that_cannot_be_read_is_an_error() {
        let stored = full().encode().unwrap();
        for length in 1..stored.len() {
            assert!(
                Metadata::decode(stored.get(..length).unwrap()).is_err(),
                "cut to {length} bytes"
            );
        }
        let foreign = rmp_serde::to_vec_named(&BTreeMap::from([("user", "ann")])).unwrap();
        assert!(Metadata::decode(&foreign).is_err(), "unknown keys are not passed over");
    }

    #[test]
    fn the_correlation_of_a_cause_is_taken_over_unless_there_is_one() {
        let cause = || Cause { causation: "a@1".into(), correlation: Some("r".into()) };
        let taken = Metadata::default().because(cause());
        assert_eq!(taken.correlation.as_deref(), Some("r"));
        let own = Metadata::default().correlated("own").because(cause());
        assert_eq!(own.correlation.as_deref(), Some("own"));
    }

    #[test]
    fn the_stored_form_never_changes() {
        let part = Metadata { part: Some(Part { index: 1, of: 2 }), ..Metadata::default() };
        assert_eq!(part.encode().unwrap().as_ref(), b"\x81\xa4part\x92\x01\x02");
        let at = Metadata::default().occurred(Timestamp::from_micros(5)).by("a");
        assert_eq!(at.encode().unwrap().as_ref(), b"\x82\xa8occurred\x05\xa5actor\xa1a");
    }
}
