//! What others have worked out about the traces.

use std::{collections::BTreeMap, error::Error, fs, io::ErrorKind, path::Path};

use serde::Deserialize;

use super::trace::Trace;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Expected(pub(crate) BTreeMap<String, Facts>);

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Facts {
    pub(crate) accesses: usize,
    pub(crate) distinct: usize,
    /// By capacity.
    #[serde(default)]
    pub(crate) lru_hits: BTreeMap<usize, u64>,
    /// By time to live in seconds.
    #[serde(default)]
    pub(crate) ttl_unbounded: BTreeMap<u64, Timed>,
}

/// What comes of a time to live, with room for everything.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
pub(crate) struct Timed {
    pub(crate) hits: u64,
    pub(crate) loads: u64,
}

impl Expected {
    pub(crate) fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        match fs::read_to_string(path) {
            Ok(text) => Ok(serde_json::from_str(&text)?),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) fn of(&self, trace: &Trace) -> Option<&Facts> {
        self.0.get(&trace.name)
    }

    /// Whether the trace was read as it was when the facts were found.
    pub(crate) fn differences(&self, trace: &Trace) -> Option<String> {
        let facts = self.of(trace)?;
        let (read, said) = ((trace.keys.len(), trace.distinct), (facts.accesses, facts.distinct));
        (read != said)
            .then(|| format!("{}: accesses and keys are {read:?}, not {said:?}", trace.name))
    }
}
