#[commands]
impl Account {
    /// Takes money out.
    pub fn withdraw(&self, amount: i64) -> Result<AccountEvent, AccountError> {
        if self.balance < amount {
            return Err(AccountError::InsufficientFunds);
        }
        Ok(AccountEvent::withdrawn(amount))
    }
    pub fn close(&self) -> Option<AccountEvent> {
        self.owner.is_some().then(AccountEvent::closed)
    }
}
