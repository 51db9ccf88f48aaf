//! Ways to damage a database.

use std::{
    fs::{self, OpenOptions},
    io,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

use fastrand::Rng;

const BLOCK: u64 = 4_096;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Harm {
    TruncateTail,
    OverwriteTail,
    OverwriteAnywhere,
    ZeroBlock,
    SwapBlocks,
    DeleteFile,
    DamageAcknowledged,
    DamageConf,
    OverwriteSegment,
    TruncateSegment,
    DeleteSegment,
    SwapSegments,
}

/// Those of the database itself, and those of its segment files.
pub const HARMS: [Harm; 12] = [
    Harm::TruncateTail,
    Harm::OverwriteTail,
    Harm::OverwriteAnywhere,
    Harm::ZeroBlock,
    Harm::SwapBlocks,
    Harm::DeleteFile,
    Harm::DamageAcknowledged,
    Harm::DamageConf,
    Harm::OverwriteSegment,
    Harm::TruncateSegment,
    Harm::DeleteSegment,
    Harm::SwapSegments,
];

impl Harm {
    /// Damages the database in `directory`; answers what was done.
    pub fn inflict(self, directory: &Path, random: &mut Rng) -> io::Result<String> {
        let db = directory.join("db");
        match self {
            Self::TruncateTail => truncate(&db, random),
            Self::OverwriteTail => {
                let end = written(&db)?;
                overwrite(&db, end.saturating_sub(4 * BLOCK)..end, random)
            }
            Self::OverwriteAnywhere => overwrite(&db, 0..written(&db)?, random),
            Self::ZeroBlock => {
                let at = random.u64(..written(&db)? / BLOCK) * BLOCK;
                write(&db, at, &[0; BLOCK as usize])
            }
            Self::SwapBlocks => swap_blocks(&db, random),
            Self::DeleteFile => delete(directory, random),
            Self::DamageAcknowledged => change(&directory.join("acknowledged"), random),
            Self::DamageConf => change(&directory.join("conf"), random),
            _ => self.inflict_on_segment(&directory.join("archive"), random),
        }
    }

    /// Whether it is for databases with an archive.
    pub fn is_of_segments(self) -> bool {
        self >= Self::OverwriteSegment
    }

    fn inflict_on_segment(self, archive: &Path, random: &mut Rng) -> io::Result<String> {
        let segments = files(archive)?;
        let segment = &segments[random.usize(..segments.len())];
        let length = fs::metadata(segment)?.len();
        match self {
            Self::TruncateSegment => {
                let left = random.u64(..length);
                OpenOptions::new().write(true).open(segment)?.set_len(left)?;
                Ok(format!("{length} to {left} bytes"))
            }
            Self::DeleteSegment => fs::remove_file(segment).map(|()| segment.display().to_string()),
            Self::SwapSegments => {
                let other = &segments[random.usize(..segments.len())];
                let [one, two] = [fs::read(segment)?, fs::read(other)?];
                fs::write(segment, two)?;
                fs::write(other, one)?;
                Ok(format!("{} and {}", segment.display(), other.display()))
            }
            _ => {
                let mut bytes = fs::read(segment)?;
                let at = random.usize(..bytes.len());
                bytes[at] ^= 1 << random.u32(..8);
                fs::write(segment, bytes)?;
                Ok(format!("a bit of byte {at} of {length}"))
            }
        }
    }
}

/// Where the last byte is that is not zero: sled lets files grow ahead.
fn written(file: &Path) -> io::Result<u64> {
    let bytes = fs::read(file)?;
    Ok(bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last as u64 + 1))
}

fn truncate(file: &Path, random: &mut Rng) -> io::Result<String> {
    let end = if random.bool() { written(file)? } else { fs::metadata(file)?.len() };
    let length = end.saturating_sub(random.u64(1..=64 << 10));
    OpenOptions::new().write(true).open(file)?.set_len(length)?;
    Ok(format!("{end} to {length} bytes"))
}

fn overwrite(file: &Path, range: std::ops::Range<u64>, random: &mut Rng) -> io::Result<String> {
    let length = random.usize(1..512);
    let bytes: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(length).collect();
    write(file, random.u64(range), &bytes)
}

fn write(file: &Path, at: u64, bytes: &[u8]) -> io::Result<String> {
    OpenOptions::new().write(true).open(file)?.write_all_at(bytes, at)?;
    Ok(format!("{} bytes at {at}", bytes.len()))
}

fn swap_blocks(file: &Path, random: &mut Rng) -> io::Result<String> {
    let blocks = written(file)? / BLOCK;
    let (one, other) = (random.u64(..blocks) * BLOCK, random.u64(..blocks) * BLOCK);
    let handle = OpenOptions::new().read(true).write(true).open(file)?;
    let mut contents = [[0; BLOCK as usize]; 2];
    handle.read_exact_at(&mut contents[0], one)?;
    handle.read_exact_at(&mut contents[1], other)?;
    handle.write_all_at(&contents[0], other)?;
    handle.write_all_at(&contents[1], one)?;
    Ok(format!("blocks at {one} and {other}"))
}

fn files(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let entries: io::Result<Vec<PathBuf>> =
        fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut files: Vec<_> = entries?.into_iter().filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

fn delete(directory: &Path, random: &mut Rng) -> io::Result<String> {
    let files = files(directory)?;
    let chosen = &files[random.usize(..files.len())];
    fs::remove_file(chosen)?;
    Ok(format!("{:?}", chosen.file_name().unwrap_or_default()))
}

/// Changes a small file: other bytes, fewer, more, or none.
fn change(file: &Path, random: &mut Rng) -> io::Result<String> {
    let mut bytes = fs::read(file)?;
    match random.u32(..4) {
        0 => bytes.truncate(random.usize(..bytes.len())),
        1 => bytes.extend_from_slice(&[random.u8(..)]),
        2 => bytes.fill(0),
        _ => {
            let at = random.usize(..bytes.len());
            bytes[at] ^= 1 << random.u32(..8);
        }
    }
    fs::write(file, &bytes)?;
    Ok(format!("{bytes:?}"))
}
