//! What all threads of a run share.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use crate::{
    cluster::Live,
    streams::{Layout, MOST},
};

pub struct World {
    pub layout: Layout,
    pub live: Live,
    /// The last version of each stream that was acknowledged.
    heads: Vec<AtomicU64>,
    streams: AtomicU64,
    stopped: AtomicBool,
    quiet: AtomicBool,
    troubles: Mutex<Vec<String>>,
}

impl World {
    pub fn new(layout: Layout, live: Live) -> Self {
        Self {
            layout,
            live,
            heads: (0..MOST).map(|_| AtomicU64::new(0)).collect(),
            streams: AtomicU64::new(layout.first_streams()),
            stopped: AtomicBool::new(false),
            quiet: AtomicBool::new(false),
            troubles: Mutex::default(),
        }
    }

    /// How many streams there are, or are about to be.
    pub fn streams(&self) -> u64 {
        self.streams.load(Ordering::Relaxed)
    }

    /// The number of a new stream, while there is room.
    pub fn new_stream(&self) -> u64 {
        self.streams.fetch_add(2, Ordering::Relaxed).min(MOST - 2)
    }

    pub fn acknowledged(&self, number: u64, version: u64) {
        self.heads[number as usize].fetch_max(version, Ordering::SeqCst);
    }

    pub fn head(&self, number: u64) -> u64 {
        self.heads[number as usize].load(Ordering::SeqCst)
    }

    /// The streams that were acknowledged, with their versions.
    pub fn heads(&self) -> Vec<(u64, u64)> {
        let known = (0..self.streams().min(MOST)).map(|number| (number, self.head(number)));
        known.filter(|(_, head)| *head > 0).collect()
    }

    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// To be said when every writer has ended.
    pub fn fall_quiet(&self) {
        self.quiet.store(true, Ordering::SeqCst);
    }

    /// Whether nothing is appended any more.
    pub fn is_quiet(&self) -> bool {
        self.quiet.load(Ordering::SeqCst)
    }

    /// Something is wrong: the run ends, and says so.
    pub fn fail(&self, what: String) {
        eprintln!("FAILURE: {what}");
        self.stop();
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    pub fn troubles(&self) -> Vec<String> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
