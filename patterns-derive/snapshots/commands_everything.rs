#[cfg(feature = "documents")]
#[allow(
    dead_code,
    deprecated,
    missing_docs,
    unreachable_pub,
    clippy::too_many_arguments,
    clippy::used_underscore_binding
)]
impl documents::DocumentRef {
    /// Writes it.
    ///
    /// # Errors
    /// When it is signed.
    #[cfg(feature = "writing")]
    #[deprecated]
    pub(crate) async fn r#write(
        &self,
        argument_1: (&str, u8),
        copies: u8,
    ) -> ::renamed::__private::Outcome<
        documents::Document,
        Result<[Change; 1], &'static str>,
    > {
        ::renamed::__private::Handle::<
            documents::Document,
        >::update(
                self,
                move |state: &documents::Document| <documents::Document>::r#write(
                    state,
                    <(&str, u8) as ::renamed::__private::Argument>::again(&argument_1),
                    <u8 as ::renamed::__private::Argument>::again(&copies),
                ),
            )
            .await
    }
}
#[cfg(feature = "documents")]
impl documents::Document {
    /// Writes it.
    ///
    /// # Errors
    /// When it is signed.
    #[cfg(feature = "writing")]
    #[deprecated]
    pub(crate) fn r#write(
        &self,
        (author, kind): (&str, u8),
        mut copies: u8,
    ) -> Result<[Change; 1], &'static str> {
        copies += 1;
        if self.signed {
            Err("signed")
        } else {
            Ok([Change::written(author.into(), kind)])
        }
    }
}
