//! One run of the real cache, step by step: whoever holds it says who goes next.

use core::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};
use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    task::{Wake, Waker},
};

use super::{
    protocol::{Kind, Protocol},
    script::{Pauses, client},
    site::{Programs, Site, Step},
};
use crate::cache::{Background, Task};

/// What can happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Client(usize),
    /// The load of that client; it waits for it, so it has no other.
    Load(usize),
    Deliver(usize, u64),
    Evict(usize),
}

pub(super) struct World {
    pub(super) site: Arc<Site>,
    clients: Vec<(Option<Task>, Arc<Woken>)>,
    loads: Vec<Option<Task>>,
    handed_over: HandedOver,
}

/// Takes the loads that go on in the background, to be stepped like everybody else.
#[derive(Clone, Default)]
struct HandedOver(Arc<Mutex<Option<Task>>>);

impl Background for HandedOver {
    fn run(&self, task: Task) {
        let before = self.0.lock().unwrap().replace(task);
        assert!(before.is_none(), "a step begins one load at most");
    }
}

impl fmt::Debug for HandedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HandedOver")
    }
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, SeqCst);
    }
}

/// Not ready once, and wakes nobody: who goes on is chosen.
struct Once(bool);

impl Future for Once {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

const PAUSES: Pauses = Pauses { client: || Box::pin(Once(false)), load: || Box::pin(Once(false)) };

impl World {
    pub(super) fn new(protocol: Protocol, programs: Programs) -> Self {
        let handed_over = HandedOver::default();
        let site = Site::new(protocol, programs, handed_over.clone());
        let clients = (0..programs.len()).map(|me| {
            let task: Task = Box::pin(client(Arc::clone(&site), me, PAUSES));
            (Some(task), Arc::new(Woken(AtomicBool::new(true))))
        });
        let clients = clients.collect();
        Self { site, clients, loads: Vec::new(), handed_over }
    }

    /// What can happen next.
    pub(super) fn enabled(&self) -> Vec<Action> {
        let record = self.site.record();
        let clients = self.clients.iter().enumerate().filter_map(|(me, (task, woken))| {
            let runs = task.is_some() && (record.clients[me].paused || woken.0.load(SeqCst));
            runs.then_some(Action::Client(me))
        });
        let loads = record.loads.iter().filter(|load| !load.landed);
        let loads = loads.map(|load| Action::Load(load.leader));
        let messages = record.messages.iter();
        let messages = messages.map(|(node, version)| Action::Deliver(*node, *version));
        let may_evict = |node: &usize| !record.evicted && self.site.cached(*node).is_some();
        let evictions = [0, 1].into_iter().filter(may_evict).map(Action::Evict);
        clients.chain(loads).chain(messages).chain(evictions).collect()
    }

    pub(super) fn step(&mut self, action: Action) {
        match action {
            Action::Client(me) => self.step_client(me),
            Action::Load(leader) => self.step_load(leader),
            Action::Deliver(node, version) => self.site.deliver(node, version),
            Action::Evict(node) => self.site.evict(node),
        }
    }

    /// What is wrong after a step.
    pub(super) fn judge(&self) {
        self.site.judge_moment();
        if self.at_rest() {
            self.site.judge_rest();
        }
    }

    /// Everybody has ended; messages may still be on their way, or lost.
    fn at_rest(&self) -> bool {
        self.clients.iter().all(|(task, _)| task.is_none())
            && self.loads.iter().all(Option::is_none)
    }

    /// Nothing is enabled any more: then nobody may wait.
    pub(super) fn judge_end(&self) {
        if !self.at_rest() {
            self.site.record().found.insert(Kind::Hangs);
        }
    }

    fn step_client(&mut self, me: usize) {
        let (task, woken) = &mut self.clients[me];
        woken.0.store(false, SeqCst);
        let waker = Waker::from(Arc::clone(woken));
        let Some(future) = task else { return };
        let led = self.site.record().loads.len();
        let ended = future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
        if ended {
            *task = None;
        }
        let begun = self.site.record().loads.len();
        self.loads.resize_with(begun, || None);
        if let Some(task) = self.handed_over.0.lock().unwrap().take() {
            assert_eq!(begun, led + 1, "a step begins one load at most");
            self.loads[led] = Some(task);
        }
        let (waits, done) = {
            let own = &self.site.record().clients[me];
            (!ended && !own.paused, own.done)
        };
        let waits_for = if !waits {
            None
        } else if begun > led {
            Some(led)
        } else {
            let (Step::Read(node) | Step::Write(node)) = self.site.programs[me].1[done];
            self.site.joinable(node)
        };
        assert!(!waits || waits_for.is_some(), "who waits, waits for a load");
        self.site.record().clients[me].waits_for = waits_for;
    }

    fn step_load(&mut self, leader: usize) {
        let own = |load: &super::site::Load| load.leader == leader && !load.landed;
        let Some(load) = self.site.record().loads.iter().position(own) else { return };
        let Some(task) = &mut self.loads[load] else { return };
        if task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
            self.loads[load] = None;
            self.site.record().loads[load].landed = true;
        }
    }

    /// Tells states apart by all that what can happen from here on depends on.
    ///
    /// A future's state is what it has seen in the step that it is doing: where it stands, the load that it waits for and whether it leads that,
    /// whether it was refused, and what it has appended. Epochs matter only by whether they are over; loads are named by who leads them,
    /// and after they have landed by what they have brought.
    pub(super) fn fingerprint(&self) -> u64 {
        let site = &self.site;
        let seen = [0, 1].map(|node| site.nodes[node].0.underway.seen(&super::site::KEY));
        let epochs = [0, 1].map(|node| seen[node].as_ref().map(|seen| seen.0));
        let joinable = [0, 1].map(|node| site.joinable(node));
        let record = site.record();
        let state = &mut DefaultHasher::new();
        (site.head(), &record.messages, record.evicted, record.known).hash(state);
        for node in [0, 1] {
            let joinable = joinable[node].map(|load| record.loads[load].leader);
            let count = seen[node].as_ref().map(|seen| seen.1);
            (site.cached(node), count, joinable).hash(state);
        }
        for (me, client) in record.clients.iter().enumerate() {
            (client.done, client.within, client.paused, client.led > 1).hash(state);
            (client.written, client.seen).hash(state);
            self.clients[me].1.0.load(SeqCst).hash(state);
            if let (Some((began, appended)), Some(step)) =
                (client.write, site.programs[me].1.get(client.done))
            {
                let (Step::Read(node) | Step::Write(node)) = *step;
                (appended, epochs[node] == Some(began)).hash(state);
            }
            if let Some(load) = client.waits_for {
                let load = &record.loads[load];
                let leads = load.leader == me;
                let landed = load.landed.then_some(load.read);
                (leads, landed, if load.landed { None } else { Some(load.leader) }).hash(state);
            }
            // The load that it leads, if one is on its way.
            for load in record.loads.iter().filter(|load| load.leader == me && !load.landed) {
                (load.node, load.read, epochs[load.node] == Some(load.began)).hash(state);
            }
        }
        state.finish()
    }
}
