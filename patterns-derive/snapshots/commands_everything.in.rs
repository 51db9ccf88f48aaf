#[cfg(feature = "documents")]
#[commands(handle = documents::DocumentRef, crate = ::renamed)]
impl documents::Document {
    /// Writes it.
    ///
    /// # Errors
    /// When it is signed.
    #[cfg(feature = "writing")]
    #[deprecated]
    pub(crate) fn r#write(&self, (author, kind): (&str, u8), mut copies: u8) -> Result<[Change; 1], &'static str> {
        copies += 1;
        if self.signed { Err("signed") } else { Ok([Change::written(author.into(), kind)]) }
    }
}
