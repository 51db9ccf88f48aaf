//! Customers sharded by surname: by ranges of the alphabet and by hash, side by side; then a hot key is found, isolated and moved, and a node
//! is added, while everybody goes on writing. Every acknowledged command is counted, and looked for in the end.
//!
//! `cargo run --release --example customers` takes a list of its own; `cargo run --release --example customers -- surnames.csv.zst` a file with the
//! columns `name,bearers`. `--svg nodes.svg` says where the chart goes.

mod customer;
mod distribution;
mod live;
mod names;
mod report;
mod traffic;

use std::{env, path::PathBuf, time::Instant};

use crate::{names::Names, report::Failure};

fn main() -> Result<(), Failure> {
    let begin = Instant::now();
    let (file, svg) = arguments()?;
    let names = file.as_deref().map_or_else(|| Ok(Names::sample()), Names::read)?;
    let directory = tempfile::tempdir()?;
    pollster::block_on(distribution::show(&names, &directory.path().join("distribution")))?;
    live::run(&names, &directory.path().join("live"), &svg)?;
    println!("\neverything holds, after {:.1?}", begin.elapsed());
    Ok(())
}

fn arguments() -> Result<(Option<PathBuf>, PathBuf), Failure> {
    let (mut file, mut svg) = (None, env::temp_dir().join("customers.svg"));
    let mut arguments = env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--svg") => svg = arguments.next().ok_or("--svg needs a file")?.into(),
            _ => file = Some(PathBuf::from(argument)),
        }
    }
    Ok((file, svg))
}
