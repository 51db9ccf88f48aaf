//! The databases that are tampered with.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use fastrand::Rng;
use patterns_core::{
    event::{EventData, EventName, RecordedEvent, Route, StreamId},
    key::{ShardKey, ShardPolicy, ShardStrategy},
    shard::{Node, NodeId, ShardedStore},
    store::{
        Append, ArchiveCut, ArchiveProgress, EventStore, ExpectedVersion, MemoryStore, SignOff,
        SledStore, StreamHead, conformance::block_on, sled::verify_directory_against,
    },
};
use tempfile::TempDir;

use super::{
    edit::Edit,
    format::{Frame, open_sled, read_log},
};

const STREAMS: usize = 12;
/// So many postings make the store fold its index.
const FOLDED: usize = 33_000;
const NAMES: [&str; 4] = ["opened", "geändert", "支払い済み", "e"];

/// A database, what is in it, and what was signed off of it.
pub struct Base {
    pub name: &'static str,
    pub directory: TempDir,
    pub frames: Vec<Frame>,
    pub signed: SignOff,
    /// To which stream every event belongs, by position.
    streams: BTreeMap<u64, Vec<u8>>,
}

impl Base {
    /// Single events, batches, appends to several streams, and events that take several values of the tree.
    pub fn small(random: &mut Rng) -> Self {
        Self::new("small", |store| {
            for round in 0..160 {
                let batch = match round % 8 {
                    0 => (0..random.usize(2..6)).map(|_| entry(random, 3, 60)).collect(),
                    1 => vec![entry(random, 12, 40)],
                    2 if round % 32 == 2 => vec![entry(random, 2, 20_000), entry(random, 1, 10)],
                    3 => vec![entry(random, 4, 90), entry(random, 1, 90)],
                    4 if round % 24 == 4 => (0..60).map(|_| entry(random, 2, 150)).collect(),
                    _ => vec![entry(random, 1, 120)],
                };
                block_on(store.append(batch)).expect("an append");
            }
        })
    }

    /// One whose index is folded.
    pub fn folded(random: &mut Rng) -> Self {
        Self::new("folded index", |store| {
            for _ in 0..FOLDED.div_ceil(1_000) {
                let batch = (0..1_000).map(|_| entry(random, 1, 12)).collect();
                block_on(store.append(batch)).expect("an append");
            }
            for _ in 0..20 {
                block_on(store.append(vec![entry(random, 2, 30)])).expect("an append");
            }
        })
    }

    /// One of a node, which has events by copy and others.
    pub fn node(random: &mut Rng) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        block_on(fill_node(directory.path(), random));
        Self::of("node", directory)
    }

    /// One of which the older half is archived.
    pub fn archived(random: &mut Rng) -> Self {
        Self::new("archived", |store| {
            for round in 0..120 {
                let most = if round % 5 == 0 { 8 } else { 1 };
                let batch = (0..random.usize(1..5)).map(|_| entry(random, most, 90)).collect();
                block_on(store.append(batch)).expect("an append");
            }
            let heads = block_on(store.list_streams(&[], None, STREAMS)).expect("a list");
            let half =
                |head: StreamHead| ArchiveCut { stream: head.stream, until: head.version / 2 };
            let cuts = heads.into_iter().map(half).collect();
            let archived = block_on(store.archive(cuts, ArchiveProgress::default()));
            assert!(archived.expect("an archiving").events > 0);
        })
    }

    fn new(name: &'static str, fill: impl FnOnce(&SledStore)) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let store = SledStore::open(directory.path()).expect("a new database");
        fill(&store);
        drop(store);
        Self::of(name, directory)
    }

    fn of(name: &'static str, directory: TempDir) -> Self {
        let store = SledStore::open(directory.path()).expect("the database");
        let signed = block_on(store.sign_off()).expect("a sign-off");
        let verified = block_on(store.verify_against(&signed)).expect("a verification");
        assert!(verified.is_intact(), "{name}: {verified}");
        let events = block_on(store.read_log(0, usize::MAX)).expect("the log");
        let stream = |event: &RecordedEvent| (event.position, event.stream.as_bytes().to_vec());
        let streams = events.iter().map(stream).collect();
        drop(store);
        let frames = read_frames(directory.path());
        let closed = verify_directory_against(directory.path(), &signed).expect("a verification");
        assert_eq!(closed, verified, "{name}: closed as open");
        println!("tamper  | base `{name}`: {} events, {} frames", verified.events, frames.len());
        Self { name, directory, frames, signed, streams }
    }

    /// The edit with all streams touched that have events in the frames touched, archived or not.
    pub fn with_archived(&self, mut edit: Edit) -> Edit {
        let whole = edit.whole.iter().cloned();
        let streams = whole.flat_map(|positions| self.streams.range(positions));
        edit.touched.extend(streams.map(|(_, stream)| stream.clone()));
        edit
    }
}

fn read_frames(directory: &Path) -> Vec<Frame> {
    read_log(&open_sled(directory))
}

static BY_NUMBER: ShardPolicy = ShardPolicy::new(&["number"], ShardStrategy::Hash);

/// Appends to two nodes, and moves everything to the one in `directory`, while it goes on.
async fn fill_node(directory: &Path, random: &mut Rng) {
    let here = SledStore::open(directory).expect("a new database");
    let stores: [(&str, Arc<dyn EventStore>); 2] =
        [("there", Arc::new(MemoryStore::new())), ("here", Arc::new(here))];
    let nodes = stores.map(|(name, store)| (Node::new(name), store));
    let store = ShardedStore::open(Arc::new(MemoryStore::new()), nodes).await.expect("two nodes");
    let stream = |number: u64| {
        let route = Route::new(number.place(), &BY_NUMBER);
        StreamId::new("konto", &number).routed(Some(route))
    };
    for round in 0..200 {
        let number = random.u64(..STREAMS as u64);
        let entry = Append { stream: stream(number), ..entry(random, 4, 100) };
        store.append(vec![entry]).await.expect("an append");
        if round == 120 {
            for number in 0..STREAMS as u64 {
                let slot = store.slot_of(&stream(number)).await.expect("a map");
                let slot = slot.expect("a slot");
                let here = NodeId::from("here");
                if store.map().slot(slot).is_some_and(|entry| entry.owner != here) {
                    store.move_slot(slot, &here).await.expect("a move");
                }
            }
        }
    }
}

fn entry(random: &mut Rng, most: usize, longest: usize) -> Append {
    let number = random.usize(..STREAMS);
    let name =
        if number.is_multiple_of(3) { format!("größe {number}") } else { format!("s-{number}") };
    let count = random.usize(1..=most);
    Append {
        stream: StreamId::new("konto", &name),
        expected: ExpectedVersion::Any,
        events: (0..count).map(|_| event(random, longest)).collect(),
    }
}

/// No two are alike.
fn event(random: &mut Rng, longest: usize) -> EventData {
    let mut payload = random.u64(..).to_le_bytes().to_vec();
    let length = random.usize(..longest);
    payload.extend(std::iter::repeat_with(|| random.u8(..)).take(length));
    let metadata = if random.bool() { Vec::new() } else { random.u16(..).to_le_bytes().to_vec() };
    EventData {
        name: EventName::from_static(NAMES[random.usize(..NAMES.len())]),
        schema_version: random.u16(1..400),
        payload: payload.into(),
        // No MessagePack begins like this, and what does is marked by nodes.
        metadata: metadata.into_iter().map(|byte| byte & 0x7f).collect::<Vec<_>>().into(),
    }
}
