//! Deprecated things warn their users, not the code that implements them.

use data_patterns::prelude::*;

#[deprecated = "use a vault"]
#[derive(Aggregate)]
pub struct Safe {
    #[id]
    id: u32,
    #[id]
    #[deprecated]
    shelf: u32,
    #[deprecated]
    coins: u32,
}

#[derive(Aggregate)]
pub struct Vault {
    #[id]
    id: u32,
    coins: u32,
}

#[events]
impl Vault {
    #[deprecated(note = "replayed only")]
    fn filled(&mut self, coins: u32) {
        self.coins = coins;
    }

    fn added(&mut self, coins: u32) {
        self.coins += coins;
    }
}

#[commands]
impl Vault {
    #[deprecated(note = "use `add`")]
    pub fn fill(&self) -> VaultEvent {
        VaultEvent::added(9)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Key)]
pub struct Number {
    #[deprecated]
    series: u8,
    number: u8,
}

#[test]
#[expect(deprecated, reason = "whoever uses what is deprecated is warned")]
fn deprecated_aggregates_and_keys_work() {
    let safe = Safe::initial(&SafeKey { id: 1, shelf: 2 });
    assert_eq!((safe.id, safe.shelf, safe.coins), (1, 2, 0));
    assert_eq!(Number { series: 1, number: 2 }.key_bytes(), (1_u8, 2_u8).key_bytes());
}

#[test]
#[expect(deprecated, reason = "whoever uses what is deprecated is warned")]
fn uses_warn() {
    let mut vault = Vault::initial(&1);
    vault.apply(VaultEvent::filled(1));
    assert_eq!((vault.id, vault.coins), (1, 1));
}

#[test]
fn the_rest_does_not() {
    let mut vault = Vault::initial(&1);
    vault.apply(VaultEvent::added(1));
    assert_eq!(vault.coins, 1);
}
