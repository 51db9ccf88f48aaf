//! One run: everybody takes turns as a seed says, requests arrive in any order, and movers die.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    task::{Wake, Waker},
    time::Duration,
};

use super::{
    actors::{Actor, BY_NUMBER, Follower, check_list, read_whole, stream},
    flaw::Flaw,
    network::{Fate, Network, Remote},
    record::{KEYSPACE, Record},
};
use crate::{
    event::{StreamId, encode},
    key::{ALGORITHM, PlaceRange},
    shard::{
        Fence, HoldPolicy, Node, ShardedStore,
        map::{KeyspaceRule, MapChange, Region},
    },
    store::{Append, EventStore, ExpectedVersion, conformance::block_on},
};

const NODES: [&str; 3] = ["A", "B", "C"];
/// A run that takes more steps never ends.
const STEPS: usize = 60_000;
const MOVES: usize = 10;

struct Task {
    future: Pin<Box<dyn Future<Output = ()>>>,
    woken: Arc<Woken>,
    /// Whether it can be killed, and another one comes in its place.
    operator: bool,
}

struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, SeqCst);
    }
}

pub(super) struct World {
    network: Arc<Network>,
    record: Record,
    map: Remote,
    processes: Vec<ShardedStore>,
    luck: fastrand::Rng,
    tasks: Vec<Task>,
    followers: Vec<Follower>,
    /// How often out of 1,000 a request fails.
    faults: u16,
    moves: usize,
    pub(super) steps: usize,
}

impl World {
    pub(super) fn new(seed: u64, flaw: Flaw) -> Self {
        let mut luck = fastrand::Rng::with_seed(seed);
        let network = Arc::new(Network::default());
        network.set_direct(true);
        let remote = |_| Remote::new(&network, flaw);
        let nodes = NODES.map(|name| (name.into(), remote(name)));
        let (record, map) = (Record::new(nodes.into()), remote("map"));
        block_on(begin_map(&map));
        let processes = (0..3).map(|_| block_on(open(&map, &record))).collect();
        network.set_direct(false);
        let faults = if luck.bool() { luck.u16(5..40) } else { 0 };
        let (tasks, followers) = (Vec::new(), vec![Follower::default(), Follower::default()]);
        let (moves, steps) = (MOVES, 0);
        Self { network, record, map, processes, luck, tasks, followers, faults, moves, steps }
    }

    fn actor(&mut self) -> Actor {
        let (processes, record) = (self.processes.clone(), self.record.clone());
        Actor { processes, record, luck: self.luck.fork() }
    }

    fn spawn(&mut self, operator: bool, future: impl Future<Output = ()> + 'static) {
        let woken = Arc::new(Woken(AtomicBool::new(true)));
        self.tasks.push(Task { future: Box::pin(future), woken, operator });
    }

    /// What is broken after everything.
    pub(super) fn run(&mut self) -> Vec<String> {
        for _ in 0..3 {
            let actor = self.actor();
            self.spawn(false, actor.write(20));
        }
        let actors = [self.actor(), self.actor()];
        let [reader, lister] = actors;
        self.spawn(false, reader.read(30));
        self.spawn(false, lister.list(3));
        for follower in self.followers.clone() {
            let actor = self.actor();
            self.spawn(false, actor.follow(20, follower));
        }
        while self.record.broken().is_empty() && self.step() {
            self.steps += 1;
            if self.steps > STEPS {
                self.record.breaks("never ends".into());
            }
        }
        if self.record.broken().is_empty() {
            self.come_to_rest();
        }
        self.record.broken()
    }

    /// Whether anything was left to do.
    fn step(&mut self) -> bool {
        while self.tasks.iter().filter(|task| task.operator).count() < 2 && self.is_busy() {
            self.spawn_operator();
        }
        let woken = |task: &Task| task.woken.0.load(SeqCst);
        let runnable: Vec<_> = (0..self.tasks.len()).filter(|n| woken(&self.tasks[*n])).collect();
        let waiting = self.network.requests().len();
        if runnable.is_empty() && waiting == 0 {
            if !self.tasks.is_empty() {
                self.record.breaks("everybody waits".into());
            }
            return false;
        }
        if self.luck.u16(0..300) == 0 {
            self.kill_operator();
            return true;
        }
        let chosen = self.luck.usize(0..runnable.len() + waiting);
        match runnable.get(chosen) {
            Some(number) => self.poll(*number),
            None => self.deliver(chosen - runnable.len()),
        }
        true
    }

    /// Whether moves are left to be begun, or somebody may have to wait for one that was left.
    fn is_busy(&self) -> bool {
        self.moves > 0 || self.tasks.iter().any(|task| !task.operator)
    }

    fn spawn_operator(&mut self) {
        let actor = self.actor();
        if self.moves == 0 {
            return self.spawn(true, actor.resume());
        }
        self.moves -= 1;
        match self.luck.u8(0..8) {
            0 => self.spawn(true, actor.cut()),
            1..3 => self.spawn(true, actor.resume()),
            _ => self.spawn(true, actor.move_one()),
        }
    }

    /// What it has sent may still arrive.
    fn kill_operator(&mut self) {
        if let Some(number) = self.tasks.iter().position(|task| task.operator) {
            self.tasks.remove(number);
        }
    }

    fn poll(&mut self, number: usize) {
        let task = &mut self.tasks[number];
        task.woken.0.store(false, SeqCst);
        let waker = Waker::from(Arc::clone(&task.woken));
        if task.future.as_mut().poll(&mut Context::from_waker(&waker)) == Poll::Ready(()) {
            self.tasks.remove(number);
        }
    }

    fn deliver(&mut self, number: usize) {
        let delay = self.network.requests()[number].delay;
        if self.luck.u8(0..delay) != 0 {
            return;
        }
        let request = self.network.requests().remove(number);
        let fails = self.luck.u16(0..1_000) < self.faults;
        let fates = [Fate::Refused, Fate::Lost, Fate::AnswerLost];
        let fate = if fails { self.luck.choice(fates).unwrap() } else { Fate::Works };
        request.arrive(fate);
        self.record.look();
    }

    /// Nothing fails any more: moves end, what was late arrives, and all is there.
    fn come_to_rest(&mut self) {
        self.network.set_direct(true);
        block_on(self.end_moves());
        let late: Vec<_> = self.network.requests().drain(..).collect();
        for request in late {
            request.arrive(Fate::Works);
            self.record.look();
        }
        block_on(self.end_moves());
        self.processes.push(block_on(open(&self.map, &self.record)));
        self.check_fences();
        for process in self.processes.clone() {
            block_on(self.check_contents(&process));
        }
        self.record.check_all();
    }

    async fn end_moves(&self) {
        for process in &self.processes {
            if let Err(error) = process.resume_moves().await {
                self.record.breaks(format!("rest: {error:?}"));
            }
        }
    }

    /// The nodes agree with the map.
    fn check_fences(&self) {
        let map = self.processes[3].map();
        for (slot, entry) in map.slots() {
            for (name, _) in self.record.nodes.iter() {
                let node = self.processes[3].cluster.node(name).unwrap();
                let fence = node.fences().of(slot);
                let right = match fence {
                    Some(Fence::Owner { epoch }) => entry.owner == *name && epoch == entry.epoch,
                    Some(Fence::Absent { .. } | Fence::Moved { .. }) => entry.owner != *name,
                    _ => false,
                };
                if !right {
                    self.record.breaks(format!("{entry:?}: {name} has {fence:?}"));
                }
            }
        }
    }

    async fn check_contents(&self, process: &ShardedStore) {
        for (stream, version) in self.record.streams() {
            read_whole(process, &self.record, &stream, version).await;
        }
        self.write_more(process).await;
        let heads = self.record.heads();
        let listed = process.list_streams(&StreamId::prefix("account"), None, 1_000).await;
        let listed: Vec<_> =
            listed.unwrap().into_iter().map(|head| (head.stream, head.version)).collect();
        check_list(&self.record, &heads, &listed);
        let fresh = Follower::default();
        for follower in self.followers.iter().chain([&fresh]) {
            let mut pages = 0;
            while follower.read_on(process, &self.record, 7).await && pages < 1_000 {
                pages += 1;
            }
            follower.check(&self.record, &heads);
        }
    }

    /// Every stream takes appends again.
    async fn write_more(&self, process: &ShardedStore) {
        for stream in (0..20).map(stream) {
            let (number, event) = self.record.event(&stream);
            let (expected, events) = (ExpectedVersion::Any, vec![event]);
            match process.append(vec![Append { stream: stream.clone(), expected, events }]).await {
                Ok(appended) => {
                    self.record.acknowledge(&stream, &[number], appended.versions[0]);
                }
                Err(error) => self.record.breaks(format!("rest: {error:?}")),
            }
            let version = self.record.acknowledged(&stream);
            read_whole(process, &self.record, &stream, version).await;
        }
    }
}

/// A keyspace of few slots, so that a run is quick.
async fn begin_map(map: &Remote) {
    let mut changes = vec![MapChange::Created { algorithm: ALGORITHM.into() }];
    let region = Region { range: PlaceRange::ALL, zone: None, whole: false };
    changes.push(MapChange::KeyspaceAdded {
        name: "default".into(),
        rule: KeyspaceRule { regions: vec![region], directory: false },
        slots: (0..4).map(|slot| (PlaceRange::slot(2, slot), slot as u16 % 3)).collect(),
        nodes: NODES.map(Into::into).into(),
    });
    changes.push(MapChange::TypeJoined {
        name: "account".into(),
        keyspace: KEYSPACE,
        placing: BY_NUMBER.describe(),
    });
    let events = changes.iter().map(|change| encode(change).unwrap()).collect();
    let (stream, expected) = (StreamId::new("patterns.map", &0_u8), ExpectedVersion::Any);
    map.append(vec![Append { stream, expected, events }]).await.unwrap();
}

async fn open(map: &Remote, record: &Record) -> ShardedStore {
    let hold = HoldPolicy { longest: Duration::from_secs(3_600), ..HoldPolicy::default() };
    let store = |remote: &Remote| -> Arc<dyn EventStore> { Arc::new(remote.again()) };
    let nodes = record.nodes.iter().map(|(name, remote)| (Node::new(name.as_str()), store(remote)));
    ShardedStore::open_with(store(map), nodes, hold).await.unwrap()
}

/// What the steps of a run were made of.
pub(super) fn broken(seed: u64, flaw: Flaw) -> (Vec<String>, usize) {
    let mut world = World::new(seed, flaw);
    let broken = world.run();
    (broken, world.steps)
}
