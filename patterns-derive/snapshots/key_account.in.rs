#[derive(Clone, Debug, PartialEq, Eq, Key)]
pub struct AccountNumber {
    bank: u32,
    number: String,
}
