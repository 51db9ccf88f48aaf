/// The cache of [`listing()`](fn@listing).
#[cfg(feature = "listings")]
#[deprecated = "use `page`"]
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
pub(crate) struct listing {}
#[cfg(feature = "listings")]
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
impl listing {
    /// The answer that the cache has; does not run the function.
    #[must_use]
    pub(crate) fn get(
        team: &Team,
        r#type: &str,
        part_3: &String,
        since: &Option<u64>,
    ) -> ::core::option::Option<
        <io::Result<Option<Listing>> as ::renamed::__private::Fallible>::Value,
    > {
        ::renamed::__private::FunctionCache::get(
            listing::cache(),
            ::renamed::__private::Parts((team, r#type, part_3, since)),
        )
    }
    /// Puts an answer into the cache, as if the function had just given it.
    pub(crate) fn put(
        team: &Team,
        r#type: &str,
        part_3: &String,
        since: &Option<u64>,
        value: <io::Result<Option<Listing>> as ::renamed::__private::Fallible>::Value,
    ) {
        ::renamed::__private::FunctionCache::put(
            listing::cache(),
            ::renamed::__private::Parts((team, r#type, part_3, since)),
            {
                let team = <Team as ::renamed::__private::OwnCopy>::own_copy(team);
                <::renamed::__private::Vec<
                    _,
                > as ::core::convert::From<
                    _,
                >>::from([
                    ::renamed::__private::Tag::to_tag(&("listings")),
                    ::renamed::__private::Tag::to_tag(&(team)),
                ])
            },
            value,
        )
    }
    /** Runs the function, whatever the cache has, and keeps the answer.

 # Errors
 What the function fails with.*/
    pub(crate) async fn refresh<S>(
        source: &S,
        team: Team,
        r#type: &str,
        name: &str,
        since: Option<u64>,
        _unused: &[u8],
    ) -> io::Result<Option<Listing>>
    where
        S: Source + Clone + Send + Sync + 'static,
    {
        ::renamed::__private::FunctionCache::refresh(
                listing::cache(),
                ::renamed::__private::Parts((
                    &team,
                    r#type,
                    &(name.to_lowercase()),
                    &since,
                )),
                || <::renamed::__private::Vec<
                    _,
                > as ::core::convert::From<
                    _,
                >>::from([
                    ::renamed::__private::Tag::to_tag(&("listings")),
                    ::renamed::__private::Tag::to_tag(&(team)),
                ]),
                || listing::load::<
                    S,
                >(
                    <S as ::renamed::__private::OwnCopy>::own_copy(source),
                    <Team as ::renamed::__private::OwnCopy>::own_copy(&team),
                    <str as ::renamed::__private::Detach>::detach(r#type),
                    <str as ::renamed::__private::Detach>::detach(name),
                    <Option<u64> as ::renamed::__private::OwnCopy>::own_copy(&since),
                    <[u8] as ::renamed::__private::Detach>::detach(_unused),
                ),
            )
            .await
    }
    /// Drops the answer; a load that is under way is not kept either.
    pub(crate) fn invalidate(
        team: &Team,
        r#type: &str,
        part_3: &String,
        since: &Option<u64>,
    ) {
        ::renamed::__private::FunctionCache::invalidate(
            listing::cache(),
            ::renamed::__private::Parts((team, r#type, part_3, since)),
        )
    }
    /// Drops all answers with the tag.
    pub(crate) fn invalidate_tag(tag: &::core::primitive::str) {
        ::renamed::__private::FunctionCache::invalidate_tag(listing::cache(), tag)
    }
    /// Drops all answers.
    pub(crate) fn clear() {
        ::renamed::__private::FunctionCache::clear(listing::cache())
    }
    /// What the cache has done.
    #[must_use]
    pub(crate) fn stats() -> ::renamed::__private::Statistics {
        ::renamed::__private::FunctionCache::stats(listing::cache())
    }
    /// Drops the answer when it is dropped itself, and what was loaded until then.
    pub(crate) fn invalidation(
        team: &Team,
        r#type: &str,
        part_3: &String,
        since: &Option<u64>,
    ) -> ::renamed::__private::Invalidation {
        ::renamed::__private::FunctionCache::invalidation(
            listing::cache(),
            ::renamed::__private::Parts((team, r#type, part_3, since)),
        )
    }
    /// Drops all answers when it is dropped itself, and what was loaded until then.
    pub(crate) fn invalidation_of_all() -> ::renamed::__private::Invalidation {
        ::renamed::__private::FunctionCache::invalidation_of_all(listing::cache())
    }
    /// The cache of the function.
    #[must_use]
    fn cache() -> &'static ::renamed::__private::FunctionCache<
        (Team, <str as ::renamed::__private::Detach>::Owned, String, Option<u64>),
        <io::Result<Option<Listing>> as ::renamed::__private::Fallible>::Value,
        <io::Result<Option<Listing>> as ::renamed::__private::Fallible>::Error,
    > {
        static CACHE: ::renamed::__private::LazyLock<
            ::renamed::__private::FunctionCache<
                (
                    Team,
                    <str as ::renamed::__private::Detach>::Owned,
                    String,
                    Option<u64>,
                ),
                <io::Result<Option<Listing>> as ::renamed::__private::Fallible>::Value,
                <io::Result<Option<Listing>> as ::renamed::__private::Fallible>::Error,
            >,
        > = ::renamed::__private::LazyLock::new(|| ::renamed::__private::FunctionCache::new(
            ::renamed::__private::Builder::new(
                    ::core::concat!(::core::module_path!(), "::listing"),
                    ::renamed::__private::CachePolicy::new(
                            ::core::time::Duration::from_secs(300u64),
                        )
                        .capacity(
                            ::renamed::__private::CacheCapacity::Bytes(64000000u64),
                        )
                        .jitter_percent(10u8)
                        .idle(::core::time::Duration::from_secs(3600u64))
                        .stale_if_error(::core::time::Duration::from_secs(86400u64))
                        .stale_while_revalidate(
                            ::core::time::Duration::from_millis(250u64),
                        )
                        .soft_timeout(::core::time::Duration::from_millis(50u64))
                        .timeout(::core::time::Duration::from_secs(2u64))
                        .refresh_ahead()
                        .negative_ttl(::core::time::Duration::from_secs(10u64))
                        .error_ttl(::core::time::Duration::from_secs(1u64)),
                )
                .weigh(Listing::weight)
                .negative_when(::core::option::Option::is_none)
                .on_timeout(
                    <<io::Result<
                        Option<Listing>,
                    > as ::renamed::__private::Fallible>::Error as ::renamed::__private::FromTimeout>::from_timeout,
                ),
        ));
        &CACHE
    }
}
#[cfg(feature = "listings")]
#[allow(deprecated)]
impl listing {
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
    fn load<S>(
        source: S,
        team: Team,
        r#type: <str as ::renamed::__private::Detach>::Owned,
        name: <str as ::renamed::__private::Detach>::Owned,
        since: Option<u64>,
        _unused: <[u8] as ::renamed::__private::Detach>::Owned,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<
            <io::Result<Option<Listing>> as ::renamed::__private::Fallible>::Value,
            <io::Result<Option<Listing>> as ::renamed::__private::Fallible>::Error,
        >,
    > + ::core::marker::Send + 'static
    where
        S: Source + Clone + Send + Sync + 'static,
    {
        async move {
            listing::uncached::<
                S,
            >(
                    ::core::borrow::Borrow::<S>::borrow(&source),
                    team,
                    ::core::borrow::Borrow::<str>::borrow(&r#type),
                    ::core::borrow::Borrow::<str>::borrow(&name),
                    since,
                    ::core::borrow::Borrow::<[u8]>::borrow(&_unused),
                )
                .await
        }
    }
    #[allow(clippy::too_many_arguments, reason = "there are many")]
    #[allow(deprecated)]
    #[allow(clippy::used_underscore_binding)]
    async fn uncached<S>(
        source: &S,
        mut team: Team,
        r#type: &str,
        name: &str,
        since: Option<u64>,
        _unused: &[u8],
    ) -> io::Result<Option<Listing>>
    where
        S: Source + Clone + Send + Sync + 'static,
    {
        team.touch();
        source.listing(team, r#type, name, since).await
    }
}
/// Whom a team lists.
#[cfg(feature = "listings")]
#[deprecated = "use `page`"]
#[allow(clippy::too_many_arguments, reason = "there are many")]
#[allow(deprecated)]
#[allow(clippy::used_underscore_binding)]
pub(crate) async fn listing<S>(
    source: &S,
    team: Team,
    r#type: &str,
    name: &str,
    since: Option<u64>,
    _unused: &[u8],
) -> io::Result<Option<Listing>>
where
    S: Source + Clone + Send + Sync + 'static,
{
    ::renamed::__private::FunctionCache::call(
            listing::cache(),
            ::renamed::__private::Parts((&team, r#type, &(name.to_lowercase()), &since)),
            || <::renamed::__private::Vec<
                _,
            > as ::core::convert::From<
                _,
            >>::from([
                ::renamed::__private::Tag::to_tag(&("listings")),
                ::renamed::__private::Tag::to_tag(&(team)),
            ]),
            || listing::load::<
                S,
            >(
                <S as ::renamed::__private::OwnCopy>::own_copy(source),
                <Team as ::renamed::__private::OwnCopy>::own_copy(&team),
                <str as ::renamed::__private::Detach>::detach(r#type),
                <str as ::renamed::__private::Detach>::detach(name),
                <Option<u64> as ::renamed::__private::OwnCopy>::own_copy(&since),
                <[u8] as ::renamed::__private::Detach>::detach(_unused),
            ),
        )
        .await
}
