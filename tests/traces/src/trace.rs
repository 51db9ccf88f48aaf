//! Where traces come from.

use std::{
    collections::HashMap,
    error::Error,
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use super::{expected::Expected, patterns};

/// Some traces were compressed with a window of 128 MiB, more than is accepted unless asked for.
const WINDOW_LOG: u32 = 27;

/// Accesses in order. Keys are numbered as they appear, whatever they are called in the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace {
    /// The name of the file, without `.zst`.
    pub(crate) name: String,
    pub(crate) keys: Vec<u32>,
    pub(crate) distinct: usize,
    /// When each access was; empty if the trace does not say.
    pub(crate) seconds: Vec<u64>,
}

impl Trace {
    pub(crate) fn new<K: std::hash::Hash + Eq>(
        name: impl Into<String>,
        keys: impl IntoIterator<Item = K>,
    ) -> Self {
        let (mut trace, mut numbers) =
            (Self { name: name.into(), ..Self::default() }, HashMap::new());
        keys.into_iter().for_each(|key| trace.push(&mut numbers, key));
        trace
    }

    fn push<K: std::hash::Hash + Eq>(&mut self, numbers: &mut HashMap<K, u32>, key: K) {
        let next = numbers.len() as u32;
        self.keys.push(*numbers.entry(key).or_insert(next));
        self.distinct = numbers.len();
    }

    fn file(path: &Path, name: &str) -> Result<Self, Box<dyn Error>> {
        let mut decoder = zstd::Decoder::new(File::open(path)?)?;
        decoder.window_log_max(WINDOW_LOG)?;
        let (mut trace, mut numbers) =
            (Self { name: name.into(), ..Self::default() }, HashMap::new());
        for line in BufReader::new(decoder).lines() {
            let line = line?;
            let key = match line.split_once('\t') {
                Some((seconds, key)) if name.ends_with(".tsv") => {
                    trace.seconds.push(seconds.parse()?);
                    key
                }
                _ => line.as_str(),
            };
            trace.push(&mut numbers, key.to_string());
        }
        Ok(trace)
    }
}

/// A set of traces.
pub(crate) struct Source {
    directory: Option<PathBuf>,
    names: Vec<String>,
    made: Vec<Trace>,
    pub(crate) expected: Expected,
}

impl Source {
    /// What lies in `directory`, which may say in `expected.json` what must come out.
    pub(crate) fn directory(directory: &Path) -> Result<Self, Box<dyn Error>> {
        let mut names = Vec::new();
        for file in fs::read_dir(directory)? {
            let name = file?.file_name().to_string_lossy().into_owned();
            let trace = name.strip_suffix(".zst");
            names.extend(
                trace.filter(|n| n.ends_with(".txt") || n.ends_with(".tsv")).map(String::from),
            );
        }
        names.sort_unstable();
        let expected = Expected::read(&directory.join("expected.json"))?;
        Ok(Self { directory: Some(directory.into()), names, made: Vec::new(), expected })
    }

    /// Small traces whose figures were worked out by hand.
    pub(crate) fn handmade() -> Self {
        Self::made(patterns::handmade(), patterns::worked_out())
    }

    /// The patterns that the policy was tried on besides real traces.
    pub(crate) fn generated() -> Self {
        Self::made(patterns::generated(), Expected::default())
    }

    fn made(made: Vec<Trace>, expected: Expected) -> Self {
        let names = made.iter().map(|trace| trace.name.clone()).collect();
        Self { directory: None, names, made, expected }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    pub(crate) fn read(&self, name: &str) -> Result<Trace, Box<dyn Error>> {
        if let Some(directory) = &self.directory {
            return Trace::file(&directory.join(format!("{name}.zst")), name);
        }
        let made = self.made.iter().find(|trace| trace.name == name);
        made.cloned().ok_or_else(|| format!("no trace {name}").into())
    }
}
