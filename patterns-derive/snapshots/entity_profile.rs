#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::Entity for UserProfile {
    type Id = u64;
    const NAME: &'static ::core::primitive::str = "user_profile";
    fn id(&self) -> u64 {
        ::core::clone::Clone::clone(&self.id)
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::OneShard for UserProfile {}
