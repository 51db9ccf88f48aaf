//! What clients do, on the real cache, whoever schedules them.

use core::{future::Future, pin::Pin};
use std::sync::Arc;

use super::{
    protocol::{Does, Kind},
    site::{KEY, Site, Step},
};
use crate::cache::{Demand, Known, Loaded, ReadMode};

/// A point at which others may come in between. A load's is one at which it is not ready.
pub(super) type Pause = fn() -> Pin<Box<dyn Future<Output = ()> + Send>>;

#[derive(Clone, Copy)]
pub(super) struct Pauses {
    pub(super) client: Pause,
    pub(super) load: Pause,
}

/// Runs the program of client `me` to its end.
pub(super) async fn client(site: Arc<Site>, me: usize, pauses: Pauses) {
    for (done, step) in site.programs[me].1.iter().enumerate() {
        if done > 0 {
            pause(&site, me, 0, pauses).await;
        }
        match *step {
            Step::Read(node) => read(&site, me, node, pauses).await,
            Step::Write(node) => write(&site, me, node, pauses).await,
        }
        let mut record = site.record();
        let client = &mut record.clients[me];
        (client.done, client.within, client.led, client.write) = (done + 1, 0, 0, None);
    }
}

async fn pause(site: &Site, me: usize, within: u8, pauses: Pauses) {
    {
        let client = &mut site.record().clients[me];
        (client.within, client.paused) = (within, true);
    }
    (pauses.client)().await;
    site.record().clients[me].paused = false;
}

async fn read(site: &Arc<Site>, me: usize, node: usize, pauses: Pauses) {
    let (name, token) = (site.programs[me].0, site.protocol.token);
    let (written, seen) = {
        let client = &site.record().clients[me];
        (client.written, client.seen)
    };
    let at_least = if token { written.max(seen) } else { 0 };
    site.tell(|| format!("{name}: reads at {node}"));
    let demand = Demand { mode: ReadMode::Session, at_least };
    let load = |_: Option<Known<u64>>| {
        let load = site.load_begins(me, node);
        site.tell(|| format!("{name}: begins to load at {node}"));
        self::load(Arc::clone(site), load, pauses)
    };
    let version = site.nodes[node].read(&KEY, demand, load).await.unwrap().version;
    site.tell(|| format!("{name}: has read v{version} at {node}"));
    let mut record = site.record();
    if version < written {
        record.found.insert(Kind::Ryw);
    }
    if version < seen {
        record.found.insert(Kind::Mr);
    }
    record.clients[me].seen = seen.max(version);
}

async fn load(site: Arc<Site>, me: usize, pauses: Pauses) -> Result<Loaded<u64>, ()> {
    (pauses.load)().await;
    let version = site.head();
    let (leader, node) = {
        let own = &mut site.record().loads[me];
        own.read = Some(version);
        (own.leader, own.node)
    };
    site.tell(|| format!("the load of {} at {node} sees v{version}", site.programs[leader].0));
    (pauses.load)().await;
    Ok(Loaded::versioned(version, version))
}

async fn write(site: &Arc<Site>, me: usize, node: usize, pauses: Pauses) {
    let (name, does, cache) = (site.programs[me].0, site.protocol.does, &site.nodes[node]);
    site.tell(|| format!("{name}: begins to write at {node}"));
    let under_way = match does {
        Does::Nothing => None,
        Does::InvalidatesBefore => {
            cache.invalidate(&KEY);
            None
        }
        Does::InvalidatesAfter | Does::Publishes => Some(cache.begin_write(&KEY)),
    };
    let began = under_way.is_some().then(|| site.epoch(node)).flatten().unwrap_or_default();
    site.record().clients[me].write = Some((began, 0));
    pause(site, me, 1, pauses).await;

    let version = site.append();
    site.tell(|| format!("{name}: appends v{version}"));
    {
        let mut record = site.record();
        record.messages.insert((1 - node, version));
        record.clients[me].write = Some((began, version));
    }
    pause(site, me, 2, pauses).await;

    match (under_way, does) {
        (Some(write), Does::Publishes) => write.publish(Loaded::versioned(version, version)),
        (under_way, _) => drop(under_way),
    }
    site.tell(|| format!("{name}: has written v{version} at {node}"));
    let mut record = site.record();
    record.known[node] = record.known[node].max(version);
    record.clients[me].written = version;
}
