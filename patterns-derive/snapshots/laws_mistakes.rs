::core::compile_error! {
    "`laws!(..)` has no option `comands`; did you mean `commands`?"
}
::core::compile_error! {
    "`events` says already what histories are made of; keep one of the two"
}
::core::compile_error! {
    "a law that is tried with no case always holds; try at least 1"
}
::core::compile_error! {
    "name the values that there were: `(\"opened.name\", [\"EUR\", \"USD\"])`"
}
::core::compile_error! {
    "this place has its values already; put all of them into one list"
}
::core::compile_error! {
    "a command is about a state: `|account| account.close()`"
}
::core::compile_error! {
    "say which type is made up: `amount: i64`"
}
::core::compile_error! {
    "an argument is made up, so it is owned: take a `String`, and borrow it where it is used"
}
