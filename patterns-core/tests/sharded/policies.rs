//! What types declare, and what the map makes of it.

use std::{error::Error, sync::Arc};

use patterns_core::{
    event::{Route, StreamId},
    key::{Place, ShardKey, ShardPolicy, ShardStrategy, SplitPoints},
    shard::{MapError, Node, ShardError, ShardedStore},
    store::{AppendError, Direction, EventStore, MemoryStore, StoreError, conformance::block_on},
};

use crate::cluster::{cluster, deposit, node, routed};

static BY_ZONE: ShardPolicy = ShardPolicy::new(&["zone"], ShardStrategy::Zone(&["eu", "us"]));
static BY_RANGE: ShardPolicy =
    ShardPolicy::new(&["name"], ShardStrategy::Range(SplitPoints::Text(&["N"])));
static BY_DIRECTORY: ShardPolicy = ShardPolicy::new(&["tenant"], ShardStrategy::Directory);
static LOWERCASE: ShardPolicy =
    ShardPolicy::new(&["number"], ShardStrategy::Hash).lowercase(&["number"]);

fn stream(name: &str, region: u32, policy: &'static ShardPolicy) -> StreamId {
    let place = policy.place_in_region(region, name.place());
    StreamId::new("thing", &name.to_owned()).routed(Some(Route::new(place, policy)))
}

async fn owner(store: &ShardedStore, stream: &StreamId) -> String {
    let slot = store.slot_of(stream).await.unwrap().unwrap();
    store.map().slot(slot).unwrap().owner.to_string()
}

fn cause(error: &StoreError) -> &ShardError {
    let StoreError::Other { cause, .. } = error else { panic!("{error}") };
    (&**cause as &(dyn Error + 'static)).downcast_ref().unwrap()
}

fn not_attempted(error: AppendError) -> StoreError {
    match error {
        AppendError::NotAttempted(error) => error,
        error => panic!("{error}"),
    }
}

#[test]
fn s1_what_belongs_to_a_zone_is_on_its_nodes_only() {
    block_on(async {
        let named = |(name, zone): (&str, &str)| (node(name).0.zone(zone), node(name).1);
        let nodes = [("e1", "eu"), ("e2", "eu"), ("u1", "us")].map(named);
        let store = ShardedStore::open(Arc::new(MemoryStore::new()), nodes).await.unwrap();
        for number in 0..200 {
            let region = number % 2;
            let user = stream(&format!("user-{number}"), region, &BY_ZONE);
            store.append(vec![deposit(&user, 0, 1)]).await.unwrap();
            assert_eq!(owner(&store, &user).await.starts_with('u'), region == 1);
        }
        let european = stream("user-0", 0, &BY_ZONE);
        let slot = store.slot_of(&european).await.unwrap().unwrap();
        let refused = store.move_slot(slot, &"u1".into()).await.unwrap_err();
        assert!(refused.to_string().contains("zone"), "{refused}");
    });
}

#[test]
fn a_zone_without_a_node_is_an_error() {
    block_on(async {
        let nodes = [(Node::new("e1").zone("eu"), node("e1").1)];
        let store = ShardedStore::open(Arc::new(MemoryStore::new()), nodes).await.unwrap();
        let refused = store.append(vec![deposit(&stream("ann", 0, &BY_ZONE), 0, 1)]).await;
        let refused = not_attempted(refused.unwrap_err());
        assert!(matches!(cause(&refused), ShardError::Map(MapError::NoNode { .. })), "{refused}");
    });
}

#[test]
fn a_range_begins_whole_on_one_node() {
    block_on(async {
        let store = cluster(2).await;
        let mut owners = [Vec::new(), Vec::new()];
        for number in 0..100 {
            let region = number % 2;
            let person = stream(&format!("name-{number}"), region as u32, &BY_RANGE);
            store.append(vec![deposit(&person, 0, 1)]).await.unwrap();
            owners[region].push(owner(&store, &person).await);
        }
        owners.iter_mut().for_each(|owners| owners.dedup());
        assert!(owners.iter().all(|owners| owners.len() == 1), "{owners:?}");
        assert_ne!(owners[0], owners[1]);
    });
}

#[test]
fn a_key_that_is_not_in_the_directory_is_an_error_and_no_empty_stream() {
    block_on(async {
        let store = cluster(2).await;
        let (acme, other) = (stream("acme", 0, &BY_DIRECTORY), stream("other", 0, &BY_DIRECTORY));
        let refused = not_attempted(store.append(vec![deposit(&acme, 0, 1)]).await.unwrap_err());
        assert!(matches!(cause(&refused), ShardError::NotPlaced { .. }), "{refused}");
        let slot = store.isolate(&acme).await.unwrap();
        let to = store
            .map()
            .nodes()
            .map(|node| node.node.name.clone())
            .find(|name| *name != store.map().slot(slot).unwrap().owner);
        store.move_slot(slot, &to.clone().unwrap()).await.unwrap();
        store.append(vec![deposit(&acme, 0, 1)]).await.unwrap();
        assert_eq!(owner(&store, &acme).await, to.unwrap().to_string());
        let unread = store.read_stream(&other, 1, Direction::Forward, 1).await.unwrap_err();
        assert!(matches!(cause(&unread), ShardError::NotPlaced { .. }), "{unread}");
    });
}

#[test]
fn s7_another_declaration_of_a_stored_type_is_refused() {
    block_on(async {
        let store = cluster(2).await;
        store.append(vec![deposit(&stream("ann", 0, &BY_RANGE), 0, 1)]).await.unwrap();
        let other = stream("ann", 0, &LOWERCASE);
        let unread = store.read_stream(&other, 1, Direction::Forward, 1).await.unwrap_err();
        assert!(matches!(cause(&unread), ShardError::Replaced { .. }), "{unread}");
        let unrouted = StreamId::new("thing", &"ann".to_owned());
        let unread = store.read_stream(&unrouted, 1, Direction::Forward, 1).await.unwrap_err();
        assert!(matches!(cause(&unread), ShardError::Unrouted { .. }), "{unread}");
    });
}

#[test]
fn a_batch_for_two_shard_keys_is_refused_and_appends_nothing() {
    block_on(async {
        let store = cluster(1).await;
        let (one, two) = (routed(1, Place::new(7)), routed(2, Place::new(8)));
        let refused = store.append(vec![deposit(&one, 0, 1), deposit(&two, 0, 1)]).await;
        let refused = refused.unwrap_err();
        assert!(matches!(refused, AppendError::Refused { .. }), "{refused}");
        let same = [routed(1, Place::new(7)), routed(2, Place::new(7))];
        let batch = same.iter().map(|stream| deposit(stream, 0, 1)).collect();
        assert_eq!(store.append(batch).await.unwrap().versions, [1, 1]);
    });
}

#[test]
fn a_single_log_is_refused_by_name() {
    block_on(async {
        let refused = cluster(2).await.read_log(1, 10).await.unwrap_err();
        assert!(matches!(cause(&refused), ShardError::NoSingleLog), "{refused}");
    });
}

#[test]
fn s8_lists_over_several_keyspaces_name_every_stream_once() {
    block_on(async {
        let store = cluster(3).await;
        for number in 0..60 {
            let name = format!("name-{number}");
            store.append(vec![deposit(&stream(&name, 0, &BY_RANGE), 0, 1)]).await.unwrap();
            store.append(vec![deposit(&routed(number, number.place()), 0, 1)]).await.unwrap();
            let untyped = StreamId::from_bytes(vec![0xff, number as u8].into());
            store.append(vec![deposit(&untyped, 0, 1)]).await.unwrap();
        }
        let listed = store.list_streams(b"", None, 1_000).await.unwrap();
        let mut names: Vec<_> = listed.iter().map(|head| head.stream.clone()).collect();
        assert_eq!(names.len(), 180);
        names.dedup();
        assert_eq!(names.len(), 180);
        let accounts = store.list_streams(&StreamId::prefix("account"), None, 1_000).await.unwrap();
        assert_eq!(accounts.len(), 60);
    });
}
