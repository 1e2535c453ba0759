//! Operations: parameters, bodies and responses, from the router's table.

use serde_json::{Map, Value, json};
use strongroom_model::{MemberKind, OwnerKind, limits};

use super::places::Places;
use super::{reference, tag, with};
use crate::answer::event;
use crate::problem::Refusal;
use crate::query::{self, Parameter, Shape};
use crate::reason;
use crate::route::{Entrance, Method, Noun, Operation, Route, Step, policy_name_pattern};

pub(super) const fn method(operation: &Operation) -> &'static str {
    match operation.method {
        Method::Get => "get",
        Method::Post => "post",
        Method::Put => "put",
        Method::Patch => "patch",
        Method::Delete => "delete",
    }
}

pub(super) fn describe(route: &Route, operation: &Operation, places: &mut Places) -> Value {
    let mut described = Map::new();
    described.insert("tags".to_owned(), json!([tag::name(route.tag)]));
    described.insert("operationId".to_owned(), operation.id.into());
    described.insert("summary".to_owned(), operation.summary.into());
    if let Some(needs) = reason::described(operation.needs, query::may_reveal(operation.query)) {
        described.insert("description".to_owned(), needs.into_owned().into());
    }
    match operation.endpoint.entrance() {
        Entrance::Open => _ = described.insert("security".to_owned(), json!([])),
        // By `Authorization` or by the body.
        Entrance::Client => {
            _ = described.insert("security".to_owned(), json!([{ "client": [] }, {}]));
        }
        Entrance::Bearer => {}
    }
    let mut parameters: Vec<Value> = route.steps.iter().flat_map(|step| in_path(*step)).collect();
    parameters.extend(operation.query.iter().map(in_query));
    if operation.takes_if_match {
        parameters.push(if_match());
    }
    if !parameters.is_empty() {
        described.insert("parameters".to_owned(), parameters.into());
    }
    if let Some(body) = &operation.body {
        let media = |name: &&str| ((*name).to_owned(), json!({ "schema": reference(body.name) }));
        let content = super::members(body.media_types.iter().map(media).collect());
        described.insert("requestBody".to_owned(), json!({ "required": true, "content": content }));
    }
    described.insert("responses".to_owned(), responses(operation, places));
    Value::Object(described)
}

fn in_path(step: Step) -> Vec<Value> {
    let parameter = |name: &str, schema: Value, about: &str| {
        json!({ "name": name, "in": "path", "required": true, "schema": schema,
                "description": about })
    };
    match step {
        Step::Fixed(_) => Vec::new(),
        Step::OwnerKind => {
            let kinds = OwnerKind::ALL.map(OwnerKind::as_str);
            vec![parameter("kind", json!({ "enum": kinds }), "The kind of owner.")]
        }
        Step::Owner => vec![parameter(
            "owner",
            json!({ "anyOf": [reference("Id"), { "const": "me" }] }),
            "The owner's id; `me` for the caller's own user.",
        )],
        Step::Key => vec![
            parameter("type", reference("TypeName"), "The middle of the secret's key."),
            parameter("secret", reference("Id"), "The secret's id, the end of its key."),
        ],
        Step::Version => {
            vec![parameter("version", reference("VersionNumber"), "The version's number.")]
        }
        Step::PlaceKind => {
            let kinds = [OwnerKind::Organization, OwnerKind::Project].map(OwnerKind::as_str);
            vec![parameter("kind", json!({ "enum": kinds }), "The kind of owner.")]
        }
        Step::Place => vec![parameter("owner", reference("Id"), "The owner's id.")],
        Step::Of(kind) => {
            let about = format!("The {kind}'s id.");
            vec![parameter(kind.as_str(), reference("Id"), &about)]
        }
        Step::MemberKind => {
            let kinds = MemberKind::ALL.map(MemberKind::as_str);
            vec![parameter("kind", json!({ "enum": kinds }), "A person or a group.")]
        }
        Step::Id(noun) => {
            let about = match noun {
                Noun::Person => "The person's id.",
                Noun::Group => "The group's id.",
                Noun::Member => "The id of the person or the group.",
                Noun::Client => "The client's id.",
                Noun::Token => "The token's id.",
            };
            vec![parameter(noun.as_str(), reference("Id"), about)]
        }
        Step::Type => vec![parameter("type", reference("TypeName"), "The type's id.")],
        Step::PolicyName => {
            let schema = json!({ "type": "string", "pattern": policy_name_pattern() });
            vec![parameter("policy", schema, "The policy's name.")]
        }
    }
}

fn in_query(parameter: &Parameter) -> Value {
    let one = match parameter.shape {
        Shape::Sort => {
            json!({ "enum": query::SORTS.map(|(name, _)| name), "default": "name" })
        }
        Shape::Boolean => json!({ "type": "boolean", "default": false }),
        Shape::Limit => json!({ "type": "integer", "minimum": 1, "maximum": limits::PAGE_ENTRIES,
                                "default": limits::PAGE_ENTRIES_DEFAULT }),
        Shape::Cursor | Shape::Text => json!({ "type": "string" }),
        Shape::Code => reference("CheckpointCode"),
        Shape::Search => {
            json!({ "type": "string", "minLength": 1, "maxLength": limits::NAME_CHARACTERS })
        }
        Shape::Id => reference("Id"),
        Shape::Type => json!({ "anyOf": [reference("Type"), reference("TypeName")] }),
        Shape::Version => reference("VersionNumber"),
        Shape::Field => reference("FieldName"),
        Shape::Format => reference("FormatName"),
        Shape::RecordNumber => json!({ "type": "integer", "minimum": 1 }),
        Shape::Time => json!({ "type": "integer", "minimum": 0 }),
        Shape::Days(usual) => {
            json!({ "type": "integer", "minimum": 1, "maximum": query::DAYS, "default": usual })
        }
        Shape::Event => json!({ "enum": event::EVENTS.as_slice() }),
        Shape::Principal => reference("Principal"),
        Shape::Holder => reference("HolderName"),
        Shape::Key => reference("Key"),
        Shape::Choice => json!({ "type": "boolean" }),
    };
    let schema = if parameter.repeatable { json!({ "type": "array", "items": one }) } else { one };
    json!({ "name": parameter.name, "in": "query", "schema": schema,
            "description": parameter.about })
}

fn if_match() -> Value {
    json!({
        "name": "If-Match",
        "in": "header",
        "schema": { "type": "string" },
        "description": "What the secret is expected to be: `\"<version>\"` or the whole entity tag \
                        `\"<version>.<revision>\"`; `*` for anything. One of them.",
    })
}

/// What an operation can be refused with, beside its own: any of them can.
fn common(operation: &Operation) -> Vec<Refusal> {
    let mut common = vec![Refusal::MalformedRequest, Refusal::Internal, Refusal::Unavailable];
    let entrance = operation.endpoint.entrance();
    if entrance != Entrance::Open {
        common.extend([Refusal::Unauthenticated, Refusal::BodyTooLarge]);
    }
    if operation.body.is_some() {
        common.push(Refusal::UnsupportedMediaType);
        // RFC 6749 has one status for all that is wrong with a login.
        common.extend((entrance == Entrance::Bearer).then_some(Refusal::Invalid));
    }
    common
}

fn responses(operation: &Operation, places: &mut Places) -> Value {
    let success = operation.success;
    let mut responses = Map::new();
    responses.insert(success.status.to_string(), done(operation, places));
    let mut refusals = common(operation);
    refusals.extend(operation.refusals);
    refusals.sort_unstable();
    for refusal in refusals {
        let status = refusal.status().to_string();
        // Two refusals of one status are one response that says both.
        let earlier = responses.get(&status).and_then(|response| response.get("description"));
        let earlier = earlier.and_then(Value::as_str).map(|text| format!("{text}, or: "));
        let description = format!("{}{}", earlier.unwrap_or_default(), refusal.title());
        responses.insert(status, refused(refusal, &description));
    }
    Value::Object(responses)
}

fn done(operation: &Operation, places: &mut Places) -> Value {
    let success = operation.success;
    let mut response = json!({ "description": operation.summary });
    if let Some(schema) = success.schema {
        let mut content: Map<String, Value> = Map::new();
        if operation.query.iter().any(|parameter| parameter.shape == Shape::Format) {
            places.content(&mut content, schema);
        } else {
            let ordinary = json!({ "schema": reference(schema) });
            content.insert("application/json".to_owned(), ordinary);
        }
        response = with(response, "content", content);
    }
    let mut names = vec!["x-request-id"];
    names.extend(success.headers);
    with(response, "headers", headers(&names))
}

fn refused(refusal: Refusal, description: &str) -> Value {
    let mut names = vec!["x-request-id"];
    match refusal {
        Refusal::Unauthenticated => names.push("www-authenticate"),
        Refusal::Stale => names.push("etag"),
        Refusal::Unavailable | Refusal::ServiceUnavailable => names.push("retry-after"),
        Refusal::MethodNotAllowed => names.push("allow"),
        Refusal::MalformedRequest
        | Refusal::Forbidden
        | Refusal::NoSuchRoute
        | Refusal::NotFound
        | Refusal::NotAcceptable
        | Refusal::NameTaken
        | Refusal::LastOwner
        | Refusal::RotationChanged
        | Refusal::BodyTooLarge
        | Refusal::UnsupportedMediaType
        | Refusal::Invalid
        | Refusal::NotRepresentable
        | Refusal::CredentialRejected
        | Refusal::Corrupt
        | Refusal::Internal
        | Refusal::NotSupported
        | Refusal::TypeFailed
        | Refusal::ServiceFailed => {}
    }
    json!({
        "description": description,
        "headers": headers(&names),
        "content": { "application/problem+json": { "schema": reference("Problem") } },
    })
}

fn headers(names: &[&str]) -> Value {
    let header = |name: &&str| ((*name).to_owned(), json!({ "schema": { "type": "string" } }));
    super::members(names.iter().map(header).collect())
}
