//! What a component is and may do, in plain words for whoever decides whether to let it in.

use std::fmt::Write as _;

use serde_json::{Value, json};
use strongroom_ports::catalogue::{Description, FieldDescription};

use crate::plugins::manifest::Allowance;
use crate::plugins::{Options, Report};

/// The contract's interface that every type exports, by which its version is told.
const SECRET_TYPE: &str = "strongroom:secret-type/secret-type@";

/// A component with what it is, or would be, allowed.
pub(super) struct Seen<'a> {
    pub(super) name: &'a str,
    pub(super) report: &'a Report,
    pub(super) allowance: &'a Allowance,
}

impl Seen<'_> {
    /// Why it would not be loaded as it is and with what it is allowed.
    pub(super) fn refusal(&self) -> Option<String> {
        let imports = &self.report.imports;
        if let Err(refusal) = &self.report.description {
            return Some(refusal.to_string());
        }
        (imports.outbound.is_some() && self.allowance.grants.hosts.is_empty()).then(|| {
            "it wants to send requests and is granted no host: name those it may reach with --host"
                .to_owned()
        })
    }

    fn contract(&self) -> Option<&str> {
        self.report.imports.exports.iter().find_map(|name| name.strip_prefix(SECRET_TYPE))
    }

    pub(super) fn json(&self) -> Value {
        let Report { size, sha256, imports, description } = self.report;
        json!({
            "file": self.name,
            "size": size,
            "sha256": sha256.to_string(),
            "contract": self.contract(),
            "connected": imports.connected,
            "imports": {
                "baseline": imports.baseline,
                "outbound": imports.outbound.is_some(),
                "beyond": imports.beyond,
            },
            "accepted": self.refusal().is_none(),
            "refusal": self.refusal(),
            "may": self.may(),
            "type": description.as_ref().ok().map(described),
        })
    }

    pub(super) fn text(&self) -> String {
        let Report { size, sha256, imports, description } = self.report;
        let mut text = format!("{}\n", self.name);
        let mut fact = |name: &str, what: &str| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "  {name:<10} {what}");
        };
        fact("Size", &format!("{:.1} MB", megabytes(*size)));
        fact("SHA-256", &sha256.to_string());
        let kind = if imports.connected { "connected" } else { "plain" };
        match self.contract() {
            Some(version) => {
                fact("Contract", &format!("strongroom:secret-type {version}, a {kind} type"));
            }
            None => fact("Contract", "none: it does not export strongroom:secret-type/secret-type"),
        }
        fact("Imports", &self.imports());
        if let Ok(description) = description {
            fact("Type", &format!("{}, \"{}\"", description.id, description.title));
            paragraph(&mut text, "             ", &description.help);
            fields(&mut text, description);
        }
        text.push_str("\nWhat it may do\n");
        for sentence in self.may() {
            let _ = writeln!(text, "  - {sentence}");
        }
        text
    }

    fn imports(&self) -> String {
        let imports = &self.report.imports;
        let mut parts = Vec::new();
        if !imports.baseline.is_empty() {
            let packages: std::collections::BTreeSet<&str> =
                imports.baseline.iter().filter_map(|name| name.split('/').next()).collect();
            let packages: Vec<&str> = packages.into_iter().collect();
            parts.push(format!("a baseline, answered with emptiness ({})", packages.join(", ")));
        }
        if imports.outbound.is_some() {
            parts.push("requests to granted hosts".to_owned());
        }
        if !imports.beyond.is_empty() {
            parts.push(format!("what no type is given: {}", imports.beyond.join(", ")));
        }
        if parts.is_empty() { "nothing".to_owned() } else { parts.join("; ") }
    }

    fn may(&self) -> Vec<String> {
        let Report { imports, description, .. } = self.report;
        let formats = description.as_ref().map_or(0, |it| it.renderings.len());
        let shown = match formats {
            0 => "",
            _ => ", and when it is shown in one of its formats",
        };
        let mut may = vec![
            format!(
                "It sees the value of a secret of its type when that is stored{shown}. It sees no \
                 other secret, and not who asks."
            ),
            "It decides whether such a value is stored, and in which form.".to_owned(),
            self.reach(),
        ];
        if imports.connected {
            may.push(
                "It checks credentials of its type, and makes and replaces them when they are \
                 rotated."
                    .to_owned(),
            );
        }
        may.push(
            "It may not read or write files, and sees no environment and no token. What it prints \
             is thrown away, and it remembers nothing from one call to the next."
                .to_owned(),
        );
        let given = |package: &str| imports.baseline.iter().any(|name| name.starts_with(package));
        let real: Vec<&str> = [("wasi:clocks/", "the time"), ("wasi:random/", "random numbers")]
            .into_iter()
            .filter_map(|(package, what)| given(package).then_some(what))
            .collect();
        if !real.is_empty() {
            may.push(format!("It is given {}.", real.join(" and ")));
        }
        may.push(self.limits());
        may
    }

    fn reach(&self) -> String {
        let grants = &self.allowance.grants;
        if self.report.imports.outbound.is_none() {
            return "It may not reach the network.".to_owned();
        }
        if grants.hosts.is_empty() {
            return "It wants to send requests, with the value it is handed, and is granted no host."
                .to_owned();
        }
        let hosts: Vec<String> = grants.hosts.iter().map(ToString::to_string).collect();
        let private = if grants.private {
            "at addresses that are not public too"
        } else {
            "at public addresses alone"
        };
        format!(
            "It may send the value it is handed to {}, {private}, and nowhere else.",
            hosts.join(", ")
        )
    }

    fn limits(&self) -> String {
        let (allowance, default) = (self.allowance, Options::default());
        let memory = allowance.memory.unwrap_or(default.memory) >> 20;
        let time = allowance.time.unwrap_or(default.time).as_millis();
        let mut text = format!("A call has {memory} MiB of memory and {time} ms of computing");
        if self.report.imports.outbound.is_some() {
            let whole = allowance.rotation_time.unwrap_or(default.rotation_time).as_millis();
            let requests = allowance.requests.unwrap_or(default.requests);
            let _ =
                write!(text, ", {requests} requests, and {whole} ms in all where it sends some");
        }
        text.push_str(". One that fails or takes more costs that call and nothing else.");
        text
    }
}

#[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
pub(super) fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn fields(text: &mut String, description: &Description) {
    text.push_str("\nFields\n");
    for field in &description.fields {
        let _ =
            writeln!(text, "  {:<16} {}  \"{}\"", field.name.as_str(), traits(field), field.title);
        paragraph(text, "                   ", &field.help);
    }
    if description.renderings.is_empty() {
        return;
    }
    text.push_str("\nRenderings\n");
    for it in &description.renderings {
        let _ = writeln!(text, "  {:<16} {}  \"{}\"", it.format.as_str(), it.media_type, it.title);
        paragraph(text, "                   ", &it.help);
    }
}

/// What there is to say of a field in a line, its texts apart.
pub(super) fn traits(field: &FieldDescription) -> String {
    let mut traits = vec![field.kind.as_str().to_owned()];
    traits.push(if field.required { "required" } else { "optional" }.to_owned());
    if field.sensitive {
        traits.push("sensitive".to_owned());
    }
    if let Some(pattern) = &field.pattern {
        traits.push(format!("pattern {pattern}"));
    }
    if !field.choices.is_empty() {
        let choices: Vec<&str> = field.choices.iter().map(|choice| choice.value.as_str()).collect();
        traits.push(format!("one of {}", choices.join(" | ")));
    }
    if let Some(default) = &field.default {
        traits.push(format!("default {default:?}"));
    }
    traits.join(", ")
}

fn paragraph(text: &mut String, indent: &str, help: &str) {
    for line in help.lines() {
        let _ = writeln!(text, "{indent}{line}");
    }
}

fn described(it: &Description) -> Value {
    let field = |field: &FieldDescription| {
        let choice = |choice: &strongroom_ports::catalogue::Choice| json!({ "value": choice.value, "title": choice.title });
        json!({
            "name": field.name.as_str(),
            "title": field.title,
            "kind": field.kind.as_str(),
            "required": field.required,
            "sensitive": field.sensitive,
            "pattern": field.pattern,
            "choices": field.choices.iter().map(choice).collect::<Vec<_>>(),
            "default": field.default,
            "help": field.help,
        })
    };
    let rendering = |it: &strongroom_ports::catalogue::Rendering| {
        json!({
            "format": it.format.as_str(),
            "title": it.title,
            "media_type": it.media_type.as_str(),
            "help": it.help,
        })
    };
    json!({
        "id": it.id.as_str(),
        "title": it.title,
        "help": it.help,
        "fields": it.fields.iter().map(field).collect::<Vec<_>>(),
        "renderings": it.renderings.iter().map(rendering).collect::<Vec<_>>(),
    })
}
