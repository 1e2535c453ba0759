//! Claims, compared with what is expected.

use serde_json::{Value, json};
use strongroom_jwt::Error;
use strongroom_jwt::claims::{Claims, Times};
use strongroom_jwt::json::Object;

use crate::support::NOW;

fn claims(json: &Value) -> Claims {
    Claims::new(Object::parse(json.to_string().as_bytes()).unwrap())
}

#[test]
fn times_hold_with_a_minute_of_skew_and_no_more() {
    let at = |iat: i64, nbf: Option<i64>, exp: i64| {
        let mut json = json!({"iat": iat, "exp": exp});
        if let Some(nbf) = nbf {
            json["nbf"] = nbf.into();
        }
        claims(&json).times(NOW)
    };
    assert_eq!(at(NOW, None, NOW + 1), Ok(Times { issued_at: NOW, expires_at: NOW + 1 }));
    assert!(at(NOW, None, NOW - 59).is_ok());
    assert_eq!(at(NOW, None, NOW - 60), Err(Error::Expired));
    assert!(at(NOW + 60, Some(NOW + 60), NOW + 90).is_ok());
    assert_eq!(at(NOW + 61, None, NOW + 90), Err(Error::NotYetValid));
    assert_eq!(at(NOW, Some(NOW + 61), NOW + 90), Err(Error::NotYetValid));
    assert_eq!(at(NOW, None, i64::MIN), Err(Error::Expired));
    assert_eq!(at(i64::MAX, None, i64::MAX), Err(Error::NotYetValid));
    assert!(at(i64::MIN, Some(i64::MIN), i64::MAX).is_ok());
}

#[test]
fn times_are_numbers_and_have_to_be_there() {
    let good = json!({"iat": NOW, "exp": NOW + 60});
    for (name, value) in [
        ("exp", json!(null)),
        ("exp", json!("1800000060")),
        ("exp", json!(1e300)),
        ("exp", json!(-1e300)),
        ("exp", json!(u64::MAX)),
        ("exp", json!([NOW])),
        ("iat", json!(true)),
        ("iat", json!(null)),
        ("nbf", json!("now")),
        ("nbf", json!(null)),
    ] {
        let mut changed = good.clone();
        changed[name] = value;
        assert_eq!(claims(&changed).times(NOW), Err(Error::Claims), "{changed}");
    }
    for name in ["exp", "iat"] {
        let mut missing = good.clone();
        missing.as_object_mut().unwrap().remove(name);
        assert_eq!(claims(&missing).times(NOW), Err(Error::Claims), "{missing}");
    }
    let fraction = json!({"iat": 1_800_000_000.9, "exp": 1_800_000_060.9});
    let times = claims(&fraction).times(NOW).unwrap();
    assert_eq!(times, Times { issued_at: NOW, expires_at: NOW + 60 });
}

#[test]
fn an_audience_is_named_exactly() {
    let meant = |aud: Value| claims(&json!({"aud": aud})).meant_for(["one", "two"]);
    for aud in [json!("one"), json!(["one"]), json!(["three", "two"])] {
        assert_eq!(meant(aud.clone()), Ok(()), "{aud}");
    }
    for aud in [
        json!("One"),
        json!("one "),
        json!("one,two"),
        json!(""),
        json!([]),
        json!(null),
        json!(1),
        json!(["one", 1]),
        json!([["one"]]),
        json!({"one": true}),
        json!(["three"]),
    ] {
        assert_eq!(meant(aud.clone()), Err(Error::Audience), "{aud}");
    }
    assert_eq!(claims(&json!({})).meant_for(["one"]), Err(Error::Audience));
    assert_eq!(claims(&json!({"aud": "one"})).meant_for([]), Err(Error::Audience));
}

#[test]
fn a_subject_is_a_text_of_some_length() {
    let subject = |sub: Value| claims(&json!({"sub": sub})).subject().map(str::to_owned);
    assert_eq!(subject(json!("s")), Ok("s".to_owned()));
    assert!(subject(json!("é".repeat(255))).is_ok());
    for wrong in [json!(""), json!("é".repeat(256)), json!(null), json!(7), json!(["s"])] {
        assert_eq!(subject(wrong), Err(Error::Claims));
    }
    assert_eq!(claims(&json!({})).subject(), Err(Error::Claims));
}

#[test]
fn lists_are_of_texts() {
    let texts = |value: Value| {
        let claims = claims(&json!({"groups": value}));
        claims.texts("groups").map(|all| all.into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    assert_eq!(texts(json!("a")), Ok(vec!["a".to_owned()]));
    assert_eq!(texts(json!(["a", "b"])), Ok(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(texts(json!(null)), Ok(vec![]));
    for wrong in [json!(7), json!({"a": 1}), json!(["a", 7]), json!([null])] {
        assert_eq!(texts(wrong), Err(Error::Claims));
    }
    assert_eq!(claims(&json!({})).texts("groups"), Ok(vec![]));
}
