//! Moves slots between nodes while they are written and read, kills the movers, and looks for what was lost. See `README.md`.

mod campaign;
mod check;
mod child;
mod cluster;
mod faulty;
mod mover;
mod moves;
mod options;
mod process;
mod readers;
mod report;
mod streams;
mod world;
mod writer;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use options::{Options, USAGE};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(options) = Options::read(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let temporary = options.directory.is_none().then(directory);
    let temporary_path = temporary.as_ref().map(tempfile::TempDir::path);
    let directory = options.directory.as_deref().or(temporary_path).expect("one of them");
    let ran = match options.era {
        Some(era) => child::run(&options, directory, era),
        None if options.process => process::run(&options, directory),
        None => campaign::run(&options, directory),
    };
    let seed = options.seed;
    match ran {
        Ok(()) => {
            println!("no failure; --seed {seed}");
            ExitCode::SUCCESS
        }
        Err(what) => {
            println!("FAILED: {what}; --seed {seed}; kept: {}", directory.display());
            temporary.map(tempfile::TempDir::keep);
            ExitCode::FAILURE
        }
    }
}

/// Beside the build's own files: on a disk, where `/tmp` may be memory.
fn directory() -> tempfile::TempDir {
    let program = std::env::current_exe().ok();
    let beside =
        program.as_deref().and_then(Path::parent).map_or_else(PathBuf::new, Path::to_path_buf);
    tempfile::tempdir_in(beside).expect("a directory")
}
