#[cfg(feature = "documents")]
/// What can happen to [`documents::Document`].
#[derive(
    Debug,
    ::renamed::__private::serde::Serialize,
    ::renamed::__private::serde::Deserialize,
    ::renamed::__private::Event
)]
#[event(crate = ::renamed)]
#[serde(crate = "::renamed::__private::serde")]
#[allow(deprecated, missing_docs, unreachable_pub)]
pub(crate) enum Change {
    /// Someone wrote it.
    #[event(
        name = "written",
        version = 2,
        alias = "created",
        upcast = <documents::Document>::written_v1
    )]
    Written {
        /// Who.
        author: String,
        #[serde(default)]
        r#type: u8,
    },
    #[cfg(feature = "signatures")]
    #[deprecated(note = "replayed only")]
    #[event(name = "signed")]
    #[event(alias = "sealed", retired)]
    Signed,
    #[event(name = "move")]
    Move { to: u64 },
}
#[cfg(feature = "documents")]
#[allow(
    dead_code,
    deprecated,
    missing_docs,
    unreachable_pub,
    clippy::too_many_arguments,
    clippy::used_underscore_binding
)]
impl Change {
    /// Someone wrote it.
    #[must_use]
    pub(crate) fn written(author: String, r#type: u8) -> Self {
        Self::Written { author, r#type }
    }
    #[must_use]
    pub(crate) fn r#move(to: u64) -> Self {
        Self::Move { to }
    }
}
#[cfg(feature = "documents")]
#[automatically_derived]
#[allow(deprecated, clippy::used_underscore_binding)]
impl ::renamed::__private::Apply for documents::Document {
    type Event = Change;
    const FOLD: ::renamed::__private::Fingerprint = ::renamed::__private::Fingerprint::new(
        0xe872_cb55_8a0b_ede0,
    );
    fn apply(&mut self, event: Self::Event) {
        match event {
            Change::Written { author, r#type } => Self::written(self, author, r#type),
            #[cfg(feature = "signatures")]
            Change::Signed => Self::signed(self),
            Change::Move { to } => Self::r#move(self, to),
        }
    }
}
#[cfg(feature = "documents")]
impl documents::Document {
    /// Someone wrote it.
    fn written(&mut self, author: String, r#type: u8) {
        self.author = author;
        self.kind = r#type;
    }
    #[cfg(feature = "signatures")]
    #[deprecated(note = "replayed only")]
    fn signed(&mut self) {
        self.signed = true;
    }
    #[inline]
    fn r#move(&mut self, to: u64) {
        self.place = to;
    }
}
