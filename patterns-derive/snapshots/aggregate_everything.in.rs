/// A pallet in a warehouse.
#[derive(Aggregate)]
#[deprecated = "use `Crate`"]
#[aggregate(
    name = "pallet-v1",
    version = 3,
    snapshot(every = 50, days = 1, replay_ms = 250, keep = 3),
    once_within = 500,
    initial = Pallet::empty,
    key = PalletId,
    handle = PalletRef,
    crate = ::renamed
)]
#[cached(
    ttl = "5m",
    capacity = "64MB",
    jitter = "10%",
    idle = "1h",
    stale_if_error = "1d",
    stale_while_revalidate = "250ms",
    refresh_ahead,
    soft_timeout = "50ms",
    timeout = "2s",
    weight = Pallet::weight
)]
#[shard(by = range, split = ["G", "N"])]
pub struct Pallet {
    /// Where it stands.
    #[id]
    #[shard_key]
    pub site: String,
    /// Which one.
    #[id]
    pub r#type: u16,
    #[serde(default)]
    boxes: Vec<u64>,
}
