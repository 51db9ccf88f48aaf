//! Cached functions and what invalidates them, as they are written, against the real runtime. Each test has functions of its own: a cache
//! is a static.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "cached_functions/answers.rs"]
mod answers;
#[path = "cached_functions/arguments.rs"]
mod arguments;
#[path = "cached_functions/invalidating.rs"]
mod invalidating;
#[path = "cached_functions/loading.rs"]
mod loading;
#[path = "cached_functions/methods.rs"]
mod methods;
#[path = "cached_functions/source.rs"]
mod source;
