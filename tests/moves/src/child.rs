//! A cluster in a process of its own, which writes and moves until it is killed, and says what was acknowledged.

use std::{
    fmt::Write as _,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread::{self, JoinHandle},
    time::Duration,
};

use fastrand::Rng;

use crate::{
    campaign::open,
    moves::{Moves, settle},
    options::Options,
    readers::list,
    world::World,
    writer::{Ack, Writer},
};

const OPENED: &str = "opened .\n";

/// What the child does: goes on with what its predecessor has left, while it writes and lists, then moves on and on.
pub fn run(options: &Options, directory: &Path, era: u64) -> Result<(), String> {
    let mut random = Rng::with_seed(options.seed ^ era);
    let world = open(options, directory)?;
    let apart = world.live.apart()?;
    say(OPENED);
    thread::scope(|scope| {
        for number in 0..options.writers {
            let writer = Writer::new(&world, era, number, random.fork()).telling(tell);
            scope.spawn(move || { writer }.run());
        }
        let (lister, left) = (random.fork(), random.fork());
        scope.spawn(|| list(&world, &apart, lister));
        if let Err(what) = move_on(&world, options, left, random) {
            world.fail(what);
        }
    });
    world.troubles().into_iter().next().map_or(Ok(()), Err)
}

fn move_on(world: &World, options: &Options, left: Rng, random: Rng) -> Result<(), String> {
    settle(world, left)?;
    let mut moves = Moves::new(world, options.slot_events, random);
    for number in 0.. {
        if world.is_stopped() {
            break;
        }
        moves.one(number, options.slots)?;
        say("moved .\n");
    }
    Ok(())
}

/// One write a line, so that a kill leaves whole lines and at most one that does not end.
fn say(line: &str) {
    // A child whose parent is gone would write for ever.
    if std::io::stdout().lock().write_all(line.as_bytes()).is_err() {
        std::process::exit(1);
    }
}

fn tell(acks: &[Ack]) {
    let mut line = "ack".to_string();
    for Ack { stream, version, id } in acks {
        let _ = write!(line, " {stream}:{version}:{id}");
    }
    line.push_str(" .\n");
    say(&line);
}

/// Everything that a child has said.
#[derive(Default)]
pub struct Said {
    pub acks: Vec<Ack>,
    pub moves: u64,
}

/// A child at work. Killed when dropped.
pub struct Cluster {
    child: Child,
    reader: Option<JoinHandle<Said>>,
    opened: Receiver<()>,
}

impl Cluster {
    pub fn start(options: &Options, directory: &Path, era: u64) -> Self {
        let program = std::env::current_exe().expect("this program has a path");
        let flags = [
            ("--writers", u64::from(options.writers)),
            ("--nodes", options.nodes.into()),
            ("--slots", options.slots.into()),
            ("--seed", options.seed),
            ("--era", era),
        ];
        let mut command = Command::new(program);
        command.arg("--directory").arg(directory);
        command.args(flags.iter().flat_map(|(flag, value)| [(*flag).into(), value.to_string()]));
        let mut child = command.stdout(Stdio::piped()).spawn().expect("a child starts");
        let output = child.stdout.take().expect("its output is piped");
        let (tell_opened, opened) = mpsc::channel();
        let reader = thread::spawn(move || listen(BufReader::new(output), || tell_opened.send(())));
        Self { child, reader: Some(reader), opened }
    }

    /// Waits until the databases are open, or the child has ended.
    pub fn wait_until_opened(&self) {
        let _ = self.opened.recv_timeout(Duration::from_secs(60));
    }

    /// Kills the child and answers what it had said before; an error when it had ended by itself.
    pub fn kill(mut self) -> Result<Said, String> {
        let ended = self.child.try_wait().ok().flatten();
        self.end();
        let said = self.reader.take().map(|reader| reader.join().expect("the reader ends"));
        match ended {
            Some(status) => Err(format!("the child has ended: {status}")),
            None => Ok(said.unwrap_or_default()),
        }
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.end();
    }
}

fn listen<T>(output: impl BufRead, opened: impl Fn() -> T) -> Said {
    let mut said = Said::default();
    for line in output.lines().map_while(Result::ok) {
        let Some(line) = line.strip_suffix(" .") else { continue };
        match line.split_once(' ') {
            Some(("ack", acks)) => said.acks.extend(acks.split(' ').filter_map(ack)),
            _ if line == "opened" => drop(opened()),
            _ => said.moves += 1,
        }
    }
    said
}

fn ack(text: &str) -> Option<Ack> {
    let mut numbers = text.split(':').map(str::parse);
    let mut next = || numbers.next()?.ok();
    Some(Ack { stream: next()?, version: next()?, id: next()? })
}
