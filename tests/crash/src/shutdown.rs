//! The system calls that the standard library does not have.

use std::{fs::File, io, os::fd::AsRawFd, path::Path};

/// `_IOR('X', 125, __u32)` of `linux/fs.h`.
const FS_IOC_SHUTDOWN: libc::c_ulong = 0x8004_587d;
/// Neither flush data nor the journal: what was not synced is gone.
const NO_LOG_FLUSH: u32 = 2;

/// Shuts down the file system mounted at `mount`, as a power cut would.
#[allow(unsafe_code, reason = "no safe wrapper of this request exists")]
pub fn cut_power(mount: &Path) -> io::Result<()> {
    let file = File::open(mount)?;
    // SAFETY: the request reads one `u32`, which lives until the call returns.
    match unsafe { libc::ioctl(file.as_raw_fd(), FS_IOC_SHUTDOWN, &NO_LOG_FLUSH) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Stops a process where it stands.
#[allow(unsafe_code, reason = "the standard library sends no other signal than SIGKILL")]
pub fn stop(process: u32) {
    // SAFETY: takes two numbers and touches no memory; the process is a child that was not waited for yet.
    unsafe { libc::kill(process as libc::pid_t, libc::SIGSTOP) };
}

/// Ends this process where it stands.
#[allow(unsafe_code, reason = "the standard library sends signals to children only")]
pub fn kill_this_process() {
    // SAFETY: takes two numbers and touches no memory.
    unsafe { libc::kill(std::process::id() as libc::pid_t, libc::SIGKILL) };
}
