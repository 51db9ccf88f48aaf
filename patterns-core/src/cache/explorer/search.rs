//! Which schedules are run: all that lead to different states, or many at random.

use std::collections::{BTreeMap, HashMap};

use super::{
    protocol::{Kind, Protocol},
    site::Programs,
    world::{Action, World},
};

/// What was run, and what was found.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) schedules: u64,
    /// Nothing that can happen was left out.
    pub(super) complete: bool,
    /// One schedule a kind, the shortest of those met.
    pub(super) found: BTreeMap<Kind, Vec<Action>>,
}

/// All states that were met, and where every step out of them led.
#[derive(Default)]
pub(super) struct Map(HashMap<u64, Vec<(Action, u64)>>);

impl Findings {
    fn note(&mut self, world: &World, path: impl Fn() -> Vec<Action>) {
        let found = world.site.record().found.clone();
        for kind in found {
            let path = path();
            let known = self.found.entry(kind).or_insert_with(|| path.clone());
            if path.len() < known.len() {
                *known = path;
            }
        }
    }
}

impl Findings {
    pub(super) fn add(&mut self, other: Self) {
        self.schedules += other.schedules;
        for (kind, path) in other.found {
            self.found.entry(kind).or_insert(path);
        }
    }
}

impl Map {
    pub(super) fn states(&self) -> usize {
        self.0.len()
    }
}

/// A state on the way to the present one.
struct Branch {
    state: u64,
    taken: Action,
    left: Vec<Action>,
}

/// Goes every way out of every state, and on from a state only once.
pub(super) fn everything(protocol: Protocol, programs: Programs, limit: u64) -> (Findings, Map) {
    let (mut findings, mut map) = (Findings::default(), Map::default());
    let mut branches: Vec<Branch> = Vec::new();
    loop {
        findings.schedules += 1;
        let mut world = World::new(protocol, programs);
        // All but the last step of the way were judged when they were new.
        let (last, way) = branches.split_last().map_or((None, &[][..]), |(l, way)| (Some(l), way));
        way.iter().for_each(|branch| world.step(branch.taken));
        if let Some(last) = last {
            world.step(last.taken);
            world.judge();
        }
        loop {
            let path = || branches.iter().map(|branch| branch.taken).collect();
            findings.note(&world, path);
            let state = world.fingerprint();
            if let Some(last) = branches.last() {
                map.0.entry(last.state).or_default().push((last.taken, state));
            }
            if map.0.contains_key(&state) {
                break;
            }
            map.0.insert(state, Vec::new());
            let mut left = world.enabled();
            let Some(taken) = left.pop() else {
                world.judge_end();
                findings.note(&world, path);
                break;
            };
            world.step(taken);
            world.judge();
            branches.push(Branch { state, taken, left });
        }
        loop {
            let Some(branch) = branches.last_mut() else {
                findings.complete = true;
                return (findings, map);
            };
            if let Some(next) = branch.left.pop() {
                branch.taken = next;
                break;
            }
            branches.pop();
        }
        if findings.schedules >= limit {
            return (findings, map);
        }
    }
}

/// Chooses at random in every state, `count` times from the beginning to the end.
///
/// With the map of everything this shows that nothing is missing on it: that whatever way leads to a state, the same can happen there and has
/// the same effect. Going on from a state only once is allowed because of that.
pub(super) fn at_random(
    protocol: Protocol,
    programs: Programs,
    seed: u64,
    count: u64,
    map: Option<&Map>,
) -> Findings {
    let mut luck = fastrand::Rng::with_seed(seed);
    let mut findings = Findings { schedules: count, ..Findings::default() };
    for _ in 0..count {
        let mut world = World::new(protocol, programs);
        let mut path = Vec::new();
        loop {
            let enabled = world.enabled();
            let ways = map.map(|map| {
                let ways = &map.0[&world.fingerprint()];
                assert_eq!(ways.len(), enabled.len(), "seed {seed}: {path:?}");
                ways
            });
            let Some(action) = luck.choice(enabled) else { break };
            world.step(action);
            world.judge();
            path.push(action);
            if let Some(ways) = ways {
                let way = (action, world.fingerprint());
                assert!(ways.contains(&way), "seed {seed}: {path:?} leads elsewhere");
            }
            findings.note(&world, || path.clone());
        }
        world.judge_end();
        findings.note(&world, || path.clone());
    }
    findings
}

/// What happens in a schedule, in words.
pub(super) fn story(protocol: Protocol, programs: Programs, path: &[Action]) -> String {
    let mut world = World::new(protocol, programs);
    world.site.record().trace = Some(Vec::new());
    path.iter().for_each(|action| world.step(*action));
    let story = world.site.record().trace.take().unwrap_or_default();
    story.join("; ")
}
