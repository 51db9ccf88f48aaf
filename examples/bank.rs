//! A bank account in one short file: `cargo run --example bank` prints 70.

use data_patterns::prelude::*;

/// Why a withdrawal is refused.
#[derive(Debug, thiserror::Error)]
#[error("insufficient funds")]
pub struct Overdrawn;

/// What is known about an account after all of its events.
#[derive(Aggregate)]
pub struct Account {
    #[id]
    number: String,
    owner: String,
    balance: u64,
}

// One method is one event: its name, its payload, its effect, its place in the log.
#[events]
impl Account {
    fn opened(&mut self, owner: String) {
        self.owner = owner;
    }
    fn deposited(&mut self, amount: u64) {
        self.balance += amount;
    }
    fn withdrawn(&mut self, amount: u64) {
        self.balance -= amount;
    }
}

// A command looks at the current state and answers with an event, or refuses.
#[commands]
impl Account {
    fn withdraw(&self, amount: u64) -> Result<AccountEvent, Overdrawn> {
        self.balance.checked_sub(amount).ok_or(Overdrawn)?;
        Ok(AccountEvent::withdrawn(amount))
    }
}

#[pollster::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let directory = tempfile::tempdir()?;
    let account = data_patterns::open(directory.path())?.aggregate::<Account>("1234");
    account.record(AccountEvent::opened("Ann".into())).await?;
    account.record(AccountEvent::deposited(100)).await?;
    account.withdraw(30).await?;
    println!("{}", account.load().await?.balance);
    Ok(())
}
