::core::compile_error! {
    "`#[entity(..)]` has no option `nmae`; did you mean `name`?"
}
::core::compile_error! {
    "`key = ProfileKey` names the key made of several `#[id]` fields, and here is only one; leave it out"
}
::core::compile_error! {
    "`f64` cannot be part of a key: equal floats can have different bytes; use an integer, such as an amount in cents"
}
::core::compile_error! {
    "say how long a record may be served before it is checked: `#[cached(ttl = 60)]`"
}
::core::compile_error! {
    "the shard key must be part of the identity: the shard has to be known before the record is loaded; put `#[id]` on `region` as well"
}
::core::compile_error! {
    "a record would come back without this field; store it, or keep it elsewhere"
}
::core::compile_error! {
    "`Some(..)` of `Option<String>` and `None` are stored alike; use an enum of your own"
}
#[automatically_derived]
#[allow(unused)]
impl ::data_patterns::__private::Entity for UserProfile {
    type Id = ::data_patterns::__private::String;
    const NAME: &'static ::core::primitive::str = "user_profile";
    fn id(&self) -> ::data_patterns::__private::String {
        loop {}
    }
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::ReadsCached for UserProfile {}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::OneShard for UserProfile {}
