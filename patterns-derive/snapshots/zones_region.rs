#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::Zones for Region {
    const ZONES: &'static [&'static ::core::primitive::str] = &["eu-west", "us"];
    const UNKNOWN: &'static ::core::primitive::str = "`Region` has no such zone; it has `eu-west` and `us`";
    fn zone(&self) -> ::core::primitive::u32 {
        match self {
            Self::EuWest => 0,
            Self::America => 1,
        }
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::ShardKey for Region {
    fn hash(&self, to: &mut ::data_patterns::__private::PlaceHasher) {
        to.variant(
            match self {
                Self::EuWest => "eu-west",
                Self::America => "us",
            },
        );
    }
}
