::core::compile_error! {
    "`#[event(..)]` has no option `nam`; did you mean `name`?"
}
::core::compile_error! {
    "`upcast` takes the path of a function: `upcast = from_v1`"
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
::core::compile_error! {
    "names that begin with `patterns.` are kept for what the framework records itself; give it another one"
}
::core::compile_error! {
    "versions count from 1"
}
::core::compile_error! {
    "version 1 has an upcaster already; keep one"
}
::core::compile_error! {
    "an upcaster leads from an older version to the next; 4 is not older than 4, the version of the event"
}
::core::compile_error! {
    "nothing reads what is stored in versions 2 to 3; add `upcast(2 = ..)`, or `oldest = 4` if no store holds it"
}
#[automatically_derived]
#[allow(unused)]
impl ::data_patterns::__private::Event for AccountEvent {
    const SCHEMA: &'static [::data_patterns::__private::EventSchema] = &[];
}
