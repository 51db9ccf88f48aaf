//! Replays traces of accesses through the cache, through its peers and through Belady's optimum. See `README.md`.

mod arguments;
mod contest;
mod contestants;
mod expected;
mod optimum;
mod patterns;
#[cfg(feature = "peers")]
mod peers;
mod recency;
mod report;
#[cfg(test)]
mod tests;
mod trace;
mod ttl;

use std::{error::Error, process::ExitCode};

use arguments::Arguments;
use report::Report;
use trace::Source;

fn main() -> ExitCode {
    match Arguments::parse(std::env::args().skip(1)).and_then(|arguments| run(&arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cache-traces: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether everything held.
fn run(arguments: &Arguments) -> Result<bool, Box<dyn Error>> {
    let source = arguments.source()?;
    let mut report = Report::new(arguments.columns());
    each(arguments, &source, &mut report)?;
    report.finish();
    Ok(report.faults.is_empty())
}

/// One trace at a time is in memory. What depends on time comes after the table.
fn each(arguments: &Arguments, source: &Source, report: &mut Report) -> Result<(), Box<dyn Error>> {
    let expected = &source.expected;
    report.head();
    let mut timed = Vec::new();
    for name in source.names().filter(|name| arguments.wants(name)) {
        let trace = source.read(name)?;
        report.faults.extend(expected.differences(&trace));
        contest::rows(arguments, &trace, expected.of(&trace), report);
        if !trace.seconds.is_empty() {
            timed.push(trace);
        }
    }
    report.faults.extend(timed.iter().flat_map(|trace| ttl::compare(trace, expected.of(trace))));
    Ok(())
}
