//! The async runtime of whoever asks for a snapshot: a store that needs one finds it on the worker's thread as well.

/// The tokio runtime of the caller, if there is one (feature `tokio`).
pub(super) struct Context {
    #[cfg(feature = "tokio")]
    runtime: Option<tokio::runtime::Handle>,
}

impl Context {
    pub(super) fn of_caller() -> Self {
        Self {
            #[cfg(feature = "tokio")]
            runtime: tokio::runtime::Handle::try_current().ok(),
        }
    }

    /// Runs `work` as if on the caller's runtime.
    pub(super) fn run<R>(&self, work: impl FnOnce() -> R) -> R {
        #[cfg(feature = "tokio")]
        let _entered = self.runtime.as_ref().map(tokio::runtime::Handle::enter);
        work()
    }
}
