#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::ShardKey for Owner {
    fn hash(&self, to: &mut ::data_patterns::__private::PlaceHasher) {
        match self {
            Self::Nobody {} => {
                to.variant("nobody");
            }
            Self::Person { 0: part_0 } => {
                to.variant("person");
                <u64 as ::data_patterns::__private::ShardKey>::hash(part_0, to);
            }
            Self::Company { country: part_0, number: part_1 } => {
                to.variant("firm");
                ::data_patterns::__private::ShardKey::hash(
                    &::data_patterns::__private::Lowercase(
                        <String as ::data_patterns::__private::NormalText>::text(part_0),
                    ),
                    to,
                );
                <u64 as ::data_patterns::__private::ShardKey>::hash(part_1, to);
            }
        }
    }
}
