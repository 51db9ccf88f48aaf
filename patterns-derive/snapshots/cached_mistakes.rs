::core::compile_error! {
    "`#[cached(..)]` has no option `tll`; did you mean `ttl`?"
}
::core::compile_error! {
    "with a jitter of 100 % an entry could expire as soon as it is there; use 10"
}
::core::compile_error! {
    "after `soft_timeout` the expired value is served, and without `stale_if_error` there is none; add `stale_if_error = \"1h\"`, or use `timeout` to give up"
}
::core::compile_error! {
    "on a hit the body does not run, so it cannot change its arguments; take `&` or the value"
}
::core::compile_error! {
    "name the type instead of `impl ..`: what is cached under a key cannot depend on a type without a name"
}
::core::compile_error! {
    "a cached answer outlives the call, so it cannot borrow; own it, such as `String` for `&str`"
}
::core::compile_error! {
    "`shared` is about methods: all values of the type share the cache; a function without `self` has one cache anyway, remove it"
}
::core::compile_error! {
    "`db` is in the key twice; keep one"
}
::core::compile_error! {
    "`idd` is no argument of `profile`; did you mean `id`?"
}
async fn profile(db: &mut Db, id: impl Into<u64>) -> Result<&str, LoadError> {
    db.read(id).await
}
