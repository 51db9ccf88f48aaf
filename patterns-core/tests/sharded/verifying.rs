//! Tamper evidence over several nodes: a stream has one chain wherever it is, and a finding names the node.

use std::path::Path;

use patterns_core::{
    event::{ChainHash, StreamHash, StreamId},
    shard::{Node, NodeId, ShardedStore, open_embedded},
    store::{Append, Direction, EventStore, FindingKind, SignOff, conformance::block_on},
};

use crate::cluster::{account, cluster, deposit};

async fn move_away(store: &ShardedStore, stream: &StreamId) {
    let slot = store.slot_of(stream).await.unwrap().unwrap();
    let owner = store.map().slot(slot).unwrap().owner.clone();
    let other = if owner == NodeId::from("node-1") { "node-2" } else { "node-1" };
    assert!(store.move_slot(slot, &other.into()).await.unwrap().moved);
}

/// The hash as anybody can compute it who reads the events.
async fn computed(store: &dyn EventStore, stream: &StreamId) -> StreamHash {
    let page = store.read_stream(stream, 1, Direction::Forward, usize::MAX).await.unwrap();
    let genesis = ChainHash::genesis(stream);
    let hash = page.events.iter().fold(genesis, |hash, event| hash.after(event));
    StreamHash { version: page.head, hash }
}

fn with_metadata(mut entry: Append, metadata: &[u8]) -> Append {
    entry.events[0].metadata = metadata.to_vec().into();
    entry
}

#[test]
fn e10_a_stream_keeps_its_hash_when_it_is_moved() {
    block_on(async {
        let store = cluster(2).await;
        let stream = account(7);
        let mut signed = Vec::new();
        for version in 0..12 {
            // The last two begin as the marks of nodes do.
            let metadata: &[u8] =
                [&[][..], &[0x80, 1], &[0xc1, 0], &[0xc1, 1, 2]][version as usize % 4];
            let entry = with_metadata(deposit(&stream, version, version), metadata);
            store.append(vec![entry]).await.unwrap();
            signed.push(store.stream_hash(&stream).await.unwrap());
            if version % 3 == 2 {
                let before = store.stream_hash(&stream).await.unwrap();
                move_away(&store, &stream).await;
                assert_eq!(store.stream_hash(&stream).await.unwrap(), before, "after {version}");
                assert_eq!(computed(&store, &stream).await, before, "after {version}");
            }
        }
        let verified = store.verify_stream(&stream, &signed).await.unwrap();
        assert!(verified.is_intact(), "{verified}");
        let all = store.verify().await.unwrap();
        assert!(all.is_intact(), "{all}");
    });
}

#[test]
fn e10_what_was_signed_off_of_nodes_outlives_moves_and_names_the_node_that_is_gone() {
    block_on(async {
        let store = cluster(2).await;
        for number in 0..20 {
            store.append(vec![deposit(&account(number), 0, 1)]).await.unwrap();
        }
        let signed: SignOff = store.sign_off().await.unwrap().to_string().parse().unwrap();
        let nodes: Vec<_> = signed.logs.iter().map(|log| log.node.clone().unwrap()).collect();
        assert_eq!(nodes, ["node-1", "node-2", "shard map"]);
        for number in 0..20 {
            move_away(&store, &account(number)).await;
        }
        let verified = store.verify_against(&signed).await.unwrap();
        assert!(verified.is_intact(), "{verified}");
        let mut other = signed;
        other.logs[0].node = Some("node-9".into());
        let findings = store.verify_against(&other).await.unwrap().findings;
        assert_eq!(findings.len(), 1);
        assert_eq!(
            (findings[0].kind, findings[0].node.as_deref()),
            (FindingKind::Missing, Some("node-9"))
        );
    });
}

fn open(directory: &Path) -> ShardedStore {
    open_embedded(directory, ["node-1", "node-2"].map(Node::new)).unwrap()
}

/// Changes a byte of an event, and makes the checksum right.
fn tamper(directory: &Path, what: &[u8]) -> bool {
    let db = loop {
        match sled::open(directory) {
            Err(sled::Error::Io(error)) if error.to_string().contains("lock") => {
                std::thread::yield_now();
            }
            opened => break opened.unwrap(),
        }
    };
    let tree = db.open_tree("log").unwrap();
    let found = tree.iter().map(Result::unwrap).find_map(|(key, value)| {
        let at = value.windows(what.len()).position(|bytes| bytes == what)?;
        Some((key, value.to_vec(), at))
    });
    let Some((key, mut value, at)) = found else { return false };
    value[at] ^= 1;
    let crc = crc32fast::hash(&value[4..]);
    value[..4].copy_from_slice(&crc.to_le_bytes());
    tree.insert(key, value).unwrap();
    db.flush().unwrap();
    true
}

#[test]
fn e10_a_finding_names_the_node_and_the_stream_as_callers_know_it() {
    let directory = tempfile::tempdir().unwrap();
    let stream = account(7);
    let amount = 0x1234_5678_9abc_def0;
    {
        let store = open(directory.path());
        block_on(async {
            store.append(vec![deposit(&stream, 0, 1)]).await.unwrap();
            store.append(vec![deposit(&stream, 1, amount)]).await.unwrap();
            move_away(&store, &stream).await;
            store.append(vec![deposit(&stream, 2, 3)]).await.unwrap();
        });
    }
    let nodes = ["node-1", "node-2"];
    let owner = {
        let store = open(directory.path());
        let slot = block_on(store.slot_of(&stream)).unwrap().unwrap();
        store.map().slot(slot).unwrap().owner.to_string()
    };
    assert!(nodes.iter().all(|node| directory.path().join(node).exists()));
    assert!(tamper(&directory.path().join(&owner), &amount.to_be_bytes()), "the copy");
    let store = open(directory.path());
    let both = [block_on(store.verify()), block_on(store.verify_stream(&stream, &[]))];
    for verified in both.map(Result::unwrap) {
        assert_eq!(verified.findings.len(), 1, "{verified}");
        let found = &verified.findings[0];
        assert_eq!(found.node.as_deref(), Some(owner.as_str()));
        assert_eq!((found.stream.as_ref(), found.versions.clone()), (Some(&stream), Some(2..=2)));
    }
}
