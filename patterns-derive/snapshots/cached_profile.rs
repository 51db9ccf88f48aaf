/// The cache of [`profile()`](fn@profile).
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
pub struct profile {}
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
impl profile {
    /// The answer that the cache has; does not run the function.
    #[must_use]
    pub fn get(id: &u64) -> ::core::option::Option<Profile> {
        ::data_patterns::__private::FunctionCache::get(
            profile::cache(),
            ::data_patterns::__private::Parts((id,)),
        )
    }
    /// Puts an answer into the cache, as if the function had just given it.
    pub fn put(id: &u64, value: Profile) {
        ::data_patterns::__private::FunctionCache::put(
            profile::cache(),
            ::data_patterns::__private::Parts((id,)),
            ::data_patterns::__private::Vec::new(),
            value,
        )
    }
    /** Runs the function, whatever the cache has, and keeps the answer.

 # Errors
 What the function fails with.*/
    pub async fn refresh(db: &Db, id: u64) -> Result<Profile, LoadError> {
        ::data_patterns::__private::FunctionCache::refresh(
                profile::cache(),
                ::data_patterns::__private::Parts((&id,)),
                || ::data_patterns::__private::Vec::new(),
                || profile::load(
                    <Db as ::data_patterns::__private::OwnCopy>::own_copy(db),
                    <u64 as ::data_patterns::__private::OwnCopy>::own_copy(&id),
                ),
            )
            .await
    }
    /// Runs the function for all keys of which the cache has no answer yet.
    pub async fn warm(
        db: &Db,
        keys: impl ::core::iter::IntoIterator<Item = u64>,
    ) -> ::data_patterns::__private::WarmUp {
        ::data_patterns::__private::FunctionCache::warm(
                profile::cache(),
                ::core::iter::Iterator::map(
                    ::core::iter::IntoIterator::into_iter(keys),
                    |key| (key,),
                ),
                |(_,)| ::data_patterns::__private::Vec::new(),
                |(id,)| profile::load(
                    <Db as ::data_patterns::__private::OwnCopy>::own_copy(db),
                    id,
                ),
            )
            .await
    }
    /// Drops the answer; a load that is under way is not kept either.
    pub fn invalidate(id: &u64) {
        ::data_patterns::__private::FunctionCache::invalidate(
            profile::cache(),
            ::data_patterns::__private::Parts((id,)),
        )
    }
    /// Drops all answers.
    pub fn clear() {
        ::data_patterns::__private::FunctionCache::clear(profile::cache())
    }
    /// What the cache has done.
    #[must_use]
    pub fn stats() -> ::data_patterns::__private::Statistics {
        ::data_patterns::__private::FunctionCache::stats(profile::cache())
    }
    /// Drops the answer when it is dropped itself, and what was loaded until then.
    pub fn invalidation(id: &u64) -> ::data_patterns::__private::Invalidation {
        ::data_patterns::__private::FunctionCache::invalidation(
            profile::cache(),
            ::data_patterns::__private::Parts((id,)),
        )
    }
    /// Drops all answers when it is dropped itself, and what was loaded until then.
    pub fn invalidation_of_all() -> ::data_patterns::__private::Invalidation {
        ::data_patterns::__private::FunctionCache::invalidation_of_all(profile::cache())
    }
    /// The cache of the function.
    #[must_use]
    fn cache() -> &'static ::data_patterns::__private::FunctionCache<
        (u64,),
        Profile,
        LoadError,
    > {
        static CACHE: ::data_patterns::__private::LazyLock<
            ::data_patterns::__private::FunctionCache<(u64,), Profile, LoadError>,
        > = ::data_patterns::__private::LazyLock::new(|| ::data_patterns::__private::FunctionCache::new(
            ::data_patterns::__private::Builder::new(
                ::core::concat!(::core::module_path!(), "::profile"),
                ::data_patterns::__private::CachePolicy::new(
                    ::core::time::Duration::from_secs(60u64),
                ),
            ),
        ));
        &CACHE
    }
}
impl profile {
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
    fn load(
        db: Db,
        id: u64,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<Profile, LoadError>,
    > + ::core::marker::Send + 'static {
        async move {
            profile::uncached(::core::borrow::Borrow::<Db>::borrow(&db), id).await
        }
    }
    #[allow(clippy::used_underscore_binding)]
    async fn uncached(db: &Db, id: u64) -> Result<Profile, LoadError> {
        db.read(id).await
    }
}
/// The profile of a user.
#[allow(clippy::used_underscore_binding)]
pub async fn profile(db: &Db, id: u64) -> Result<Profile, LoadError> {
    ::data_patterns::__private::FunctionCache::call(
            profile::cache(),
            ::data_patterns::__private::Parts((&id,)),
            || ::data_patterns::__private::Vec::new(),
            || profile::load(
                <Db as ::data_patterns::__private::OwnCopy>::own_copy(db),
                <u64 as ::data_patterns::__private::OwnCopy>::own_copy(&id),
            ),
        )
        .await
}
