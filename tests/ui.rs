//! What a user reads after a mistake. One file a message, in folders named by the kind of mistake; `TRYBUILD=overwrite` records anew.
//!
//! The words are ours, but their layout is the compiler's and changes from release to release, so they are compared on the
//! release they were recorded on only.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const RECORDED_ON: &str = "rustc 1.95.";

fn files(extension: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let entries =
        folders.filter(|path| path.is_dir()).flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    // What needs a feature begins with its name.
    let needs = |path: &Path| path.file_name().unwrap().to_string_lossy().starts_with("personal");
    files.retain(|path| cfg!(feature = "personal") || !needs(path));
    files.sort();
    files
}

fn must_fail(file: &Path) -> bool {
    !file.parent().unwrap().ends_with("pass")
}

/// Whether the macro is there that the mistake is made with.
fn is_built(file: &Path) -> bool {
    let of_laws = file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("laws"));
    cfg!(feature = "testing") || !of_laws
}

fn is_recorded_compiler() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().unwrap().stdout;
    String::from_utf8_lossy(&version).starts_with(RECORDED_ON)
}

#[test]
fn what_is_right_compiles() {
    let cases = trybuild::TestCases::new();
    files("rs").iter().filter(|file| !must_fail(file)).for_each(|file| cases.pass(file));
}

/// Apart from what compiles: mistakes alone are built all at once, with it one by one.
#[test]
fn mistakes_are_explained() {
    if !is_recorded_compiler() {
        println!("messages are not compared: they were recorded on {RECORDED_ON}x");
        return;
    }
    let cases = trybuild::TestCases::new();
    for file in files("rs").iter().filter(|file| must_fail(file) && is_built(file)) {
        cases.compile_fail(file);
    }
}

#[test]
fn messages_are_ours() {
    for file in files("stderr") {
        let text = fs::read_to_string(&file).unwrap();
        let shown = file.display();
        // Snippets of the standard library appear only where its sources are installed.
        assert!(!text.contains("$RUST"), "{shown} quotes the standard library");
        let warns = text.lines().any(|line| line.starts_with("warning"));
        assert!(!warns, "{shown} warns of something besides the mistake");
        let by_compiler = text.lines().any(|line| line.starts_with("error["));
        let of_our_traits = file.parent().unwrap().ends_with("trait-bound");
        assert_eq!(by_compiler, of_our_traits, "{shown}: who found the mistake?");
    }
}

#[test]
fn every_mistake_is_recorded() {
    let mistakes: Vec<PathBuf> = files("rs").into_iter().filter(|file| must_fail(file)).collect();
    assert!(mistakes.len() >= 45, "{} cases", mistakes.len());
    for file in &mistakes {
        assert!(file.with_extension("stderr").exists(), "{} has no message", file.display());
    }
    for file in files("stderr") {
        assert!(file.with_extension("rs").exists(), "{} has no mistake", file.display());
    }
}
