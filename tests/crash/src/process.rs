//! Child processes: this program again, under another name.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    acks::{Ack, Line, parse},
    writer::{BUFFERED, GROUP},
};

/// A writer at work. Killed when dropped.
pub struct Writer {
    child: Child,
    reader: Option<JoinHandle<Said>>,
    opened: Receiver<()>,
}

/// Everything that a writer said.
#[derive(Default)]
pub struct Said {
    pub appends: usize,
    pub acks: Vec<Ack>,
    /// How often it has done something else.
    pub done: u64,
    pub failure: Option<String>,
}

fn this_program() -> Command {
    Command::new(std::env::current_exe().expect("this program has a path"))
}

impl Writer {
    pub fn start(directory: &Path, seed: u64) -> Self {
        Self::start_with(directory, seed, GROUP)
    }

    /// One that is acknowledged before its events are on the disk.
    pub fn start_buffered(directory: &Path, seed: u64) -> Self {
        Self::start_with(directory, seed, BUFFERED)
    }

    fn start_with(directory: &Path, seed: u64, durability: &str) -> Self {
        Self::start_as("writer", directory, &[seed.to_string(), durability.to_owned()])
    }

    /// This program under the name `role`.
    pub fn start_as(role: &str, directory: &Path, arguments: &[String]) -> Self {
        let mut command = this_program();
        command.arg(role).arg(directory).args(arguments);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("a writer starts");
        let output = child.stdout.take().expect("its output is piped");
        let (tell_opened, opened) = mpsc::channel();
        let reader = thread::spawn(move || listen(BufReader::new(output), || tell_opened.send(())));
        Self { child, reader: Some(reader), opened }
    }

    /// Waits until the writer has opened the database, or has ended.
    pub fn wait_until_opened(&self) {
        let _ = self.opened.recv_timeout(Duration::from_secs(60));
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the writer has ended by itself; answers whether it did.
    pub fn wait_until_ended(&mut self, limit: Duration) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < limit {
            if self.child.try_wait().is_ok_and(|status| status.is_some()) {
                return true;
            }
            thread::sleep(Duration::from_millis(5));
        }
        false
    }

    /// Kills the writer and answers what it had said before.
    pub fn kill(mut self) -> Said {
        self.end();
        self.reader.take().map(|reader| reader.join().expect("the reader ends")).unwrap_or_default()
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.end();
    }
}

fn listen<T>(output: impl BufRead, opened: impl Fn() -> T) -> Said {
    let mut said = Said::default();
    for line in output.lines().map_while(Result::ok) {
        match parse(&line) {
            Some(Line::Opened) => drop(opened()),
            Some(Line::Acknowledged(acks)) => {
                said.appends += 1;
                said.acks.extend(acks);
            }
            Some(Line::Done) => said.done += 1,
            Some(Line::Failed(what)) => said.failure = Some(what),
            None => {}
        }
    }
    said
}

/// Runs a check in a process of its own; `None` when it had to be killed because it took too long.
pub fn check(directory: &Path, until: u64, limit: Duration) -> Option<String> {
    let mut command = this_program();
    command.arg("check").arg(directory).arg(until.to_string());
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("a check starts");
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            break status;
        }
        if begun.elapsed() > limit {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        thread::sleep(Duration::from_millis(5));
    };
    let mut said = String::new();
    child.stdout.take()?.read_to_string(&mut said).expect("the output is text");
    Some(if said.is_empty() { format!("ended {status}") } else { said.trim_end().to_string() })
}
