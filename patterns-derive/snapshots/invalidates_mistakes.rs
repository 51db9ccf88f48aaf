::core::compile_error! {
    "say which entries of `profile`: `profile(id)` for one, `profile(..)` for all"
}
::core::compile_error! {
    "`..` alone stands for all entries; give the whole key, or nothing but `..`"
}
::core::compile_error! {
    "a method has one cache for all values of its type; name the type: `Type::find(..)`"
}
::core::compile_error! {
    "`5` is no cached function; write its name and its key: `profile(id)`"
}
::core::compile_error! {
    "a `const fn` writes nothing that is cached; remove `const`"
}
::core::compile_error! {
    "these entries are named twice; keep one"
}
::core::compile_error! {
    "`rename` has no `self`; name the type of the method: `Type::method(key)`"
}
pub const fn rename(db: &Db, id: u64) {}
