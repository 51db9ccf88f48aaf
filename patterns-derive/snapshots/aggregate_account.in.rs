#[derive(Aggregate, Clone, Debug, Serialize, Deserialize)]
#[aggregate(snapshot(every = 100))]
#[cached(ttl = 60)]
pub struct Account {
    #[id]
    #[shard_key]
    number: String,
    owner: Option<String>,
    balance: i64,
}
