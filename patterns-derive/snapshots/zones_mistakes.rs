::core::compile_error! {
    "`#[zone(..)]` has no option `nmae`; it takes `crate`"
}
::core::compile_error! {
    "a zone is only a name; what tells things in it apart is another `#[shard_key]` field"
}
::core::compile_error! {
    "two zones are called \"eu-west\"; give one another name, `#[zone(name = \"..\")]`"
}
#[automatically_derived]
#[allow(unused)]
impl ::data_patterns::__private::Zones for Region {
    const ZONES: &'static [&'static ::core::primitive::str] = &[];
    fn zone(&self) -> ::core::primitive::u32 {
        0
    }
}
#[automatically_derived]
#[allow(unused)]
impl ::data_patterns::__private::ShardKey for Region {
    fn hash(&self, _: &mut ::data_patterns::__private::PlaceHasher) {}
}
