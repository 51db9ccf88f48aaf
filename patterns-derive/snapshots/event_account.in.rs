#[derive(Clone, Debug, Serialize, Deserialize, Event)]
pub enum AccountEvent {
    Opened { owner: String },
    #[event(name = "paid_in", alias = "deposited")]
    Deposited { amount: i64 },
    #[event(version = 2, upcast = from_v1)]
    Withdrawn(i64),
    Closed,
}
