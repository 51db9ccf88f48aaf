//! The objects: for every resource one each time its keys have changed.

use std::{collections::BTreeMap, fs::File, io::BufReader, path::Path};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::Failure;

/// An object, as it was when the keys of its resource had just changed.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Object {
    pub(crate) resource: String,
    /// Which shape of the resource it is, from 1.
    pub(crate) n: u32,
    pub(crate) date: String,
    #[serde(rename = "object")]
    pub(crate) keys: Map<String, Value>,
}

/// All objects, in the order of their shapes.
pub(crate) struct History(BTreeMap<String, Vec<Object>>);

impl History {
    pub(crate) fn new(objects: impl IntoIterator<Item = Object>) -> Self {
        let mut resources: BTreeMap<String, Vec<Object>> = BTreeMap::new();
        for object in objects {
            resources.entry(object.resource.clone()).or_default().push(object);
        }
        resources.values_mut().for_each(|objects| objects.sort_by_key(|object| object.n));
        Self(resources)
    }

    /// Reads a file of one object a line, compressed by zstd.
    pub(crate) fn read(file: &Path) -> Result<Self, Failure> {
        let open = File::open(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let mut decoder = zstd::Decoder::new(open)?;
        decoder.window_log_max(27)?;
        let objects = serde_json::Deserializer::from_reader(BufReader::new(decoder)).into_iter();
        Ok(Self::new(objects.collect::<Result<Vec<Object>, _>>()?))
    }

    pub(crate) fn resources(&self) -> impl Iterator<Item = (&str, &[Object])> {
        self.0.iter().map(|(name, objects)| (name.as_str(), objects.as_slice()))
    }

    pub(crate) fn of(&self, resource: &str) -> &[Object] {
        self.0.get(resource).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn print(&self) {
        let objects: usize = self.0.values().map(Vec::len).sum();
        let mut dates: Vec<&str> =
            self.0.values().flatten().map(|object| object.date.as_str()).collect();
        dates.sort_unstable();
        let (first, last) = (dates.first().unwrap_or(&""), dates.last().unwrap_or(&""));
        println!("{objects} shapes of {} resources, {first} to {last}", self.0.len());
    }
}
