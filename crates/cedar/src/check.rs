//! What is wrong with a policy, told with its place.

use cedar_policy::{PolicyId, PolicySet, ValidationResult};
use miette::Diagnostic;
use strongroom_ports::policies::{Finding, Source};

/// Reads the policies of a source. The first is named like the source, `office-hours`, the others
/// `office-hours#2` and so on.
pub(crate) fn parse(source: &Source) -> Result<PolicySet, Vec<Finding>> {
    let parsed: PolicySet = source.text.parse().map_err(|errors: cedar_policy::ParseErrors| {
        errors.iter().map(|error| finding(source, error, true)).collect::<Vec<_>>()
    })?;
    if parsed.num_of_templates() > 0 {
        let message = "must not be a template: `?principal` and `?resource` stand for nothing here";
        return Err(vec![whole(source, message)]);
    }
    if parsed.num_of_policies() == 0 {
        return Err(vec![whole(source, "must hold at least one policy")]);
    }
    let mut policies: Vec<_> = parsed.policies().collect();
    // Cedar numbers them as they stand in the text.
    policies.sort_by_key(|policy| place(policy.id()));
    let mut named = PolicySet::new();
    for (index, policy) in policies.into_iter().enumerate() {
        let name = match index {
            0 => source.name.clone(),
            later => format!("{}#{}", source.name, later + 1),
        };
        named
            .add(policy.new_id(PolicyId::new(name)))
            .map_err(|error| vec![whole(source, &error.to_string())])?;
    }
    Ok(named)
}

/// `policy12` is the thirteenth.
fn place(id: &PolicyId) -> usize {
    let text: &str = id.as_ref();
    text.trim_start_matches("policy").parse().unwrap_or(usize::MAX)
}

pub(crate) fn findings(source: &Source, result: &ValidationResult) -> Vec<Finding> {
    let errors = result.validation_errors().map(|error| finding(source, error, true));
    let warnings = result.validation_warnings().map(|warning| finding(source, warning, false));
    let mut findings: Vec<Finding> = errors.chain(warnings).collect();
    findings.sort_by_key(|finding| (finding.line, finding.column));
    findings
}

fn finding(source: &Source, diagnostic: &dyn Diagnostic, is_error: bool) -> Finding {
    let offset =
        diagnostic.labels().and_then(|mut labels| labels.next()).map(|label| label.offset());
    let (line, column) = offset.map_or((0, 0), |offset| line_and_column(&source.text, offset));
    let mut message = diagnostic.to_string();
    if let Some(help) = diagnostic.help() {
        message = format!("{message}; {help}");
    }
    Finding { name: source.name.clone(), line, column, message, is_error }
}

fn whole(source: &Source, message: &str) -> Finding {
    Finding {
        name: source.name.clone(),
        line: 0,
        column: 0,
        message: message.to_owned(),
        is_error: true,
    }
}

/// Both from 1; columns count characters.
fn line_and_column(text: &str, offset: usize) -> (u32, u32) {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    (number(line), number(column))
}
