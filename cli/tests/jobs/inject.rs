//! Templates.

use std::os::unix::fs::PermissionsExt as _;

use strongroom_tests::said_with_input;

use crate::Job;

fn with_secrets() -> Job {
    let job = Job::new();
    job.secret("stripe", "sk_{{ sr://user/me/x }}\n2");
    job.secret("a/b c", "slash");
    job
}

#[test]
fn a_template_is_filled_into_a_file_that_is_its_owners_alone() {
    let job = with_secrets();
    let id = job.id();
    job.write(
        "in",
        &format!(
            "key = \"{{{{ sr://project/{id}/stripe/value }}}}\"\nother = {{{{ .x }}}}\n\
             slash = {{{{sr://project/{id}/a%2Fb%20c}}}}\nas it is: \\{{{{ sr://project/{id}/x }}}}\n"
        ),
    );
    let expected = format!(
        "key = \"sk_{{{{ sr://user/me/x }}}}\n2\"\nother = {{{{ .x }}}}\nslash = slash\n\
         as it is: {{{{ sr://project/{id}/x }}}}\n"
    );
    job.write("out", "before");
    job.does(&["inject", "-i", "in", "-o", "out"]);
    let mode = || job.path().join("out").metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((job.read("out"), mode()), (expected.clone(), 0o600));
    job.does(&["inject", "-i", "in", "-o", "out", "--mode", "0440"]);
    assert_eq!(mode(), 0o440);
    let filled = said_with_input(job.command(&["inject"]), &job.read("in"));
    assert_eq!((filled.out, filled.code), (expected, 0), "{}", filled.err);
}

#[test]
fn one_reference_without_a_value_leaves_the_file_as_it_was() {
    let job = with_secrets();
    job.write("out", "before");
    for (template, code, told) in [
        (
            "{{ sr://project/ID/stripe }} {{ sr://project/ID/none }}",
            3,
            "/none`: there is no secret",
        ),
        ("a\n{{ sr://project/ID/stripe/none }}", 7, "`stripe`: "),
        ("a\n{{ sr://project/ID }}", 1, "in: line 2: a reference is `sr://"),
        ("a\n\n{{ sr://project/ID/stripe", 1, "in: line 3: a reference has no `}}`"),
    ] {
        job.write("in", &template.replace("ID", job.id()));
        let said = job.run(&["inject", "-i", "in", "-o", "out"]);
        assert_eq!(said.code, code, "{}", said.err);
        assert!(said.err.contains(told), "{}", said.err);
        assert!(!said.err.contains("sk_"), "{}", said.err);
        assert_eq!((job.read("out").as_str(), said.out.as_str()), ("before", ""));
    }
    job.write("in", "none");
    let said = job.run(&["inject", "-i", "in", "-o", "/dev/null"]);
    assert!(said.code == 1 && said.err.contains("it is no file"), "{}", said.err);
}

#[test]
fn a_template_without_references_asks_nobody() {
    let job = Job::new();
    job.write("in", "plain {{ text }}\n");
    let mut command = job.command(&["inject", "-i", "in"]);
    command.env("STRONGROOM_URL", "http://127.0.0.1:1");
    assert_eq!(strongroom_tests::said(command).out, "plain {{ text }}\n");
}
