/// A seat in a hall.
#[derive(Entity)]
#[deprecated = "use `Place`"]
#[entity(name = "seat-v1", key = SeatId, crate = ::renamed)]
#[cached(ttl = "5m", capacity = "64MB", jitter = 10, weight = Seat::weight)]
#[shard(group = Halls)]
pub struct Seat {
    /// Where it stands.
    #[id]
    #[shard_key]
    pub hall: String,
    /// Which one.
    #[id]
    pub r#type: u16,
    #[serde(default)]
    guests: Vec<u64>,
}
