//! Environment files for a shell, read by the shell.

use std::process::{Command, Stdio};

use proptest::prelude::*;
use strongroom_rendering::Format;

use crate::{awkward, refuses};

/// What a shell has in a variable after it read the file, and whether programs it starts have it.
fn read(shell: &str, file: &[u8], variable: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, file).unwrap();
    // A child prints it, so that it is exported and not only set.
    let script = format!(". '{}'; exec printenv -0 {variable}", path.display());
    let output = Command::new(shell)
        .args(["-c", &script])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    output.stdout.strip_suffix(b"\0").expect("is set").to_vec()
}

fn file(value: &str) -> Vec<u8> {
    Format::DotenvShell.render("stripe", &[("value", value.as_bytes())]).unwrap()
}

#[test]
fn a_value_stands_between_single_quotes() {
    assert_eq!(file("sk_live_123"), b"export STRIPE='sk_live_123'\n");
    assert_eq!(file("it's"), b"export STRIPE='it'\\''s'\n");
}

#[test]
fn nothing_in_a_value_is_run_or_expanded() {
    for value in [
        "$(touch /tmp/x)",
        "`id`",
        "'; exit 1; '",
        "'",
        "''",
        "\\",
        "\\'",
        "$HOME ${HOME} !! ~ *",
        "",
        "\n",
        "one\ntwo\n",
        "windows\r\nlines\r\n",
        "-----BEGIN KEY-----\nab+/=\n-----END KEY-----\n",
        "pässwörd 🔑 \u{feff}",
        "\u{1}\u{7f}\u{81}\u{88}",
    ] {
        assert_eq!(read("sh", &file(value), "STRIPE"), value.as_bytes(), "{value:?}");
    }
}

#[test]
fn printf_gives_the_value_as_the_guide_says() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), file("it's $HOME\\n\n")).unwrap();
    let output = Command::new("sh")
        .args(["-c", r#". ./file; printf %s "$STRIPE""#])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.stdout, b"it's $HOME\\n\n");
}

#[test]
fn refuses_what_no_environment_holds() {
    refuses(Format::DotenvShell.render("a", &[("value", b"a\0b")]), "value", "NUL");
    refuses(Format::DotenvShell.render("a", &[("value", b"\xff")]), "value", "UTF-8");
}

proptest! {
    // Each case starts a shell.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_shell_reads_every_value_back(values in proptest::collection::vec(awkward(), 2..5)) {
        let names = ["a", "b", "c", "d"];
        let fields: Vec<(&str, &[u8])> =
            names.into_iter().zip(values.iter().map(String::as_bytes)).collect();
        let text = Format::DotenvShell.render("set", &fields).unwrap();
        for (name, value) in fields {
            let variable = format!("SET_{}", name.to_uppercase());
            prop_assert_eq!(read("sh", &text, &variable), value);
        }
    }
}
