//! What a run is to do.

use std::{path::PathBuf, str::FromStr};

pub const USAGE: &str = "usage: move-campaign [--quick] [--process] [--moves N] [--writers N] [--nodes N] [--slots N] \
     [--slot-events N] [--seed N] [--directory PATH]";

const FLAGS: [&str; 10] = [
    "--quick",
    "--process",
    "--moves",
    "--writers",
    "--nodes",
    "--slots",
    "--slot-events",
    "--seed",
    "--directory",
    "--era",
];

/// What a run is to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// So many moves; in a process that is killed, so many kills.
    pub moves: u32,
    pub writers: u32,
    pub nodes: u32,
    /// The slots that are moved.
    pub slots: u32,
    /// Events in each of them at the beginning.
    pub slot_events: u64,
    pub seed: u64,
    /// Where the databases are; a temporary directory beside the build's files unless given.
    pub directory: Option<PathBuf>,
    /// Whether the cluster runs in a process of its own, which is killed.
    pub process: bool,
    /// Given to the process that is killed: which one it is.
    pub era: Option<u64>,
}

impl Options {
    /// Reads the arguments; `None` when one is not understood.
    pub fn read(arguments: &[String]) -> Option<Self> {
        let mut flags = arguments.iter().filter(|argument| argument.starts_with("--"));
        let quick = arguments.iter().any(|argument| argument == "--quick");
        let options = if quick { Self::quick() } else { Self::long() };
        flags.all(|flag| FLAGS.contains(&flag.as_str())).then(|| options.with(arguments))
    }

    fn long() -> Self {
        Self {
            moves: 200,
            writers: 16,
            nodes: 4,
            slots: 8,
            slot_events: 100_000,
            seed: fastrand::u64(..),
            directory: None,
            process: false,
            era: None,
        }
    }

    fn quick() -> Self {
        Self { moves: 30, writers: 6, nodes: 3, slots: 4, slot_events: 2_000, ..Self::long() }
    }

    fn with(self, arguments: &[String]) -> Self {
        Self {
            moves: flag(arguments, "--moves").unwrap_or(self.moves),
            writers: flag(arguments, "--writers").unwrap_or(self.writers).max(1),
            nodes: flag(arguments, "--nodes").unwrap_or(self.nodes).max(2),
            slots: flag(arguments, "--slots").unwrap_or(self.slots).clamp(2, 1024),
            slot_events: flag(arguments, "--slot-events").unwrap_or(self.slot_events),
            seed: flag(arguments, "--seed").unwrap_or(self.seed),
            directory: flag(arguments, "--directory"),
            process: arguments.iter().any(|argument| argument == "--process"),
            era: flag(arguments, "--era"),
        }
    }
}

fn flag<T: FromStr>(arguments: &[String], name: &str) -> Option<T> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1)?.parse().ok()
}
