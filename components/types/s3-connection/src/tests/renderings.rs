//! Renderings, as the tools read them.

use strongroom_secret_type::testing::{cannot_render, describes_properly, rendered, renders};

use super::*;

const WHOLE: [(&str, &str); 7] = [
    (ACCESS_KEY, "ASIAIOSFODNN7EXAMPLE"),
    (SECRET_KEY, "wJalrXUtnFEMI/K7MDENG"),
    (SESSION_TOKEN, "IQoJb3JpZ2lu=="),
    (REGION, "eu-central-1"),
    (BUCKET, "backups"),
    (ENDPOINT, "https://s3.example.com"),
    (PATH_STYLE, "true"),
];

#[test]
fn is_described_as_the_server_takes_it() {
    describes_properly::<S3Connection>();
}

#[test]
fn environment_files_have_the_variables_that_sdks_read() {
    let keys = &WHOLE[..2];
    for (format, expected) in [
        (
            "dotenv-shell",
            "export AWS_ACCESS_KEY_ID='ASIAIOSFODNN7EXAMPLE'\n\
             export AWS_SECRET_ACCESS_KEY='wJalrXUtnFEMI/K7MDENG'\n",
        ),
        (
            "dotenv-compose",
            "AWS_ACCESS_KEY_ID='ASIAIOSFODNN7EXAMPLE'\n\
             AWS_SECRET_ACCESS_KEY='wJalrXUtnFEMI/K7MDENG'\n",
        ),
        (
            "dotenv-docker",
            "AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE\n\
             AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG\n",
        ),
    ] {
        renders::<S3Connection>(format, "any name, even ä", keys, expected);
    }
    let whole = rendered::<S3Connection>("dotenv-docker", "x", &WHOLE);
    for line in [
        "AWS_SESSION_TOKEN=IQoJb3JpZ2lu==",
        "AWS_REGION=eu-central-1",
        "AWS_DEFAULT_REGION=eu-central-1",
        "AWS_ENDPOINT_URL_S3=https://s3.example.com",
        "S3_BUCKET=backups",
        "S3_PATH_STYLE=true",
    ] {
        assert!(whole.lines().any(|other| other == line), "{line}");
    }
}

#[test]
fn a_profile_has_all_that_leads_to_the_store() {
    renders::<S3Connection>(
        "aws-credentials",
        "prod",
        &WHOLE,
        "[prod]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\n\
         aws_secret_access_key = wJalrXUtnFEMI/K7MDENG\naws_session_token = IQoJb3JpZ2lu==\n\
         region = eu-central-1\nendpoint_url = https://s3.example.com\n\
         s3 =\n    addressing_style = path\n",
    );
    cannot_render::<S3Connection>("aws-credentials", "my keys", &WHOLE, "name", "profile");
    let blank = [(ACCESS_KEY, "minio"), (SECRET_KEY, "two words")];
    cannot_render::<S3Connection>("aws-credentials", "x", &blank, SECRET_KEY, "white space");
}

#[test]
fn a_process_answers_with_the_keys_alone() {
    renders::<S3Connection>(
        "credential-process",
        "x",
        &WHOLE,
        r#"{"Version":1,"AccessKeyId":"ASIAIOSFODNN7EXAMPLE","SecretAccessKey":"wJalrXUtnFEMI/K7MDENG","SessionToken":"IQoJb3JpZ2lu=="}"#,
    );
}

#[test]
fn a_container_gets_a_token_and_an_end_always() {
    let keys = rendered::<S3Connection>("container-credentials", "x", &WHOLE[..2]);
    assert!(keys.contains(r#""Token":"","Expiration":""#), "{keys}");
    let whole = rendered::<S3Connection>("container-credentials", "x", &WHOLE);
    assert!(whole.contains(r#""Token":"IQoJb3JpZ2lu==""#), "{whole}");
}

#[test]
fn json_and_kubernetes_have_the_fields_names() {
    let keys = &WHOLE[..2];
    renders::<S3Connection>(
        "json",
        "x",
        keys,
        r#"{"access_key":"ASIAIOSFODNN7EXAMPLE","secret_key":"wJalrXUtnFEMI/K7MDENG"}"#,
    );
    let manifest = rendered::<S3Connection>("kubernetes", "prod", keys);
    assert!(manifest.contains(r#""access_key":"QVNJQUlPU0ZPRE5ON0VYQU1QTEU=""#), "{manifest}");
}

#[test]
fn a_form_begins_with_the_bucket_in_the_host_name() {
    let description = S3Connection::describe();
    let field = description.fields.iter().find(|field| field.name == PATH_STYLE).unwrap();
    assert_eq!(field.default.as_deref(), Some("false"));
    let values: Vec<_> = field.choices.iter().map(|choice| choice.value.as_str()).collect();
    assert_eq!(values, ["false", "true"]);
}

#[test]
fn is_documented_as_it_describes_itself() {
    testing::documented_in::<S3Connection>(include_str!("../../../../../docs/secret-types.md"));
}
