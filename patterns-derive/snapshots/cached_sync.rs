/// The cache of [`total()`](fn@total).
#[allow(
    dead_code,
    deprecated,
    non_camel_case_types,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    clippy::ptr_arg,
    clippy::too_many_arguments,
    clippy::trivially_copy_pass_by_ref,
    clippy::type_complexity,
    clippy::used_underscore_binding
)]
struct total {}
#[allow(
    dead_code,
    deprecated,
    non_camel_case_types,
    private_bounds,
    private_interfaces,
    unreachable_pub,
    clippy::ptr_arg,
    clippy::too_many_arguments,
    clippy::trivially_copy_pass_by_ref,
    clippy::type_complexity,
    clippy::used_underscore_binding
)]
impl total {
    /// The answer that the cache has; does not run the function.
    #[must_use]
    fn get(a: &Vec<u64>, name: &str) -> ::core::option::Option<Money> {
        ::data_patterns::__private::FunctionCache::get(
            total::cache(),
            ::data_patterns::__private::Parts((a, name)),
        )
    }
    /// Puts an answer into the cache, as if the function had just given it.
    fn put(a: &Vec<u64>, name: &str, value: Money) {
        ::data_patterns::__private::FunctionCache::put(
            total::cache(),
            ::data_patterns::__private::Parts((a, name)),
            {
                let a = <Vec<u64> as ::data_patterns::__private::OwnCopy>::own_copy(a);
                let name = ::core::borrow::Borrow::<str>::borrow(name);
                <::data_patterns::__private::Vec<
                    _,
                > as ::core::convert::From<
                    _,
                >>::from([
                    ::data_patterns::__private::Tag::to_tag(&(format!("of:{name}"))),
                ])
            },
            value,
        )
    }
    /// Runs the function, whatever the cache has, and keeps the answer.
    fn refresh(book: &Book, a: Vec<u64>, name: &str, factor: &Factor) -> Money {
        match ::data_patterns::__private::FunctionCache::refresh_blocking(
            total::cache(),
            ::data_patterns::__private::Parts((&a, name)),
            || <::data_patterns::__private::Vec<
                _,
            > as ::core::convert::From<
                _,
            >>::from([::data_patterns::__private::Tag::to_tag(&(format!("of:{name}")))]),
            || ::core::result::Result::Ok(
                total::uncached(
                    book,
                    <Vec<u64> as ::data_patterns::__private::Twice>::again(&a),
                    name,
                    factor,
                ),
            ),
        ) {
            ::core::result::Result::Ok(value) => value,
            ::core::result::Result::Err(never) => match never {}
        }
    }
    /// Runs the function for all keys of which the cache has no answer yet.
    fn warm(
        book: &Book,
        factor: &Factor,
        keys: impl ::core::iter::IntoIterator<
            Item = (Vec<u64>, <str as ::data_patterns::__private::Detach>::Owned),
        >,
    ) -> ::data_patterns::__private::WarmUp {
        ::data_patterns::__private::FunctionCache::warm_blocking(
            total::cache(),
            keys,
            |(a, name)| {
                let a = <Vec<u64> as ::data_patterns::__private::OwnCopy>::own_copy(a);
                let name = ::core::borrow::Borrow::<str>::borrow(name);
                <::data_patterns::__private::Vec<
                    _,
                > as ::core::convert::From<
                    _,
                >>::from([
                    ::data_patterns::__private::Tag::to_tag(&(format!("of:{name}"))),
                ])
            },
            |(a, name)| ::core::result::Result::Ok(
                total::uncached(
                    book,
                    a,
                    ::core::borrow::Borrow::<str>::borrow(&name),
                    factor,
                ),
            ),
        )
    }
    /// Drops the answer; a load that is under way is not kept either.
    fn invalidate(a: &Vec<u64>, name: &str) {
        ::data_patterns::__private::FunctionCache::invalidate(
            total::cache(),
            ::data_patterns::__private::Parts((a, name)),
        )
    }
    /// Drops all answers with the tag.
    fn invalidate_tag(tag: &::core::primitive::str) {
        ::data_patterns::__private::FunctionCache::invalidate_tag(total::cache(), tag)
    }
    /// Drops all answers.
    fn clear() {
        ::data_patterns::__private::FunctionCache::clear(total::cache())
    }
    /// What the cache has done.
    #[must_use]
    fn stats() -> ::data_patterns::__private::Statistics {
        ::data_patterns::__private::FunctionCache::stats(total::cache())
    }
    /// Drops the answer when it is dropped itself, and what was loaded until then.
    fn invalidation(
        a: &Vec<u64>,
        name: &str,
    ) -> ::data_patterns::__private::Invalidation {
        ::data_patterns::__private::FunctionCache::invalidation(
            total::cache(),
            ::data_patterns::__private::Parts((a, name)),
        )
    }
    /// Drops all answers when it is dropped itself, and what was loaded until then.
    fn invalidation_of_all() -> ::data_patterns::__private::Invalidation {
        ::data_patterns::__private::FunctionCache::invalidation_of_all(total::cache())
    }
    /// The cache of the function.
    #[must_use]
    fn cache() -> &'static ::data_patterns::__private::FunctionCache<
        (Vec<u64>, <str as ::data_patterns::__private::Detach>::Owned),
        Money,
        ::core::convert::Infallible,
    > {
        const _: () = {
            use ::data_patterns::__private::{IsNoResult as _, IsResult};
            ::core::assert!(
                ! IsResult:: < Money > ::IS_RESULT,
                "this type is a `Result` under another name, and its failures would be cached as answers; write `Result<_, _>`"
            )
        };
        static CACHE: ::data_patterns::__private::LazyLock<
            ::data_patterns::__private::FunctionCache<
                (Vec<u64>, <str as ::data_patterns::__private::Detach>::Owned),
                Money,
                ::core::convert::Infallible,
            >,
        > = ::data_patterns::__private::LazyLock::new(|| ::data_patterns::__private::FunctionCache::new(
            ::data_patterns::__private::Builder::new(
                    ::core::concat!(::core::module_path!(), "::total"),
                    ::data_patterns::__private::CachePolicy::new(
                            ::core::time::Duration::from_secs(60u64),
                        )
                        .capacity(
                            ::data_patterns::__private::CacheCapacity::Bytes(1000000u64),
                        ),
                )
                .weigh_serialized(),
        ));
        &CACHE
    }
}
impl total {
    #[allow(clippy::used_underscore_binding)]
    fn uncached(book: &Book, a: Vec<u64>, name: &str, factor: &Factor) -> Money {
        if a.is_empty() {
            return Money::ZERO;
        }
        book.total(a, name) * factor
    }
}
#[allow(clippy::used_underscore_binding)]
fn total(book: &Book, a: Vec<u64>, name: &str, factor: &Factor) -> Money {
    match ::data_patterns::__private::FunctionCache::call_blocking(
        total::cache(),
        ::data_patterns::__private::Parts((&a, name)),
        || <::data_patterns::__private::Vec<
            _,
        > as ::core::convert::From<
            _,
        >>::from([::data_patterns::__private::Tag::to_tag(&(format!("of:{name}")))]),
        || ::core::result::Result::Ok(
            total::uncached(
                book,
                <Vec<u64> as ::data_patterns::__private::Twice>::again(&a),
                name,
                factor,
            ),
        ),
    ) {
        ::core::result::Result::Ok(value) => value,
        ::core::result::Result::Err(never) => match never {}
    }
}
