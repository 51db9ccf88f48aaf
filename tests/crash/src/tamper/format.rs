//! The format of the log, written down a second time, so that it can be written wrongly.

use std::path::Path;

use sled::Db;

/// Longer frames are kept in parts.
const PART: usize = 5_600;
const HEADER: usize = 67;
const TAG: usize = 8;

/// A frame with everything that it says of itself, whether or not it is true.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Under which position it stands.
    pub key: u64,
    pub crc: u32,
    /// 2, or 3 when slices have been taken out because they are archived.
    pub format: u8,
    pub parts: u16,
    pub first_position: u64,
    pub group_end: u64,
    pub recorded_at: u64,
    pub events: u32,
    pub log_hash: [u8; 32],
    pub slices: Vec<Slice>,
}

#[derive(Clone, Debug)]
pub struct Slice {
    pub stream: Vec<u8>,
    pub first_version: u64,
    pub index: u64,
    pub count: u32,
    pub hash: [u8; 32],
    pub events: Vec<Event>,
    /// Those between the events.
    pub tags: Vec<[u8; TAG]>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub name: Vec<u8>,
    pub schema_version: u64,
    pub metadata: Vec<u8>,
    pub payload: Vec<u8>,
}

/// Where a byte of a frame belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    Header,
    Slice(usize),
    Event(usize, usize),
}

impl Frame {
    /// Reads a frame that is whole.
    pub fn read(key: u64, bytes: &[u8]) -> Self {
        let mut from = Reader(bytes);
        let crc = u32::from_le_bytes(from.fixed());
        let [format] = from.fixed();
        assert!([2, 3].contains(&format), "the format is {format}");
        let mut frame = Self {
            key,
            crc,
            format,
            parts: u16::from_le_bytes(from.fixed()),
            first_position: u64::from_le_bytes(from.fixed()),
            group_end: u64::from_le_bytes(from.fixed()),
            recorded_at: u64::from_le_bytes(from.fixed()),
            events: u32::from_le_bytes(from.fixed()),
            log_hash: from.fixed(),
            slices: Vec::new(),
        };
        while !from.0.is_empty() {
            frame.slices.push(Slice::read(&mut from));
        }
        frame
    }

    pub fn write(&self) -> Vec<u8> {
        self.write_with_spots().0
    }

    /// The bytes, and of each where it belongs.
    pub fn write_with_spots(&self) -> (Vec<u8>, Vec<Spot>) {
        let mut bytes = Vec::new();
        bytes.extend(self.crc.to_le_bytes());
        bytes.push(self.format);
        bytes.extend(self.parts.to_le_bytes());
        bytes.extend(self.first_position.to_le_bytes());
        bytes.extend(self.group_end.to_le_bytes());
        bytes.extend(self.recorded_at.to_le_bytes());
        bytes.extend(self.events.to_le_bytes());
        bytes.extend(self.log_hash);
        assert_eq!(bytes.len(), HEADER);
        let mut spots = vec![Spot::Header; HEADER];
        for (number, slice) in self.slices.iter().enumerate() {
            slice.write(number, &mut bytes, &mut spots);
        }
        (bytes, spots)
    }

    /// Makes the checksum, the numbers of parts and events, the places of slices and their numbers of events true.
    pub fn repair(&mut self) {
        let mut index = 0;
        for slice in &mut self.slices {
            slice.index = index;
            slice.count = slice.events.len() as u32;
            index += slice.events.len() as u64;
        }
        self.events = index as u32;
        self.repair_checksum();
    }

    /// Makes the checksum and the number of parts true.
    pub fn repair_checksum(&mut self) {
        self.parts = self.write().len().div_ceil(PART) as u16;
        self.crc = crc32fast::hash(&self.write()[4..]);
    }

    pub fn last_position(&self) -> u64 {
        self.first_position + u64::from(self.events) - 1
    }

    /// The position of an event.
    pub fn position(&self, slice: usize, event: usize) -> u64 {
        self.first_position + self.slices[slice].index + event as u64
    }
}

impl Slice {
    fn read(from: &mut Reader<'_>) -> Self {
        let mut slice = Self {
            stream: from.bytes(),
            first_version: from.varint(),
            index: from.varint(),
            count: u32::from_le_bytes(from.fixed()),
            hash: from.fixed(),
            events: Vec::new(),
            tags: Vec::new(),
        };
        for number in 0..slice.count {
            if number > 0 {
                slice.tags.push(from.fixed());
            }
            slice.events.push(Event {
                name: from.bytes(),
                schema_version: from.varint(),
                metadata: from.bytes(),
                payload: from.bytes(),
            });
        }
        slice
    }

    fn write(&self, number: usize, bytes: &mut Vec<u8>, spots: &mut Vec<Spot>) {
        put_bytes(bytes, &self.stream);
        put_varint(bytes, self.first_version);
        put_varint(bytes, self.index);
        bytes.extend(self.count.to_le_bytes());
        bytes.extend(self.hash);
        spots.resize(bytes.len(), Spot::Slice(number));
        for (event, data) in self.events.iter().enumerate() {
            if event > 0 {
                bytes.extend(self.tags.get(event - 1).into_iter().flatten());
                // It tells of the event before it.
                spots.resize(bytes.len(), Spot::Event(number, event - 1));
            }
            put_bytes(bytes, &data.name);
            put_varint(bytes, data.schema_version);
            put_bytes(bytes, &data.metadata);
            put_bytes(bytes, &data.payload);
            spots.resize(bytes.len(), Spot::Event(number, event));
        }
    }

    pub fn last_version(&self) -> u64 {
        self.first_version + self.events.len() as u64 - 1
    }

    /// Makes the hashes true: those after each event, and the one at the end.
    pub fn rehash(&mut self, mut hash: [u8; 32], recorded_at: u64) {
        self.tags.clear();
        for (version, event) in (self.first_version..).zip(&self.events) {
            if version > self.first_version {
                self.tags.push(hash[..TAG].try_into().unwrap());
            }
            hash = event.link(hash, version, recorded_at);
        }
        self.hash = hash;
    }
}

impl Event {
    /// The hash of a stream after one more event.
    fn link(&self, previous: [u8; 32], version: u64, recorded_at: u64) -> [u8; 32] {
        let mut input = vec![1];
        input.extend(previous);
        input.extend(version.to_le_bytes());
        input.extend(recorded_at.to_le_bytes());
        input.extend((self.schema_version as u16).to_le_bytes());
        for bytes in [&self.name, &self.metadata, &self.payload] {
            put_hashed(&mut input, bytes);
        }
        *blake3::hash(&input).as_bytes()
    }
}

/// The hash of a log after one more slice. For events without marks of nodes only.
pub fn log_link(previous: [u8; 32], frame: &Frame, slice: &Slice) -> [u8; 32] {
    let mut input = vec![2];
    input.extend(previous);
    input.extend(slice.hash);
    input.extend(slice.first_version.to_le_bytes());
    input.extend((frame.first_position + slice.index).to_le_bytes());
    input.extend(u64::from(slice.count).to_le_bytes());
    input.extend(frame.recorded_at.to_le_bytes());
    input.extend(frame.group_end.to_le_bytes());
    put_hashed(&mut input, &slice.stream);
    put_hashed(&mut input, &[]);
    *blake3::hash(&input).as_bytes()
}

pub fn log_genesis() -> [u8; 32] {
    blake3::derive_key("data-patterns 2026-01 chain of a log", &[])
}

/// That of a stream whose name is made of keys.
pub fn genesis(stream: &[u8]) -> [u8; 32] {
    blake3::derive_key("data-patterns 2026-01 chain of a stream", stream)
}

fn put_hashed(to: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.len() < 255 {
        to.push(bytes.len() as u8);
    } else {
        to.push(255);
        to.extend((bytes.len() as u64).to_le_bytes());
    }
    to.extend(bytes);
}

fn put_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    put_varint(to, bytes.len() as u64);
    to.extend(bytes);
}

fn put_varint(to: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn fixed<const N: usize>(&mut self) -> [u8; N] {
        let (value, rest) = self.0.split_first_chunk().expect("a whole frame");
        self.0 = rest;
        *value
    }

    fn varint(&mut self) -> u64 {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.fixed();
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        value
    }

    fn bytes(&mut self) -> Vec<u8> {
        let length = self.varint() as usize;
        let (value, rest) = self.0.split_at(length);
        self.0 = rest;
        value.to_vec()
    }
}

/// Opens the database as sled does, past this library. The threads of a store that was just dropped may hold the lock for a moment.
pub fn open_sled(directory: &Path) -> Db {
    loop {
        match sled::open(directory) {
            Err(sled::Error::Io(error)) if error.to_string().contains("lock") => {
                std::thread::yield_now();
            }
            opened => return opened.expect("sled opens"),
        }
    }
}

/// All frames.
pub fn read_log(db: &Db) -> Vec<Frame> {
    let tree = db.open_tree("log").expect("the log");
    let mut whole: Vec<(u64, Vec<u8>)> = Vec::new();
    for entry in tree.iter() {
        let (key, value) = entry.expect("an entry of the log");
        let position = u64::from_be_bytes(key[..8].try_into().unwrap());
        match whole.last_mut() {
            Some((last, bytes)) if *last == position => bytes.extend_from_slice(&value),
            _ => whole.push((position, value.to_vec())),
        }
    }
    whole.into_iter().map(|(key, bytes)| Frame::read(key, &bytes)).collect()
}

/// Replaces the log: what stands there comes to be `frames`.
pub fn write_log(db: &Db, before: &[Frame], frames: &[Frame]) {
    let tree = db.open_tree("log").expect("the log");
    let entries = |frames: &[Frame]| {
        frames.iter().flat_map(|frame| parts(frame.key, &frame.write())).collect::<Vec<_>>()
    };
    let (before, after) = (entries(before), entries(frames));
    for (key, _) in before.iter().filter(|(key, _)| after.iter().all(|(other, _)| other != key)) {
        tree.remove(key).expect("an entry is removed");
    }
    for (key, value) in after.iter().filter(|entry| !before.contains(entry)) {
        tree.insert(key, value.as_slice()).expect("an entry is written");
    }
}

/// The entries that a frame is kept in.
pub fn parts(position: u64, bytes: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let key = |part: u16| [position.to_be_bytes().as_slice(), &part.to_be_bytes()].concat();
    (0..).zip(bytes.chunks(PART)).map(|(part, value)| (key(part), value.to_vec())).collect()
}
