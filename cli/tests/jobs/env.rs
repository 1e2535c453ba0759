//! Variables in the formats of their readers, read back by them where they are on this machine.

use std::process::Command;

use crate::Job;

const VALUES: [&str; 6] =
    ["plain", "it's $HOME `x` \"q\" \\n", "two\nlines\n", " spaces ", "", "ü 😀 #x"];

fn with_values() -> Job {
    let job = Job::new();
    for (place, value) in VALUES.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
        job.secret(&format!("v{place}"), value);
    }
    job
}

#[test]
fn a_shell_reads_back_every_value() {
    let job = with_values();
    job.does(&["env", "-o", "vars.sh"]);
    for shell in ["bash", "dash"] {
        for (place, value) in VALUES.iter().enumerate() {
            let script = format!(". ./vars.sh; printf %s \"${{V{place}-}}\"");
            let output =
                Command::new(shell).args(["-euc", &script]).current_dir(job.path()).output();
            // Not every machine has both.
            let Ok(output) = output else { continue };
            assert_eq!(String::from_utf8(output.stdout).unwrap(), *value, "{shell}");
        }
    }
}

#[test]
fn json_and_yaml_hold_every_value() {
    let job = with_values();
    let json: serde_json::Value =
        serde_json::from_str(&job.does(&["env", "--format", "json"])).unwrap();
    let yaml = job.does(&["env", "--format", "yaml"]);
    for (place, value) in VALUES.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
        assert_eq!(json[format!("V{place}")], *value);
        // Quoted scalars of this YAML are JSON, but for characters beyond the first plane.
        let line = yaml.lines().find(|line| line.starts_with(&format!("\"V{place}\": "))).unwrap();
        let (_, scalar) = line.split_once(": ").unwrap();
        let scalar = scalar.replace("\\U0001f600", "😀");
        assert_eq!(serde_json::from_str::<String>(&scalar).unwrap(), *value);
    }
}

#[test]
fn what_a_format_cannot_hold_is_an_error_that_names_the_variable() {
    let job = with_values();
    job.write("out", "before");
    for (format, names) in [("docker", &["V2"][..]), ("dotenv", &["V1"])] {
        let said = job.run(&["env", "--format", format, "-o", "out"]);
        assert_eq!(said.code, 1);
        for name in names {
            assert!(said.err.contains(name), "{format}: {}", said.err);
        }
        assert!(!said.err.contains("lines\n") && !said.err.contains("$HOME"), "{}", said.err);
        assert_eq!(job.read("out"), "before");
    }
    let said = job.does(&["env", "-f", "docker", "-s", "v0", "-s", "v3", "-s", "v5"]);
    assert_eq!(said, "V0=plain\nV3= spaces \nV5=ü 😀 #x\n");
}
