//! Breadth first through all states, and back from those in which the slot is served.

use std::{
    fmt,
    hash::BuildHasher,
    time::{Duration, Instant},
};

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use super::{
    movers, promises,
    state::{Size, State},
    variant::Variant,
    writers,
};
use crate::shard::{fence::Fence, map::Phase, moving::Step};

/// What happens between two states; by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// A writer hears of the map.
    Refresh(usize),
    /// A writer sends an append.
    Begin(usize),
    /// It arrives.
    Land(usize),
    /// It never arrives.
    Fail(usize),
    Plan(usize),
    Resume(usize),
    Abort(usize),
    Die(usize),
    /// A mover carries out a step; one that copies reads and then writes.
    Step {
        mover: usize,
        step: Step,
        reads: bool,
    },
    /// What is left on a node is deleted.
    Delete(usize),
}

/// What is wrong, and how it comes to that by the fewest actions.
#[derive(Debug)]
pub(super) enum Found {
    Broken {
        promise: &'static str,
        trace: Vec<Action>,
    },
    /// The slot is never served again.
    Stuck {
        states: usize,
        trace: Vec<Action>,
    },
}

/// What a search has gone through.
pub(super) struct Search {
    variant: Variant,
    size: Size,
    states: Vec<State>,
    /// From which state each was first reached.
    parents: Vec<u32>,
    known: HashTable<u32>,
    /// Where the successors of each state end in `successors`.
    ends: Vec<u32>,
    successors: Vec<u32>,
    depth: usize,
    took: Duration,
    pub(super) found: Option<Found>,
}

const HASHER: FixedState = FixedState::with_seed(0);

impl Search {
    /// Goes through everything, or until something is wrong.
    pub(super) fn everything(variant: Variant, size: Size) -> Self {
        let mut search = Self {
            variant,
            size,
            states: vec![State::first()],
            parents: vec![0],
            known: HashTable::new(),
            ends: Vec::new(),
            successors: Vec::new(),
            depth: 0,
            took: Duration::ZERO,
            found: None,
        };
        let began = Instant::now();
        search.number_of(State::first(), 0);
        search.forward();
        search.backward();
        search.took = began.elapsed();
        search
    }

    fn forward(&mut self) {
        let (mut actions, mut next_depth) = (Vec::new(), 1);
        while self.ends.len() < self.states.len() && self.found.is_none() {
            let number = self.ends.len();
            if number == next_depth {
                (self.depth, next_depth) = (self.depth + 1, self.states.len());
            }
            let state = self.states[number];
            self.actions(&state, &mut actions);
            for (action, next) in actions.drain(..) {
                let known = self.states.len();
                let next_number = self.number_of(next, number as u32);
                self.successors.push(next_number);
                let is_new = next_number as usize == known;
                let broken = promises::broken_between(self.variant, &state, &next)
                    .or_else(|| is_new.then(|| promises::broken(&next)).flatten());
                if let Some(promise) = broken {
                    let mut trace = self.trace(number);
                    trace.push(action);
                    self.found = Some(Found::Broken { promise, trace });
                    return;
                }
            }
            self.ends.push(self.successors.len() as u32);
        }
    }

    fn actions(&self, state: &State, actions: &mut Vec<(Action, State)>) {
        writers::actions(state, self.variant, self.size, actions);
        movers::actions(state, self.variant, self.size, actions);
        movers::deletions(state, self.variant, actions);
    }

    fn number_of(&mut self, state: State, parent: u32) -> u32 {
        let states = &mut self.states;
        let hash = HASHER.hash_one(state);
        if let Some(number) = self.known.find(hash, |number| states[*number as usize] == state) {
            return *number;
        }
        let is_first = self.known.is_empty();
        let number = if is_first { 0 } else { states.len() as u32 };
        if !is_first {
            states.push(state);
            self.parents.push(parent);
        }
        let hash_of = |number: &u32| HASHER.hash_one(states[*number as usize]);
        self.known.insert_unique(hash, number, hash_of);
        number
    }

    /// From every state one must be reachable in which the slot is served.
    fn backward(&mut self) {
        if self.found.is_some() {
            return;
        }
        let (ends, predecessors) = self.predecessors();
        let mut reached: Vec<bool> = self.states.iter().map(is_served).collect();
        let mut waiting: Vec<usize> =
            (0..reached.len()).filter(|number| reached[*number]).collect();
        while let Some(number) = waiting.pop() {
            let begin = if number == 0 { 0 } else { ends[number - 1] as usize };
            for before in &predecessors[begin..ends[number] as usize] {
                let before = *before as usize;
                if !std::mem::replace(&mut reached[before], true) {
                    waiting.push(before);
                }
            }
        }
        // The states are in the order of their depth.
        let first = reached.iter().position(|reached| !reached);
        let states = reached.iter().filter(|reached| !**reached).count();
        self.found = first.map(|first| Found::Stuck { states, trace: self.trace(first) });
    }

    fn predecessors(&self) -> (Vec<u32>, Vec<u32>) {
        let mut ends = vec![0_u32; self.states.len()];
        self.successors.iter().for_each(|to| ends[*to as usize] += 1);
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let mut places = ends.clone();
        let mut predecessors = vec![0; self.successors.len()];
        let mut begin = 0;
        for (from, end) in self.ends.iter().enumerate() {
            for to in &self.successors[begin..*end as usize] {
                let place = &mut places[*to as usize];
                *place -= 1;
                predecessors[*place as usize] = from as u32;
            }
            begin = *end as usize;
        }
        (ends, predecessors)
    }

    fn trace(&self, mut number: usize) -> Vec<Action> {
        let (mut trace, mut actions) = (Vec::new(), Vec::new());
        while number != 0 {
            let parent = self.parents[number] as usize;
            self.actions(&self.states[parent], &mut actions);
            let taken = actions.drain(..).find(|(_, next)| *next == self.states[number]);
            trace.extend(taken.map(|(action, _)| action));
            number = parent;
        }
        trace.reverse();
        trace
    }
}

/// Whether the map is at rest, the owner knows that it is the owner, and the other node can be given the slot next.
fn is_served(state: &State) -> bool {
    let (entry, owner) = (state.map.entry(), state.map.owner());
    let has_no_part = matches!(state.fence(1 - owner), Fence::Absent { .. } | Fence::Moved { .. });
    entry.phase == Phase::Stable
        && state.fence(owner) == Fence::Owner { epoch: entry.epoch }
        && has_no_part
}

impl fmt::Display for Search {
    /// A line of the table, and what was found.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Size { appends, moves } = self.size;
        let name = format!("{:?}", self.variant);
        writeln!(
            f,
            "{name:<21} writers {appends:?} moves {moves}: {:>8} states {:>9} transitions depth {:>2} {:>6.2} s: {}",
            self.states.len(),
            self.successors.len(),
            self.depth,
            self.took.as_secs_f64(),
            self.found.as_ref().map_or("safe, never stuck".into(), Found::headline),
        )?;
        let trace = self.found.as_ref().map_or(&[][..], Found::trace);
        trace
            .iter()
            .zip(1..)
            .try_for_each(|(action, number)| writeln!(f, "    {number:>2}. {action}"))
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refresh(writer) => write!(f, "writer {writer} hears of the map"),
            Self::Begin(writer) => write!(f, "writer {writer} sends an append"),
            Self::Land(writer) => write!(f, "the append of writer {writer} arrives"),
            Self::Fail(writer) => write!(f, "the append of writer {writer} is lost"),
            Self::Plan(mover) => write!(f, "mover {mover} plans a move"),
            Self::Resume(mover) => write!(f, "mover {mover} goes on with the move"),
            Self::Abort(mover) => write!(f, "mover {mover} aborts"),
            Self::Die(mover) => write!(f, "mover {mover} dies"),
            Self::Step { mover, step, reads: true } => write!(f, "mover {mover}: {step:?}, reads"),
            Self::Step { mover, step, .. } => write!(f, "mover {mover}: {step:?}"),
            Self::Delete(node) => write!(f, "what node {node} has is deleted"),
        }
    }
}

impl Found {
    fn headline(&self) -> String {
        let steps = self.trace().len();
        match self {
            Self::Broken { promise, .. } => format!("{promise}, after {steps} actions"),
            Self::Stuck { states, .. } => {
                format!("{states} states are stuck, the first after {steps} actions")
            }
        }
    }

    fn trace(&self) -> &[Action] {
        match self {
            Self::Broken { trace, .. } | Self::Stuck { trace, .. } => trace,
        }
    }
}
