//! Policies, what is wrong with them, and how they decide.

use strongroom_ports::policies::{Explanation, Finding, Policy};

use super::{ENTRY, single};
use crate::json::Writer;

/// Every name that `severity` can have.
pub(crate) const SEVERITIES: [&str; 2] = ["error", "warning"];

pub(crate) fn one(policy: &Policy) -> Writer {
    single(|json| write(json, policy))
}

pub(crate) fn list(policies: &[Policy]) -> Writer {
    let texts: usize = policies.iter().map(|policy| policy.text.len()).sum();
    super::list((policies.len() + 1) * ENTRY + texts, policies, write, |_| ())
}

fn write(json: &mut Writer, policy: &Policy) {
    json.begin_object();
    json.member("name").text(policy.name.as_str());
    json.member("text").text(&policy.text);
    json.member("updated_at").number(policy.updated.at);
    json.member("updated_by").display(policy.updated.by);
    json.end_object();
}

pub(crate) fn findings(findings: &[Finding]) -> Writer {
    let write = |json: &mut Writer, finding: &Finding| {
        json.begin_object();
        json.member("policy").text(&finding.name);
        json.member("line").number(finding.line);
        json.member("column").number(finding.column);
        json.member("severity").text(if finding.is_error { "error" } else { "warning" });
        json.member("message").text(&finding.message);
        json.end_object();
    };
    super::list((findings.len() + 1) * ENTRY, findings, write, |_| ())
}

pub(crate) fn explanation(explanation: &Explanation) -> Writer {
    let texts = |json: &mut Writer, name, texts: &[String]| {
        json.member(name).begin_list();
        for text in texts {
            json.text(text);
        }
        json.end_list();
    };
    single(|json| {
        json.begin_object();
        json.member("allowed").boolean(explanation.allowed);
        texts(json, "because_of", &explanation.because_of);
        texts(json, "errors", &explanation.errors);
        json.end_object();
    })
}
