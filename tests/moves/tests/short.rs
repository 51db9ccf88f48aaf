//! A short version of the campaign; `README.md` says how to run the long one.

use std::process::Command;

#[track_caller]
fn passes(arguments: &[&str]) {
    let program = env!("CARGO_BIN_EXE_move-campaign");
    let output = Command::new(program).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn nothing_is_lost_doubled_or_reordered_while_slots_move_and_movers_die() {
    passes(&["--quick"]);
}

#[test]
fn nothing_is_lost_when_the_process_with_the_cluster_is_killed_while_slots_move() {
    passes(&["--quick", "--process", "--moves", "8"]);
}
