//! The process with the whole cluster is killed at random moments; then everything is looked at.

use std::{path::Path, thread, time::Duration};

use fastrand::Rng;

use crate::{
    campaign::{fill, open},
    check::{InDoubt, check},
    child::Cluster,
    moves::settle,
    options::Options,
    writer::Ack,
};

/// So many kills; the databases live through all of them.
pub fn run(options: &Options, directory: &Path) -> Result<(), String> {
    let mut random = Rng::with_seed(options.seed);
    let mut acks = fill(&open(options, directory)?, options, &mut random);
    let (mut moves, mut unfinished) = (0, 0);
    for round in 0..options.moves {
        let era = u64::from(round) + 2;
        let said = killed(options, directory, era, &mut random)?;
        moves += said.moves;
        acks.extend(said.acks);
        // Every other time the next process finds everything as the last one left it.
        if round % 2 == 0 || round + 1 == options.moves {
            unfinished += look(options, directory, &acks, &mut random)?;
        }
    }
    let (kills, events) = (options.moves, acks.len());
    println!(
        "process | {kills} kills, {moves} moves ended, {unfinished} found under way by the parent"
    );
    println!("checked | {events} events were acknowledged, none is lost, doubled or changed");
    Ok(())
}

fn killed(
    options: &Options,
    directory: &Path,
    era: u64,
    random: &mut Rng,
) -> Result<crate::child::Said, String> {
    let cluster = Cluster::start(options, directory, era);
    // Some are killed while they open.
    if random.u32(..10) > 0 {
        cluster.wait_until_opened();
    }
    thread::sleep(Duration::from_millis(random.u64(5..500)));
    cluster.kill()
}

/// Opens everything, brings what was under way to its end, and checks. Answers how many moves were under way.
fn look(
    options: &Options,
    directory: &Path,
    acks: &[Ack],
    random: &mut Rng,
) -> Result<u64, String> {
    let world = open(options, directory)?;
    let unfinished = settle(&world, random.fork())?;
    check(&world, acks, InDoubt::Allowed)?;
    Ok(unfinished)
}
