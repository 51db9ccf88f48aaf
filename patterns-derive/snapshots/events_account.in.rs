#[events]
impl Account {
    /// Someone opened the account.
    fn opened(&mut self, owner: String) {
        self.owner = Some(owner);
    }
    fn deposited(&mut self, amount: i64) {
        self.balance += amount;
    }
    fn withdrawn(&mut self, amount: i64) {
        self.balance -= amount;
    }
}
