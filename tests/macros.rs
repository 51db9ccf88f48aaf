//! Shapes that must work, each under the strictest lints.
#![deny(warnings, clippy::pedantic)]
#![allow(unreachable_pub, reason = "shapes are written as in a library")]

mod macros {
    mod account;
}
