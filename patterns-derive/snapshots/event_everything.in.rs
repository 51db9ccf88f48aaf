/// What can happen to a document.
#[derive(Serialize, Deserialize, Event)]
#[event(crate = ::renamed)]
pub(crate) enum DocumentEvent {
    /// Someone wrote it.
    #[event(name = "written", alias = "created", alias = "drafted", version = 3)]
    HTTPWritten { r#type: String },
    #[deprecated]
    #[event(name = "r#type")]
    r#Typed(#[serde(default)] u8, u16),
    Gone,
}
