::core::compile_error! {
    "`#[event(..)]` has no option `nam`; did you mean `name`?"
}
::core::compile_error! {
    "`#[event(..)]` belongs on a variant, not on its fields"
}
::core::compile_error! {
    "`#[serde(tag)]` cannot be used here: an event is told by its stored name, apart from its fields; leave it out"
}
::core::compile_error! {
    "`#[serde(rename_all)]` cannot be used here: the stored name is given by `#[event(name = \"..\")]`"
}
::core::compile_error! {
    "`#[serde(skip)]` cannot be used here: every event must be stored and read back; remove the variant, or keep it as it is"
}
::core::compile_error! {
    "a stored name cannot be empty; leave the option out to use the name in the code"
}
::core::compile_error! {
    "versions count from 1"
}
::core::compile_error! {
    "another event is already stored as `deposited`; give this one a name of its own"
}
#[automatically_derived]
#[allow(unused)]
impl ::data_patterns::__private::Event for AccountEvent {
    const SCHEMA: &'static [::data_patterns::__private::EventSchema] = &[];
}
