//! What the command line says.

use std::{error::Error, path::PathBuf};

use super::{
    contestants::{Column, columns},
    expected::Facts,
    trace::Source,
};

const USAGE: &str = "usage: scripts/traces [DIRECTORY | --generated] [--only PART_OF_A_NAME] \
[--capacities N,N] [--without-peers] [--repeat N]";

/// Always measured, and what the verdict is about.
pub(crate) const JUDGED: [usize; 2] = [1_000, 10_000];
/// Of a trace nothing is said about.
const USUAL: [usize; 6] = [100, 500, 1_000, 2_000, 5_000, 10_000];

#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    directory: Option<PathBuf>,
    generated: bool,
    only: String,
    capacities: Option<Vec<usize>>,
    peers: bool,
    pub(crate) repeat: usize,
}

impl Arguments {
    pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let mut parsed = Self {
            directory: None,
            generated: false,
            only: String::new(),
            capacities: None,
            peers: true,
            repeat: 3,
        };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(USAGE);
            match word.as_str() {
                "--generated" => parsed.generated = true,
                "--without-peers" => parsed.peers = false,
                "--only" => parsed.only = value()?,
                "--capacities" => parsed.capacities = Some(positive(&value()?)?),
                "--repeat" => parsed.repeat = one(&value()?)?,
                option if option.starts_with('-') => return Err(USAGE.into()),
                directory => parsed.directory = Some(directory.into()),
            }
        }
        Ok(parsed)
    }

    pub(crate) fn source(&self) -> Result<Source, Box<dyn Error>> {
        match &self.directory {
            _ if self.generated => Ok(Source::generated()),
            Some(directory) if directory.is_dir() => Source::directory(directory),
            missing => {
                let place = missing.as_ref().map_or("".into(), |d| format!(" at {}", d.display()));
                println!(
                    "skipped: the real traces, for there are none{place} (set PATTERNS_DATA). Small hand-made ones instead:"
                );
                Ok(Source::handmade())
            }
        }
    }

    pub(crate) fn wants(&self, name: &str) -> bool {
        name.contains(&self.only)
    }

    pub(crate) fn columns(&self) -> Vec<Column> {
        columns(self.peers)
    }

    /// In ascending order.
    pub(crate) fn capacities(&self, facts: Option<&Facts>) -> Vec<usize> {
        let mut all = match (&self.capacities, facts) {
            (Some(said), _) => said.clone(),
            (None, Some(facts)) => facts.lru_hits.keys().copied().chain(JUDGED).collect(),
            (None, None) => USUAL.to_vec(),
        };
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn positive(list: &str) -> Result<Vec<usize>, Box<dyn Error>> {
    list.split(',').map(one).collect()
}

fn one(text: &str) -> Result<usize, Box<dyn Error>> {
    text.parse().ok().filter(|n| *n > 0).ok_or_else(|| USAGE.into())
}
