//! The expansions, pinned.

use std::{env, fs};

use super::sample::{directory, expand, samples};

fn pretty(source: &str) -> String {
    let expanded = expand(source);
    let file = syn::parse2(expanded.clone())
        .unwrap_or_else(|error| panic!("{error}: no Rust:\n{expanded}"));
    prettyplease::unparse(&file)
}

#[test]
fn expansions_are_as_recorded() {
    let mut differences = Vec::new();
    for sample in samples() {
        let path = directory().join(format!("{}.rs", sample.name));
        let actual = pretty(&sample.source);
        if env::var_os("BLESS").is_some() {
            fs::write(&path, actual).unwrap();
            continue;
        }
        let recorded = fs::read_to_string(&path).unwrap_or_default();
        if recorded != actual {
            differences.push(difference(&sample.name, &recorded, &actual));
        }
    }
    assert!(
        differences.is_empty(),
        "expansions have changed; when that is meant, record them with `BLESS=1 cargo test -p patterns-derive`\n\n{}",
        differences.join("\n")
    );
}

// The lines from the first to the last that differ.
fn difference(name: &str, recorded: &str, actual: &str) -> String {
    let (recorded, actual): (Vec<&str>, Vec<&str>) =
        (recorded.lines().collect(), actual.lines().collect());
    let same = recorded.iter().zip(&actual).take_while(|(a, b)| a == b).count();
    let ends = recorded
        .iter()
        .skip(same)
        .rev()
        .zip(actual.iter().skip(same).rev())
        .take_while(|(a, b)| a == b)
        .count();
    let part = |lines: &[&str], sign: &str| {
        let changed = lines.iter().take(lines.len() - ends).skip(same);
        changed.map(|line| format!("{sign} {line}\n")).collect::<String>()
    };
    format!("{name}.rs, line {}:\n{}{}", same + 1, part(&recorded, "-"), part(&actual, "+"))
}

#[test]
fn every_snapshot_has_its_source() {
    for entry in fs::read_dir(directory()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(stem) = name.strip_suffix(".rs").filter(|stem| !stem.ends_with(".in")) {
            assert!(
                directory().join(format!("{stem}.in.rs")).exists(),
                "{name} has no {stem}.in.rs"
            );
        }
    }
}

#[test]
fn only_mistakes_give_errors() {
    for sample in samples() {
        let has_errors = pretty(&sample.source).contains("compile_error!");
        assert_eq!(has_errors, sample.name.ends_with("_mistakes"), "{}", sample.name);
    }
}

#[test]
fn expansions_are_deterministic() {
    for sample in samples() {
        assert_eq!(
            expand(&sample.source).to_string(),
            expand(&sample.source).to_string(),
            "{}",
            sample.name
        );
    }
}

#[test]
fn a_difference_names_its_lines() {
    let shown = difference("account", "a\nb\nc\nd\n", "a\nx\ny\nd\n");
    assert_eq!(shown, "account.rs, line 2:\n- b\n- c\n+ x\n+ y\n");
}
