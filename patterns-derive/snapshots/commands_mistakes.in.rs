#[commands(handel = AccountRef)]
impl Account {
    type Error = AccountError;
    pub fn open(&mut self, owner: impl Into<String>) -> AccountEvent {
        AccountEvent::opened(owner.into())
    }
    pub async fn deposit(self, amount: i64) {}
    pub fn undo(&self) -> AccountEvent {
        AccountEvent::undone()
    }
    pub fn new() -> Self {
        Self::default()
    }
    pub fn name(&self, into: &mut String) -> Result<AccountEvent, &str> {
        Err("no")
    }
}
