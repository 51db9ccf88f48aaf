//! What a value weighs when nobody says.

use std::io;

use serde::Serialize;

/// A value whose weight can be told from how it is stored.
#[diagnostic::on_unimplemented(
    message = "nothing says how many bytes a `{Self}` takes in the cache",
    label = "not `Serialize`, and no `weight` is declared",
    note = "a capacity in bytes weighs values as serde writes them: derive `Serialize`, or say `weight = path::to::function`"
)]
pub trait Weighable: Serialize {}

#[diagnostic::do_not_recommend]
impl<V: Serialize> Weighable for V {}

/// How many bytes MessagePack takes for `value`; those that the type takes in memory if that is more.
pub fn serialized_weight<V: Weighable>(value: &V) -> u64 {
    let mut count = Count(0);
    let write = || rmp_serde::encode::write(&mut count, value);
    #[cfg(feature = "personal")]
    let written = crate::personal::measuring(write);
    #[cfg(not(feature = "personal"))]
    let written = { write }();
    // A value that cannot be written still weighs something.
    drop(written);
    count.0.max(size_of::<V>() as u64)
}

struct Count(u64);

impl io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
