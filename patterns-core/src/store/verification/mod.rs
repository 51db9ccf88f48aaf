//! What verification finds: everything that does not fit, with its place (promise E10).

mod finding;
mod log;
mod sign_off;
mod stream;

pub use self::{
    finding::{Finding, FindingKind, Verification},
    sign_off::{SignOff, SignedLog},
};
pub(super) use self::{
    log::{sign_off, verify},
    stream::{stream_hash, verify_stream},
};
