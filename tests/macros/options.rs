//! Every option once.

use core::time::Duration;

use data_patterns::{
    aggregate::SnapshotPolicy,
    cache::CacheCapacity,
    key::{KeyDecoder, KeyEncoder, ShardPolicy, ShardStrategy},
    prelude::*,
};

#[derive(Aggregate, Clone, Serialize, Deserialize)]
#[aggregate(name = "pallet-v1", version = 3, initial = Pallet::empty, handle = PalletRef)]
#[aggregate(snapshot(every = 50, minutes = 90, replay_ms = 20, keep = 4))]
#[aggregate(crate = crate::reexported)]
#[cached(ttl = "5m", capacity = "64MB", jitter = "10%", idle = "1h")]
#[cached(stale_if_error = "1d", stale_while_revalidate = "250ms", refresh_ahead)]
#[shard(by = zone)]
pub(crate) struct Pallet {
    #[id]
    #[shard_key]
    site: Site,
    #[id]
    r#type: u16,
    boxes: Vec<u64>,
    weight: Weight,
}

/// Where a pallet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Zones)]
#[zone(crate = crate::reexported)]
pub(crate) enum Site {
    North,
    #[zone(name = "south-1")]
    South,
}

impl Key for Site {
    fn encode(&self, to: &mut KeyEncoder) {
        to.boolean(matches!(self, Self::South));
    }

    fn decode(from: &mut KeyDecoder<'_>) -> Option<Self> {
        from.boolean().map(|south| if south { Self::South } else { Self::North })
    }
}

/// Has no `Default`: `initial` makes it unnecessary.
#[derive(Clone, Serialize, Deserialize)]
pub struct Weight(u32);

impl Pallet {
    fn empty(key: &PalletKey) -> Self {
        Self { site: key.site, r#type: key.r#type, boxes: vec![], weight: Weight(20) }
    }
}

#[events(pub(crate), name = Change, derive(Clone, Debug), crate = crate::reexported)]
impl Pallet {
    fn loaded(&mut self, r#box: u64) {
        self.boxes.push(r#box);
        self.weight.0 += 1;
    }
}

#[commands(handle = PalletRef, crate = crate::reexported)]
impl Pallet {
    pub(crate) fn load_box(&self, number: u64) -> Change {
        Change::loaded(number)
    }
}

#[derive(Aggregate, Clone)]
#[aggregate(version = 4)]
#[cached(ttl = 1, capacity = 10, jitter = 5)]
#[shard(by = directory)]
pub struct Plain {
    #[id]
    #[shard_key]
    id: u64,
}

/// What lies by its number.
#[derive(ShardGroup)]
#[shard_group(key = u64, crate = crate::reexported)]
pub struct Simple;

#[derive(Aggregate)]
#[shard(group = Simple)]
pub struct Plainer {
    #[id]
    #[shard_key]
    id: u64,
}

#[test]
fn options_become_constants() {
    assert_eq!(Pallet::NAME, "pallet-v1");
    let cache = Pallet::CACHE.unwrap().policy();
    assert_eq!(
        (cache.ttl, cache.capacity),
        (Duration::from_secs(300), CacheCapacity::Bytes(64_000_000))
    );
    assert_eq!((cache.jitter_percent, cache.idle), (10, Some(Duration::from_secs(3600))));
    assert_eq!(cache.stale_if_error, Some(Duration::from_secs(86_400)));
    assert_eq!(cache.stale_while_revalidate, Some(Duration::from_millis(250)));
    assert!(cache.refresh_ahead);
    assert_eq!(Plain::CACHE.unwrap().policy().capacity, CacheCapacity::Entries(10));
    let (age, replay) = (Duration::from_secs(90 * 60), Duration::from_millis(20));
    let policy = SnapshotPolicy::new().events(50).age(age).replay(replay).keep(4);
    assert_eq!(Pallet::SNAPSHOTS.unwrap().policy(), policy);
}

#[test]
fn strategies_are_told_apart() {
    let strategy = |policy: Option<&'static ShardPolicy>| policy.unwrap().strategy;
    assert_eq!(strategy(Pallet::SHARDING), ShardStrategy::Zone(&["north", "south-1"]));
    assert_eq!(strategy(Plain::SHARDING), ShardStrategy::Directory);
    assert_eq!(strategy(Plainer::SHARDING), ShardStrategy::Hash);
}

#[test]
fn the_version_changes_the_shape() {
    assert_ne!(Plain::SHAPE, Plainer::SHAPE);
    assert_eq!((Plain::initial(&1).id, Plainer::initial(&2).id), (1, 2));
}

#[test]
fn named_items_are_found() {
    pollster::block_on(async {
        let pallet: PalletRef = data_patterns::in_memory().aggregate::<Pallet>((Site::South, 1));
        pallet.load_box(9).await.unwrap();
        let state = pallet.load().await.unwrap();
        assert_eq!((state.boxes.as_slice(), state.weight.0), (&[9][..], 21));
        assert_eq!((state.site, state.r#type), (Site::South, 1));
    });
}
