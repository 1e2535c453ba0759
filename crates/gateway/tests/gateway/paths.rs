//! Paths that pose as others.

use crate::support::*;

#[test]
fn what_is_not_exactly_a_route_is_no_route() {
    let world = World::default();
    let settings = "/api/identity/v2/settings";
    let key = format!("secret/Custom/{CUSTOM}");
    let good = format!("{settings}/project/{PROJECT}");
    for target in [
        "".to_owned(),
        "*".into(),
        "/".into(),
        "/api".into(),
        "//".into(),
        "http://host/api/identity/v2/me".into(),
        "/api/identity/v2/me/".into(),
        "/api/identity/v2/ME".into(),
        "/API/identity/v2/me".into(),
        "/api/identity/v2/me%00".into(),
        "/api/identity/v2/me%20".into(),
        "/api/identity/v2/me%2F".into(),
        "/api/identity/v2%2Fme".into(),
        "/api/identity/v2\\me".into(),
        "/api/identity/v2%5cme".into(),
        "/api/identity/v1/../v2/me".into(),
        "/api/identity/v1/%2e%2e/v2/me".into(),
        "/api/identity/v1/.%2E/v2/me".into(),
        "/api/identity/v2/./me".into(),
        "/api/identity/v2/%2e/me".into(),
        "/api//identity/v2/me".into(),
        "//api/identity/v2/me".into(),
        "/api/identity/v2/%6de%ff".into(),
        "/api/identity/v2/m\u{e9}".into(),
        "/api/identity/v2/me;a=b".into(),
        "/api/identity/v2/me#x".into(),
        "/api/identity/v2/me%23".into(),
        "/api/identity/v2/me%3Fx".into(),
        "/api/identity/v1/swagger/doc%2ejson".into(),
        format!("{settings}/Project/{PROJECT}"),
        format!("{settings}/projects/{PROJECT}"),
        format!("{settings}/team/{PROJECT}"),
        format!("{settings}/project"),
        format!("{settings}/project/"),
        format!("{settings}/project/me"),
        format!("{settings}/user/ME"),
        format!("{settings}/project/{}", &PROJECT[1..]),
        format!("{settings}/project/{PROJECT}0"),
        format!("{settings}/project/{PROJECT}%20"),
        format!("{settings}/project/{PROJECT}/%20"),
        format!("{settings}/project%2F{PROJECT}"),
        format!("{good}//"),
        format!("{good}//{key}"),
        format!("{good}/{key}/"),
        format!("{good}/{key}%2F"),
        format!("{good}/%2F{key}"),
        format!("{good}/Secret/Custom/{CUSTOM}"),
        format!("{good}/secret/Cus.tom/{CUSTOM}"),
        format!("{good}/secret/Custom"),
        format!("{good}/secret/Custom/"),
        format!("{good}/secret/Custom/{}", &CUSTOM[1..]),
        format!("{good}/secret/../secret/Custom/{CUSTOM}"),
        format!("{good}/secret%2FCustom/{CUSTOM}"),
        format!("{good}/secret/Custom%2F{CUSTOM}"),
        format!("{good}/secret%252FCustom%252F{CUSTOM}"),
        format!("{good}/secret%2FCustom%2F{CUSTOM}%2Fversions"),
        format!("{good}/secret%2F%2FCustom%2F{CUSTOM}"),
        format!("{good}/{key}/Versions"),
        format!("{good}/{key}/versions/"),
        format!("{good}/{key}/versions/0"),
        format!("{good}/{key}/versions/01"),
        format!("{good}/{key}/versions/+1"),
        format!("{good}/{key}/versions/2147483648"),
        format!("{good}/{key}/versions/1/2"),
        format!("/api/identity/v2/audit/project/{PROJECT}/"),
        format!("/api/identity/v2/tokens/{CUSTOM}/x"),
        "/api/identity/v2/tokens/mine".into(),
    ] {
        let answer = ask("GET", &target).of(&world);
        assert_eq!((answer.status(), &*answer.slug()), (404, "no-such-route"), "{target}");
        assert!(world.authentications().is_empty(), "{target}");
    }
}

/// Each path of the document in every spelling by which one could pose as another.
#[test]
fn no_route_is_reached_by_another_spelling() {
    let world = World::default();
    let mut count = 0;
    for (template, methods) in document_paths() {
        let target = example(&template);
        let path = target.trim_end_matches('/');
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        let with = |index: usize, other: &str| {
            let mut segments = segments.clone();
            segments[index] = other;
            format!("/{}", segments.join("/"))
        };
        let mut others = vec![
            format!("{target}/"),
            format!("/{target}"),
            format!("{path}%00"),
            format!("{path}%20"),
            format!("{path};a=b"),
            format!("{path}%3Fa=b"),
            format!("{path}/%2e"),
            format!("{path}/.."),
            format!("{path}/x/%2e%2e"),
            format!("/x/..{path}"),
            path.replacen("/", "/./", 2),
            path.replace('/', "\\"),
        ];
        for (index, segment) in segments.iter().enumerate() {
            let parameter = template.split('/').nth(index + 1).unwrap().starts_with('{');
            if !parameter {
                others.push(with(index, &segment.to_uppercase()));
            }
            for trick in [
                format!("/{segment}"),
                format!("./{segment}"),
                format!("{segment}/."),
                format!("{segment}/../{segment}"),
                format!("{segment}/%2e%2e/{segment}"),
                format!("{segment}%09"),
                format!("{segment}%2F"),
                format!("%2F{segment}"),
                format!("{segment}%5C"),
                format!(" {segment}"),
                String::new(),
            ] {
                others.push(with(index, &trick));
            }
            if let Some(next) = segments.get(index + 1) {
                let joined = with(index, &format!("{segment}%2F{next}"));
                others.push(joined.replacen(
                    &format!("%2F{next}/{next}"),
                    &format!("%2F{next}"),
                    1,
                ));
            }
        }
        // With its last slash a list is itself.
        let slashed = template.ends_with('/').then(|| format!("{path}/"));
        others.retain(|other| other != path && Some(other) != slashed.as_ref());
        for method in methods {
            for other in &others {
                let answer = ask(&method.to_uppercase(), other).of(&world);
                let what = format!("{method} {other}: {}", answer.text());
                assert_eq!((answer.status(), &*answer.slug()), (404, "no-such-route"), "{what}");
                count += 1;
            }
        }
        assert!(world.authentications().is_empty(), "{template}");
    }
    assert!(count > 4000, "{count} requests");
}

#[test]
fn a_broken_escape_is_a_malformed_request() {
    let world = World::default();
    for target in
        ["/%", "/api/identity/v2/m%6", "/api/%zz/v2/me", "/%%61pi/identity/v2/me", "/a/%u0061"]
    {
        assert_eq!(ask("GET", target).of(&world).slug(), "malformed-request", "{target}");
    }
}

#[test]
fn an_escaped_letter_is_the_letter() {
    let world = World::default();
    assert_eq!(ask("GET", "/%61pi/identity/v2/m%65").of(&world).status(), 200);
}

#[test]
fn a_list_is_there_with_and_without_its_last_slash() {
    let world = World::default();
    for slash in ["", "/"] {
        let target = format!("/api/identity/v2/settings/organization/{ORGANIZATION}{slash}");
        assert_eq!(ask("GET", &target).of(&world).status(), 200);
        assert!(world.calls()[0].starts_with(&format!("list organization/{ORGANIZATION}")));
    }
}

#[test]
fn a_method_that_a_path_does_not_have_is_told_what_it_has() {
    let world = World::default();
    let settings = format!("/api/identity/v2/settings/project/{PROJECT}");
    let key = format!("{settings}/secret/Custom/{CUSTOM}");
    for (target, allow) in [
        (&*settings, "GET, HEAD, POST"),
        (&*key, "GET, HEAD, PUT, PATCH, DELETE"),
        (&*format!("{key}/versions"), "GET, HEAD"),
        ("/api/identity/v2/me", "GET, HEAD"),
        ("/api/identity/v2/tokens", "GET, HEAD, POST"),
        (&*format!("/api/identity/v2/tokens/{CUSTOM}"), "DELETE"),
        ("/api/identity/v1/swagger/doc.json", "GET, HEAD"),
    ] {
        for method in ["OPTIONS", "TRACE", "get", "CONNECT", "", "G\u{0}ET"] {
            let answer = ask(method, target).without("authorization").of(&world);
            assert_eq!((answer.status(), &*answer.slug()), (405, "method-not-allowed"));
            assert_eq!(answer.header("allow"), Some(allow), "{method} {target}");
        }
    }
}
