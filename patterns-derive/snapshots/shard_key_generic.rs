#[automatically_derived]
#[allow(deprecated)]
impl<T> ::renamed::__private::ShardKey for Name<T>
where
    T: Clone,
    T: ::renamed::__private::NormalText,
{
    fn hash(&self, to: &mut ::renamed::__private::PlaceHasher) {
        ::renamed::__private::ShardKey::hash(
            &::renamed::__private::Lowercase(
                <T as ::renamed::__private::NormalText>::text(&self.text),
            ),
            to,
        );
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl<T> ::renamed::__private::SplitKey for Name<T>
where
    T: Clone,
    T: ::renamed::__private::NormalText,
{
    const BY_TEXTS: ::core::option::Option<::core::primitive::bool> = ::core::option::Option::Some(
        true,
    );
    fn region(
        &self,
        points: &::renamed::__private::SplitPoints,
    ) -> ::core::primitive::u32 {
        ::renamed::__private::SplitKey::region(
            &::renamed::__private::Lowercase(
                <T as ::renamed::__private::NormalText>::text(&self.text),
            ),
            points,
        )
    }
}
