#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::ShardGroup for Billing {
    type Key = TenantId;
    const NAME: &'static ::core::primitive::str = "billing";
    const STRATEGY: ::data_patterns::__private::ShardStrategy = ::data_patterns::__private::ShardStrategy::Hash;
    fn place(key: &TenantId) -> ::data_patterns::__private::Place {
        {
            let mut to = ::data_patterns::__private::PlaceHasher::new();
            <TenantId as ::data_patterns::__private::ShardKey>::hash(key, &mut to);
            to.finish()
        }
    }
}
