//! Drives one mover, as far as it comes.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Instant,
};

use fastrand::Rng;
use patterns_core::{
    shard::{Mover, Step},
    store::conformance::block_on,
};

use crate::faulty::MADE_UP;

/// What becomes of a mover.
#[derive(Clone, Copy, Debug)]
pub enum Fate {
    Lives,
    /// Dropped before it carries out a step.
    DiesBefore(Step),
    /// Dropped while it carries out a step, after it has waited so many times.
    DiesDuring(Step, u32),
    /// Its call is given up in the same way, and made again.
    Stumbles(Step, u32),
    /// Gives the move up before a step, if it can.
    AbortsBefore(Step),
}

/// A step that was carried out.
#[derive(Clone, Copy, Debug)]
pub struct Done {
    pub step: Step,
    pub begin: Instant,
    pub end: Instant,
}

/// What a mover has come to.
pub struct Driven {
    /// Before it had nothing more to do.
    pub died: bool,
    /// It has given the move up.
    pub aborted: bool,
    pub mover: Mover,
    pub done: Vec<Done>,
}

impl Fate {
    /// Some death, at any time of a move.
    pub fn death(random: &mut Rng) -> Self {
        let (step, waits) = moment(random);
        if random.bool() { Self::DiesBefore(step) } else { Self::DiesDuring(step, waits) }
    }

    pub fn stumble(random: &mut Rng) -> Self {
        let (step, waits) = moment(random);
        Self::Stumbles(step, waits)
    }

    /// An abort, at any time at which there can be one.
    pub fn abort(random: &mut Rng) -> Self {
        Self::AbortsBefore(Step::ALL[random.usize(..6)])
    }
}

fn moment(random: &mut Rng) -> (Step, u32) {
    // Half of them where events are copied: these steps are more than one transaction.
    let copying = [Step::Bulk, Step::Tail, Step::Delta];
    let step =
        if random.bool() { copying[random.usize(..3)] } else { Step::ALL[random.usize(..10)] };
    let waits = match step {
        Step::Bulk => 60,
        Step::Tail => 12,
        _ => 4,
    };
    (step, random.u32(..waits))
}

/// Carries out steps until there are no more, or the mover dies.
pub fn drive(mut mover: Mover, fate: Fate) -> Result<Driven, String> {
    let (mut aborted, mut done) = (false, Vec::new());
    let failed = |error| format!("a mover failed: {error}");
    while let Some(step) = mover.next_step() {
        let waits = match fate {
            Fate::DiesBefore(last) if last == step => {
                return Ok(Driven { died: true, aborted, mover, done });
            }
            Fate::DiesDuring(last, waits) | Fate::Stumbles(last, waits) if last == step => waits,
            Fate::AbortsBefore(last) if last <= step && step.can_abort() && !aborted => {
                aborted = match block_on(mover.abort()) {
                    Err(error) if error.to_string().contains(MADE_UP) => continue,
                    answer => answer.map_err(failed)?,
                };
                u32::MAX
            }
            _ => u32::MAX,
        };
        let begin = Instant::now();
        let step = mover.next_step().unwrap_or(step);
        let advanced = match (block_on(at_most(mover.advance(), waits)), fate) {
            (Some(advanced), _) => advanced,
            (None, Fate::Stumbles(..)) => block_on(mover.advance()),
            (None, _) => return Ok(Driven { died: true, aborted, mover, done }),
        };
        match advanced {
            Ok(_) => done.push(Done { step, begin, end: Instant::now() }),
            // The step is asked for again.
            Err(error) if error.to_string().contains(MADE_UP) => {}
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(Driven { died: false, aborted, mover, done })
}

/// Waits at most so often; then the future is dropped where it stands.
async fn at_most<F: Future>(future: F, waits: u32) -> Option<F::Output> {
    let (mut future, mut left) = (pin!(future), waits);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}
