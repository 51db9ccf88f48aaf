//! Recording the log by commands, from several threads.

use std::{error::Error, thread, time::Instant};

use data_patterns::{prelude::*, repository::Database};

use crate::{
    application::{Application, ApplicationHandle, Refused},
    log::{Case, Line, Log},
    stage::Stage,
};

/// Writers that wait at the same time share one sync of the disk.
const WRITERS: usize = 32;

type Failure = Box<dyn Error + Send + Sync>;

/// Records every line of every case; a line that the bank does not allow ends it.
pub(crate) fn all(db: &Database, log: &Log) -> Result<(), Failure> {
    let begin = Instant::now();
    let share = log.cases.len().div_ceil(WRITERS).max(1);
    let refusals = thread::scope(|scope| {
        let record = |cases| pollster::block_on(share_of(db, cases));
        let writers: Vec<_> =
            log.cases.chunks(share).map(|cases| scope.spawn(move || record(cases))).collect();
        let shares =
            writers.into_iter().map(|writer| writer.join().unwrap_or(Err("a writer died".into())));
        shares.sum::<Result<usize, Failure>>()
    })?;
    let lines: usize = log.cases.iter().map(|case| case.lines.len()).sum();
    let seconds = begin.elapsed().as_secs_f64();
    println!(
        "{lines} steps of {} cases, each by a command and durable, in {seconds:.1} s; {refusals} steps that do not follow were tried and refused",
        log.cases.len()
    );
    Ok(())
}

async fn share_of(db: &Database, cases: &[Case]) -> Result<usize, Failure> {
    let mut refusals = 0;
    for case in cases {
        let handle = db.aggregate::<Application>(case.number);
        for (line, following) in case.lines.iter().zip(1..) {
            step(&handle, case, line)
                .await
                .map_err(|error| format!("case {} line {following}: {error}", case.number))?;
        }
        refusals += try_what_does_not_follow(&handle).await?;
    }
    Ok(refusals)
}

async fn step(handle: &ApplicationHandle, case: &Case, line: &Line) -> Result<(), Failure> {
    let mut handle = handle.occurred(line.at);
    if !line.group.is_empty() {
        handle = handle.by(&line.group);
    }
    match Stage::of(&line.activity) {
        Some(Stage::Submitted) => handle.submit(case.amount).await?,
        Some(stage) => handle.advance(stage).await?,
        None if line.activity.starts_with("A_") => {
            return Err(format!("`{}` is no stage", line.activity).into());
        }
        None => handle.note(line.activity.clone(), line.lifecycle.clone()).await?,
    };
    Ok(())
}

/// Every stage that does not follow the last one is refused.
async fn try_what_does_not_follow(handle: &ApplicationHandle) -> Result<usize, Failure> {
    let Some(from) = handle.load().await?.stage else { return Ok(0) };
    let mut refusals = 0;
    for to in Stage::ALL.into_iter().filter(|stage| !from.next().contains(stage)) {
        match handle.advance(to).await {
            Err(CommandError::Rejected(Refused::NotNext { .. })) => refusals += 1,
            other => return Err(format!("{to:?} after {from:?}: {other:?}").into()),
        }
    }
    Ok(refusals)
}
