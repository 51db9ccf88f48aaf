//! What a function answers, told from its return type alone.

use core::marker::PhantomData;

/// A `Result`, by whatever name: `io::Result<T>` says only one of its two types.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is called a `Result` and is none",
    label = "not `core::result::Result`",
    note = "`#[cached]` goes by the name: give the type another one"
)]
pub trait Fallible {
    /// What is cached.
    type Value;
    /// What a load fails with.
    type Error;
}

impl<V, E> Fallible for Result<V, E> {
    type Value = V;
    type Error = E;
}

/// Tells a `Result` from every other type by `IsResult::<T>::IS_RESULT`, with [`IsNoResult`] in scope.
#[derive(Debug)]
pub struct IsResult<T>(PhantomData<T>);

impl<V, E> IsResult<Result<V, E>> {
    /// Found before what a trait offers.
    pub const IS_RESULT: bool = true;
}

/// What is found for every type that is no `Result`.
pub trait IsNoResult {
    /// There is nothing better.
    const IS_RESULT: bool = false;
}

impl<T> IsNoResult for IsResult<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_known_by_any_name() {
        type Hidden = std::io::Result<u8>;
        const { assert!(IsResult::<Hidden>::IS_RESULT) };
        const { assert!(!IsResult::<Option<u8>>::IS_RESULT) };
    }
}
