//! What somebody else has found out about the same objects.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::BufReader,
    path::Path,
};

use serde::Deserialize;

use crate::Failure;

#[derive(Debug, Deserialize)]
pub(crate) struct Expected {
    pub(crate) resources: BTreeMap<String, Resource>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Resource {
    pub(crate) shapes: usize,
    pub(crate) steps: Vec<Step>,
}

/// What has changed from one shape to the next.
#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) added: BTreeSet<String>,
    pub(crate) removed: BTreeSet<String>,
    /// Keys whose value has become nothing, or something.
    pub(crate) null_to_or_from: BTreeSet<String>,
    pub(crate) type_changed: BTreeSet<String>,
}

impl Expected {
    pub(crate) fn in_directory(directory: &Path) -> Result<Option<Self>, Failure> {
        let path = directory.join("expected.json");
        if !path.exists() {
            println!("skipped: no {} to compare the steps with", path.display());
            return Ok(None);
        }
        Ok(Some(serde_json::from_reader(BufReader::new(File::open(path)?))?))
    }
}
