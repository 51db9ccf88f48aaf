impl<D: Database> Users<D> {
    /// The cache of the function.
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
    #[must_use]
    pub fn by_name_cache() -> &'static ::data_patterns::__private::FunctionCache<
        (u32, <str as ::data_patterns::__private::Detach>::Owned),
        User,
        Error,
    > {
        static CACHES: ::data_patterns::__private::PerType<
            ::data_patterns::__private::FunctionCache<
                (u32, <str as ::data_patterns::__private::Detach>::Owned),
                User,
                Error,
            >,
        > = ::data_patterns::__private::PerType::new();
        CACHES
            .of::<
                Self,
            >(|| ::data_patterns::__private::FunctionCache::new(
                ::data_patterns::__private::Builder::new(
                    ::core::concat!(::core::module_path!(), "::by_name"),
                    ::data_patterns::__private::CachePolicy::new(
                        ::core::time::Duration::from_secs(60u64),
                    ),
                ),
            ))
    }
    /// Drops the answer when it is dropped itself, and what was loaded until then.
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
    pub fn by_name_invalidation(
        tenant: &u32,
        name: &str,
    ) -> ::data_patterns::__private::Invalidation {
        ::data_patterns::__private::FunctionCache::invalidation(
            Self::by_name_cache(),
            ::data_patterns::__private::Parts((tenant, name)),
        )
    }
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
    fn by_name_load(
        this: Self,
        name: <str as ::data_patterns::__private::Detach>::Owned,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<User, Error>,
    > + ::core::marker::Send + 'static {
        async move {
            Self::by_name_uncached(
                    ::core::borrow::Borrow::<Self>::borrow(&this),
                    ::core::borrow::Borrow::<str>::borrow(&name),
                )
                .await
        }
    }
    #[allow(clippy::used_underscore_binding)]
    async fn by_name_uncached(&self, name: &str) -> Result<User, Error> {
        self.db.find(self.tenant, name).await
    }
    /// Who is called so.
    #[allow(clippy::used_underscore_binding)]
    pub async fn by_name(&self, name: &str) -> Result<User, Error> {
        ::data_patterns::__private::FunctionCache::call(
                Self::by_name_cache(),
                ::data_patterns::__private::Parts((&(self.tenant), name)),
                || <::data_patterns::__private::Vec<
                    _,
                > as ::core::convert::From<
                    _,
                >>::from([::data_patterns::__private::Tag::to_tag(&(self.tenant))]),
                || Self::by_name_load(
                    <Self as ::data_patterns::__private::OwnCopy>::own_copy(self),
                    <str as ::data_patterns::__private::Detach>::detach(name),
                ),
            )
            .await
    }
    /// The cache of the function.
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
    #[must_use]
    fn count_cache() -> &'static ::data_patterns::__private::FunctionCache<
        (),
        usize,
        ::core::convert::Infallible,
    > {
        const _: () = {
            use ::data_patterns::__private::{IsNoResult as _, IsResult};
            ::core::assert!(
                ! IsResult:: < usize > ::IS_RESULT,
                "this type is a `Result` under another name, and its failures would be cached as answers; write `Result<_, _>`"
            )
        };
        static CACHES: ::data_patterns::__private::PerType<
            ::data_patterns::__private::FunctionCache<
                (),
                usize,
                ::core::convert::Infallible,
            >,
        > = ::data_patterns::__private::PerType::new();
        CACHES
            .of::<
                Self,
            >(|| ::data_patterns::__private::FunctionCache::new(
                ::data_patterns::__private::Builder::new(
                    ::core::concat!(::core::module_path!(), "::count"),
                    ::data_patterns::__private::CachePolicy::new(
                        ::core::time::Duration::from_secs(60u64),
                    ),
                ),
            ))
    }
    /// Drops the answer when it is dropped itself, and what was loaded until then.
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
    fn count_invalidation() -> ::data_patterns::__private::Invalidation {
        ::data_patterns::__private::FunctionCache::invalidation(
            Self::count_cache(),
            ::data_patterns::__private::Parts(()),
        )
    }
    #[allow(clippy::used_underscore_binding)]
    fn count_uncached(self: &Arc<Self>) -> usize {
        self.db.count()
    }
    #[allow(clippy::used_underscore_binding)]
    fn count(self: &Arc<Self>) -> usize {
        match ::data_patterns::__private::FunctionCache::call_blocking(
            Self::count_cache(),
            ::data_patterns::__private::Parts(()),
            || ::data_patterns::__private::Vec::new(),
            || ::core::result::Result::Ok(Self::count_uncached(self)),
        ) {
            ::core::result::Result::Ok(value) => value,
            ::core::result::Result::Err(never) => match never {}
        }
    }
}
