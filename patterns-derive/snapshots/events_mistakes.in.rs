#[events(nmae = Change)]
impl Account {
    const LIMIT: i64 = 10;
    pub fn opened(&mut self, owner: &str) {
        self.owner = Some(owner.into());
    }
    async fn deposited<T>(&self, amount: T) -> i64 {
        self.balance
    }
    #[event(name = "opened")]
    fn withdrawn(&mut self, (amount, fee): (i64, i64)) {
        self.balance -= amount + fee;
    }
    fn with_drawn(&mut self, mut amount: impl Into<i64>) {}
    fn withdrawn_(&mut self) {}
}
