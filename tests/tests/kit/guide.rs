//! `docs/write-a-secret-type.md`, done as it says.
//!
//! A fence's first word says what is done with it: `sh` is run, `diff` is made in the file it names,
//! `toml` is added to the end of one, `text` is found in what the last `sh` said. A second word that
//! is a language's name makes it for that language alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use strongroom_tests::{Strongroom, artefacts};

use crate::language::{Language, keep_the_build, quiet};
use crate::served;

struct Fence {
    words: Vec<String>,
    content: String,
}

fn fences(document: &str) -> Vec<Fence> {
    let mut fences: Vec<Fence> = Vec::new();
    let mut is_inside = false;
    for line in document.lines() {
        match line.strip_prefix("```") {
            Some(info) if !is_inside => {
                let words = info.split_whitespace().map(str::to_owned).collect();
                fences.push(Fence { words, content: String::new() });
                is_inside = true;
            }
            Some(_) => is_inside = false,
            None if is_inside => {
                let fence = fences.last_mut().expect("a fence");
                fence.content.push_str(line);
                fence.content.push('\n');
            }
            None => {}
        }
    }
    assert!(!is_inside, "a fence is not closed");
    fences
}

/// Someone who follows the guide: a shell over its life.
struct Reader {
    language: Language,
    home: PathBuf,
    server: Strongroom,
    project: String,
    last: String,
}

pub(crate) fn is_followed(language: Language) {
    let home =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("kit").join(language.name()).join("guide");
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&home).expect("a folder");
    let server = served::start(&home.join("types"));
    let project = server.owner().new_project().replace("project/", "");
    let mut reader = Reader { language, home, server, project, last: String::new() };
    fs::write(reader.state(), "").expect("a file");
    fs::write(reader.place(), reader.home.to_str().expect("text")).expect("a file");
    let mut ran = 0;
    for Fence { words, content } in fences(&artefacts::source("docs/write-a-secret-type.md")) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["sh"] => ran += reader.run(&content),
            ["sh", other] if *other == language.name() => ran += reader.run(&content),
            ["diff", other] if *other == language.name() => reader.change(&content),
            ["toml", file] => reader.append(file, &content),
            ["text"] => reader.finds(&content),
            ["sh" | "diff", other] => {
                assert!(Language::ALL.iter().any(|it| it.name() == *other), "{other}");
            }
            other => panic!("the guide has a fence that this test does not know: {other:?}"),
        }
    }
    assert!(ran >= 10, "the guide has {ran} steps alone");
}

impl Reader {
    /// Variables and functions that one step leaves to the next.
    fn state(&self) -> PathBuf {
        self.home.join("state.sh")
    }

    /// The folder that one step leaves to the next.
    fn place(&self) -> PathBuf {
        self.home.join("place")
    }

    fn here(&self) -> PathBuf {
        PathBuf::from(fs::read_to_string(self.place()).expect("a file").trim())
    }

    fn run(&mut self, script: &str) -> u32 {
        let (state, place) = (self.state(), self.place());
        let whole = format!(
            "source {0}\n{script}\ndeclare -p KEY > {0} 2>/dev/null || true\n\
             declare -f api >> {0} || true\npwd > {1}\n",
            state.display(),
            place.display()
        );
        let host = artefacts::host();
        let mut path = host.parent().expect("a folder").as_os_str().to_owned();
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let mut command = Command::new("bash");
        quiet(&mut command);
        let output = command
            .args(["-euo", "pipefail", "-c", &whole])
            .current_dir(self.here())
            .env("PATH", path)
            .env("STRONGROOM_TYPES", self.home.join("types"))
            .env("URL", format!("{}/api/identity/v2", self.server.running().address()))
            .env("TOKEN", self.server.owner_token())
            .env("PROJECT", &self.project)
            .env("npm_config_prefer_offline", "true")
            .output()
            .expect("a shell");
        self.last = String::from_utf8_lossy(&output.stdout).into_owned();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{script}{}{said}", self.last);
        let is_made = self.here().join("cases.toml").exists();
        if is_made && self.language == Language::Rust && !self.here().join("target").exists() {
            keep_the_build(self.language, &self.here());
        }
        1
    }

    fn finds(&self, text: &str) {
        for line in text.lines() {
            assert!(self.last.contains(line), "{line} is not in {}", self.last);
        }
    }

    fn append(&self, file: &str, content: &str) {
        let file = self.here().join(file);
        let old = fs::read_to_string(&file).expect("a file of the project");
        fs::write(&file, format!("{old}\n{content}")).expect("a file of the project");
    }

    fn change(&self, diff: &str) {
        let (head, lines) = diff.split_once('\n').expect("a file's name and lines");
        let file = self.here().join(head.strip_prefix("--- ").expect("a file's name"));
        let mut old = String::new();
        let mut new = String::new();
        for line in lines.lines() {
            let (sign, text) = line.split_at_checked(1).unwrap_or((" ", ""));
            if sign != "+" {
                old.push_str(text);
                old.push('\n');
            }
            if sign != "-" {
                new.push_str(text);
                new.push('\n');
            }
        }
        let whole = fs::read_to_string(&file).expect("a file of the project");
        assert_eq!(whole.matches(&old).count(), 1, "{} does not have\n{old}", file.display());
        fs::write(&file, whole.replace(&old, &new)).expect("a file of the project");
    }
}
