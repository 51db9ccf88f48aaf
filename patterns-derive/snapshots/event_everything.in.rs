/// What can happen to a document.
#[derive(Serialize, Deserialize, Event)]
#[event(crate = ::renamed)]
pub(crate) enum DocumentEvent {
    /// Someone wrote it.
    #[event(name = "written", alias = "created", alias = "drafted", version = 3, upcast(1 = from_v1, 2 = releases::Two::newer))]
    HTTPWritten { r#type: String, #[serde(alias = "by")] author: Option<people::Person> },
    #[deprecated]
    #[event(name = "r#type")]
    r#Typed(#[serde(default)] u8, u16),
    #[event(version = 4, oldest = 3, upcast = keep::<Signed>)]
    Signed(Signature),
    #[event(version = 2, oldest = 2, retired)]
    Gone,
}
