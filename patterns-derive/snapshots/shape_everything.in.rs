#[derive(Serialize, Deserialize, Shape)]
#[shape(crate = ::renamed)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Payment<T, const N: usize>
where
    T: Currency,
{
    #[serde(alias = "money")]
    Cash,
    BankTransfer {
        paid_by: T,
        #[serde(rename = "to", alias = "account", with = "accounts")]
        r#type: Option<billing::Account>,
        #[serde(default = "none")]
        notes: ::std::vec::Vec<[Note; N]>,
        #[serde(skip)]
        cached: u8,
    },
    Card(#[serde(flatten)] Card),
    #[serde(rename_all = "UPPERCASE")]
    Split { first: Box<Self>, second: (u8, Box<Self>) },
    #[serde(skip)]
    Unknown,
}
