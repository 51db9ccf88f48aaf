/// A number.
#[derive(Clone, Debug, PartialEq, Eq, Key)]
#[key(crate = ::renamed)]
pub struct Number {
    /// The kind.
    pub r#type: u8,
    #[deprecated]
    pub series: (u16, char),
    pub id: [u8; 16],
}
