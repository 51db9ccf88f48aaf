//! A file system in a file, of which the power can be cut.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// An ext4 image, mounted. Unmounted and removed when dropped, panics included.
pub struct Disk {
    directory: TempDir,
}

impl Disk {
    /// Makes and mounts an image of 8 GiB, which takes only what is written; `Err` says what is missing.
    pub fn new() -> Result<Self, String> {
        Self::of_size("8G")
    }

    /// Makes and mounts an image of the size that `truncate` understands.
    pub fn of_size(size: &str) -> Result<Self, String> {
        let directory = tempfile::tempdir().map_err(|error| error.to_string())?;
        let disk = Self { directory };
        std::fs::create_dir(disk.path()).map_err(|error| error.to_string())?;
        let image = disk.image();
        run(Command::new("truncate").args(["-s", size]).arg(&image))?;
        run(Command::new("mkfs.ext4").arg("-q").arg(&image))?;
        disk.mount()?;
        Ok(disk)
    }

    /// Where it is mounted.
    pub fn path(&self) -> PathBuf {
        self.directory.path().join("mount")
    }

    fn image(&self) -> PathBuf {
        self.directory.path().join("image")
    }

    fn mount(&self) -> Result<(), String> {
        run(Command::new("mount").args(["-o", "loop"]).arg(self.image()).arg(self.path()))
    }

    /// What a restart does after a power cut.
    pub fn remount(&self) -> Result<(), String> {
        unmount(&self.path())?;
        self.mount()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // When it was not mounted there is nothing to undo.
        let _ = unmount(&self.path());
    }
}

fn unmount(path: &Path) -> Result<(), String> {
    run(Command::new("umount").arg(path))
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr).trim().to_string();
    output.status.success().then_some(()).ok_or_else(|| format!("{command:?}: {said}"))
}
