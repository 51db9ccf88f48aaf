#[derive(Serialize, Deserialize, Event)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AccountEvent {
    #[event(name = "")]
    Opened { owner: String },
    #[event(nam = "deposited", version = 0)]
    Deposited { amount: i64 },
    #[event(alias = "deposited")]
    Withdrawn(#[event(name = "amount")] i64),
    #[serde(skip)]
    #[event(name = "patterns.closed")]
    Closed,
    #[event(version = 4, upcast(0 = a, 1 = b, 1 = c, 4 = d))]
    Moved,
    #[event(version = 2, upcast = |old| old)]
    Frozen,
}
