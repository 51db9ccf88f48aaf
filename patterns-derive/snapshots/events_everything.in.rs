#[cfg(feature = "documents")]
#[events(pub(crate), name = Change, derive(Debug), crate = ::renamed)]
impl documents::Document {
    /// Someone wrote it.
    #[event(name = "written", version = 2, alias = "created", upcast = Self::written_v1)]
    fn written(&mut self, /** Who. */ author: String, #[serde(default)] r#type: u8) {
        self.author = author;
        self.kind = r#type;
    }
    #[cfg(feature = "signatures")]
    #[deprecated(note = "replayed only")]
    #[event(alias = "sealed", retired)]
    fn signed(&mut self) {
        self.signed = true;
    }
    #[inline]
    fn r#move(&mut self, to: u64) {
        self.place = to;
    }
}
