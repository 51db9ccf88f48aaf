//! Kills, cuts the power of, fills the disk of, and damages the embedded store, and looks for what was lost. See `README.md`.

mod acks;
mod archive;
mod check;
mod damage;
mod events;
mod full;
mod harm;
mod kill;
mod mount;
mod power;
mod process;
mod shutdown;
mod tamper;
mod writer;

use std::{path::Path, process::ExitCode, str::FromStr};

const USAGE: &str = "usage: crash-campaign (kill | power | full | damage | tamper | archive) [--rounds N] [--seed N]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rounds = flag(&arguments, "--rounds").unwrap_or(10);
    let seed = flag(&arguments, "--seed").unwrap_or_else(|| fastrand::u64(..));
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let failures = match words.as_slice() {
        ["kill", ..] => kill::campaign(rounds, seed),
        ["power", ..] => power::campaign(rounds, seed),
        ["full", ..] => full::campaign(rounds, seed),
        ["damage", ..] => damage::campaign(rounds, seed),
        ["tamper", ..] => tamper::campaign(rounds, seed),
        ["archive", ..] => archive::campaign(rounds, seed),
        // Those that the campaigns start themselves.
        ["writer", directory, seed, durability] => {
            return writer::run(
                Path::new(directory),
                number(seed),
                *durability == writer::BUFFERED,
            );
        }
        [role @ ("archiver" | "reopener" | "compactor"), directory, seed, kill_at] => {
            return archive::run(role, Path::new(directory), number(seed), kill_at);
        }
        ["check", directory, until] => return check::run(Path::new(directory), number(until)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    println!("{failures} failures; --seed {seed}");
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn flag<T: FromStr>(arguments: &[String], name: &str) -> Option<T> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1)?.parse().ok()
}

fn number(text: &str) -> u64 {
    text.parse().expect(USAGE)
}
