//! Nine years of an API: every shape that its objects ever had, recorded as events at the version of their time, read through upcasters into
//! today's types, and compared value by value. And what a schema lock says of every step, for all resources.
//!
//! `cargo run --release --example stripe -- <directory>` reads `shapes.ndjson.zst` in it: one line for each time the keys of a resource
//! changed, `{"resource", "n", "date", "object"}`. When an `expected.json` lies beside it, the steps are compared with it. Without a directory
//! `stripe-shapes` below `$PATTERNS_DATA` or `../shared/data` is read; where there is none, a small made-up history.

mod charge;
mod expected;
mod notification;
mod resource;
mod sample;
mod shapes;
mod steps;
mod values;

use std::{env, error::Error, path::PathBuf};

use crate::{charge::Charge, expected::Expected, notification::Inbox, shapes::History};

type Failure = Box<dyn Error + Send + Sync>;

fn check(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(otherwise().into()) }
}

fn main() -> Result<(), Failure> {
    let (history, expected) = source()?;
    history.print();
    pollster::block_on(async {
        resource::read::<Charge>(&history).await?;
        resource::read::<Inbox>(&history).await
    })?;
    steps::all(&history, expected.as_ref())?;
    println!("\neverything holds");
    Ok(())
}

fn source() -> Result<(History, Option<Expected>), Failure> {
    let given = env::args_os().nth(1).map(PathBuf::from);
    let data =
        env::var_os("PATTERNS_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    let directory = given.clone().unwrap_or_else(|| data.join("stripe-shapes"));
    let file = directory.join("shapes.ndjson.zst");
    if given.is_none() && !file.exists() {
        println!(
            "skipped: no shapes at {} (set PATTERNS_DATA); a small made-up history instead",
            file.display()
        );
        return Ok((sample::history(), None));
    }
    Ok((History::read(&file)?, Expected::in_directory(&directory)?))
}
