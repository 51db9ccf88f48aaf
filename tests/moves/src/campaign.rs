//! One run: fill, write and read while slots move, then look at everything, twice.

use std::{path::Path, sync::Mutex, thread, time::Instant};

use fastrand::Rng;

use crate::{
    check::{InDoubt, check, check_followed, contents},
    cluster::{Live, Stores},
    moves::{Moved, Moves},
    options::Options,
    readers::{Followed, follow, list},
    report,
    streams::Layout,
    world::World,
    writer::{Ack, Writer, Written},
};

/// Runs in `directory`; an error says what is wrong.
pub fn run(options: &Options, directory: &Path) -> Result<(), String> {
    let mut random = Rng::with_seed(options.seed);
    let world = open(options, directory)?;
    let begun = Instant::now();
    let filled = fill(&world, options, &mut random);
    let filled_events = filled.len();
    println!("filled  | {filled_events} events in {:.1} s", begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    let Ran { moves, written, followed, passes } = write_and_move(&world, options, &mut random)?;
    report::print(&moves, &written, begun.elapsed());
    println!("readers | {} streams followed, listed {passes} times", followed.len());
    no_trouble(&world)?;
    let acks: Vec<Ack> =
        filled.into_iter().chain(written.into_iter().flat_map(|written| written.acks)).collect();
    check_followed(&contents(&world, &world.live.store())?, &followed)?;
    check(&world, &acks, InDoubt::Impossible)?;
    drop(world);
    let events = check(&open(options, directory)?, &acks, InDoubt::Impossible)?;
    println!("checked | {events} events, before and after the databases were opened again");
    Ok(())
}

pub fn open(options: &Options, directory: &Path) -> Result<World, String> {
    let live = Live::new(Stores::open(directory, options.nodes)?)?;
    Ok(World::new(Layout::new(options.slots), live))
}

fn no_trouble(world: &World) -> Result<(), String> {
    world.troubles().into_iter().next().map_or(Ok(()), Err)
}

/// Fills the streams at the beginning.
pub fn fill(world: &World, options: &Options, random: &mut Rng) -> Vec<Ack> {
    let streams = world.layout.first_streams();
    // Every other key is in a slot that is moved.
    let in_slot = options.slot_events * u64::from(options.slots) * 2 / streams;
    let left = Mutex::new(0..streams);
    let fill = |(number, random): (u32, Rng)| {
        let mut writer = Writer::new(world, 1, number, random);
        while let Some(stream) = { left.lock().expect("no writer panics").next() } {
            let count = if world.layout.slot(stream).is_some() { in_slot } else { 20 };
            writer.fill(stream, count);
        }
        writer.finish().acks
    };
    thread::scope(|scope| {
        let seeds: Vec<_> = (0..options.writers).map(|number| (number, random.fork())).collect();
        let fill = &fill;
        let threads = seeds.into_iter().map(|seed| scope.spawn(move || fill(seed)));
        let threads: Vec<_> = threads.collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no writer panics")).collect()
    })
}

struct Ran {
    moves: Vec<Moved>,
    written: Vec<Written>,
    followed: Followed,
    passes: u64,
}

/// One of so many writers has a store apart.
const APART: u32 = 4;

fn write_and_move(world: &World, options: &Options, random: &mut Rng) -> Result<Ran, String> {
    let mut movers = Moves::new(world, options.slot_events, random.fork());
    let writer = |number: u32| {
        let apart = number.is_multiple_of(APART).then(|| world.live.apart()).transpose()?;
        Ok(Writer::new(world, 2, number, random.fork()).apart(apart))
    };
    let writers: Vec<_> = (0..options.writers).map(writer).collect::<Result<_, String>>()?;
    let apart = world.live.apart()?;
    let (lister, mut moves) = (random.fork(), Vec::new());
    thread::scope(|scope| {
        let write = |mut writer: Writer<'_>| {
            writer.run();
            writer.finish()
        };
        let writers: Vec<_> =
            writers.into_iter().map(|writer| scope.spawn(move || write(writer))).collect();
        let follower = scope.spawn(|| follow(world));
        let lister = scope.spawn(|| list(world, &apart, lister));
        for number in 0..options.moves {
            match movers.one(number, options.slots) {
                _ if world.is_stopped() => break,
                Ok(moved) => moves.push(moved),
                Err(what) => world.fail(what),
            }
        }
        world.stop();
        let written = writers.into_iter().map(|writer| writer.join().expect("no writer panics"));
        let written = written.collect();
        world.fall_quiet();
        let followed = follower.join().expect("the reader of the logs does not panic");
        let passes = lister.join().expect("the lister does not panic");
        Ok(Ran { moves, written, followed, passes })
    })
}
