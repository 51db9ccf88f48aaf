//! What a run was like, in figures.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use patterns_core::shard::Step;

use crate::{
    moves::Moved,
    writer::{Taken, Written},
};

/// The steps between which writers of the slot wait.
const PAUSE: [Step; 5] = [Step::Seal, Step::Delta, Step::Commit, Step::Retire, Step::Activate];

/// Prints what the moves were like, and what they were to the writers.
pub fn print(moves: &[Moved], written: &[Written], time: Duration) {
    let events: usize = written.iter().map(|written| written.acks.len()).sum();
    let conflicts: u64 = written.iter().map(|written| written.conflicts).sum();
    let taken: Vec<Taken> = written.iter().flat_map(|written| &written.taken).copied().collect();
    let rate = taken.len() as f64 / time.as_secs_f64();
    println!(
        "appends | {} in {:.0} s ({rate:.0}/s), {events} events acknowledged, {conflicts} conflicts",
        taken.len(),
        time.as_secs_f64()
    );
    print_times("", "all appends", taken.iter().map(|taken| taken.time).collect());
    print_moves(moves);
    print_pauses(moves, &taken);
    print_steps(moves);
}

fn print_moves(moves: &[Moved]) {
    let count = |wanted: fn(&Moved) -> bool| moves.iter().filter(|moved| wanted(moved)).count();
    let deaths: u32 = moves.iter().map(|moved| moved.deaths).sum();
    let events: u64 = moves.iter().map(|moved| moved.events).sum();
    println!(
        "moves   | {}: {} undisturbed, {} killed ({deaths} deaths), {} given up, {} by two movers, {} across a restart, {} with failing stores",
        moves.len(),
        count(Moved::is_plain),
        count(|moved| moved.deaths > 0),
        count(|moved| moved.aborted),
        count(|moved| moved.doubled),
        count(|moved| moved.restarted),
        count(|moved| moved.failed),
    );
    println!("        | {events} events copied");
}

fn print_pauses(moves: &[Moved], taken: &[Taken]) {
    let mut by_slot = HashMap::<usize, Vec<Taken>>::new();
    for taken in taken {
        if let Some(slot) = taken.slot {
            by_slot.entry(slot).or_default().push(*taken);
        }
    }
    by_slot.values_mut().for_each(|taken| taken.sort_unstable_by_key(|taken| taken.end));
    let longest = |moved: &Moved| {
        let slot = by_slot.get(&moved.slot)?;
        longest_in(slot, moved.window()?)
    };
    let alone = |moved: &&Moved| moved.pause.is_some() && !moved.aborted;
    let of_movers = moves.iter().filter(alone).filter_map(|moved| moved.pause).collect();
    let of_writers = moves.iter().filter(alone).filter_map(longest).collect();
    let disturbed = moves.iter().filter(|moved| !moved.is_plain()).filter_map(longest).collect();
    print_times("pause", "by the mover", of_movers);
    print_times("", "longest append to the slot", of_writers);
    print_times("", "the same, disturbed moves", disturbed);
}

/// The longest append that was under way at some time of the window.
fn longest_in(taken: &[Taken], (begin, end): (Instant, Instant)) -> Option<Duration> {
    let from = taken.partition_point(|taken| taken.end < begin);
    let under_way =
        taken[from..].iter().take_while(|taken| taken.end < end + Duration::from_secs(10));
    under_way.filter(|taken| taken.end - taken.time <= end).map(|taken| taken.time).max()
}

fn print_steps(moves: &[Moved]) {
    let plain = || moves.iter().filter(|moved| moved.is_plain());
    for step in PAUSE {
        let done = plain().flat_map(|moved| &moved.done).filter(|done| done.step == step);
        print_times("", &format!("{step:?}"), done.map(|done| done.end - done.begin).collect());
    }
}

fn print_times(what: &str, of: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let Some(last) = times.len().checked_sub(1) else { return };
    let at = |part: f64| times[(last as f64 * part).round() as usize].as_secs_f64() * 1e3;
    println!(
        "{what:<7} | {of:<28} p50 {:>7.1} ms, p99 {:>7.1} ms, longest {:>7.1} ms, of {}",
        at(0.5),
        at(0.99),
        at(1.0),
        times.len()
    );
}
