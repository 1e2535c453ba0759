//! Asks for a value, field by field, as its type describes it. What the type would refuse is asked
//! for again at once: the server looks at the draft.

use anyhow::Context as _;
use strongroom_client::{Field, NewSecret, SecretString, TypeDescription};

use super::given::{Fields, from_file};
use super::set::value;
use crate::api::Api;
use crate::ask;
use crate::words::plain;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    All,
    /// What is not given and must be.
    Required,
}

/// A secret that is being put together.
pub(super) struct Draft<'a> {
    pub(super) api: &'a Api,
    pub(super) kind: &'a TypeDescription,
    pub(super) new: &'a mut NewSecret,
}

/// Which type it is to be.
pub(super) fn kind(types: &[TypeDescription]) -> anyhow::Result<&TypeDescription> {
    let mut types: Vec<&TypeDescription> = types.iter().collect();
    // What anything can be kept in comes first.
    types.sort_by_key(|kind| kind.kind != "secret/Custom");
    ask::say("What is it?")?;
    for (number, kind) in (1..).zip(&types) {
        ask::say(&format!("  {number}  {:<22}{}", plain(&kind.title), plain(&kind.help)))?;
    }
    loop {
        let answer = ask::line("Number [1]: ")?;
        let number: usize = if answer.is_empty() { 1 } else { answer.parse().unwrap_or(0) };
        if let Some(kind) = number.checked_sub(1).and_then(|index| types.get(index)) {
            return Ok(kind);
        }
        ask::say(&format!("A number from 1 to {}.", types.len()))?;
    }
}

impl Draft<'_> {
    /// Of a new one.
    pub(super) fn completed(mut self, mut fields: Fields, ask: Ask) -> anyhow::Result<Fields> {
        for field in &self.kind.fields {
            let wanted = ask == Ask::All || field.required;
            if wanted && !fields.contains_key(&field.name) {
                self.ask(field, None, &mut fields)?;
            }
        }
        Ok(fields)
    }

    /// Of one that is there: what nothing is typed for stays.
    pub(super) fn changed(mut self, mut before: Fields) -> anyhow::Result<Fields> {
        let mut fields = Fields::new();
        for field in &self.kind.fields {
            let kept = before.remove(&field.name);
            self.ask(field, kept, &mut fields)?;
        }
        Ok(fields)
    }

    fn ask(
        &mut self,
        field: &Field,
        mut before: Option<SecretString>,
        fields: &mut Fields,
    ) -> anyhow::Result<()> {
        let help = plain(&field.help);
        if !help.is_empty() {
            ask::say(&help)?;
        }
        loop {
            let typed = answer(field, before.as_ref())?;
            let answer = if typed.expose().is_empty() {
                let default = || field.default.as_deref().map(SecretString::from);
                before.take().or_else(default)
            } else {
                Some(typed)
            };
            let Some(answer) = answer else {
                if field.required {
                    ask::say("It is required.")?;
                    continue;
                }
                return Ok(());
            };
            fields.insert(field.name.clone(), answer);
            let Some(trouble) = self.trouble(field, fields)? else { return Ok(()) };
            ask::say(&format!("It {trouble}."))?;
            fields.remove(&field.name);
        }
    }

    /// What the type has against a field of the draft.
    fn trouble(&mut self, field: &Field, fields: &Fields) -> anyhow::Result<Option<String>> {
        let copy = fields.iter().map(|(name, text)| (name.clone(), text.duplicate())).collect();
        self.new.value = value(self.kind, copy)?;
        let found = self.api.wait(self.api.client().validate(self.new))?;
        let name = format!("value.{}", field.name);
        let is_of_it = |at: &str| at == name || (self.kind.fields.len() == 1 && at == "value");
        Ok(found.into_iter().find(|it| is_of_it(&it.field)).map(|it| plain(&it.message)))
    }
}

/// What is typed for a field; empty where nothing is.
fn answer(field: &Field, before: Option<&SecretString>) -> anyhow::Result<SecretString> {
    let otherwise = match (before, &field.default, field.required) {
        (Some(_), ..) => " [unchanged]".to_owned(),
        (None, Some(default), _) => format!(" [{}]", plain(default)),
        (None, None, false) => " [none]".to_owned(),
        (None, None, true) => String::new(),
    };
    let question = format!("{}{otherwise}: ", plain(&field.title));
    match field.kind.as_str() {
        "choice" => choice(field, &question),
        "multi-line" => ask::lines(
            &format!("{question}(end it with a line that is a dot alone)"),
            field.sensitive,
        ),
        "file" => {
            let path = ask::line(&format!("File with {question}"))?;
            if path.is_empty() {
                return Ok(String::new().into());
            }
            from_file(&path.into()).or_else(|why| {
                ask::say(&format!("{why:#}"))?;
                answer(field, before)
            })
        }
        _ if field.sensitive => ask::hidden(&question).context(field.name.clone()),
        _ => Ok(ask::line(&question)?.into()),
    }
}

fn choice(field: &Field, question: &str) -> anyhow::Result<SecretString> {
    for (number, choice) in (1..).zip(&field.choices) {
        ask::say(&format!("  {number}  {:<12}{}", plain(&choice.value), plain(&choice.title)))?;
    }
    let answer = ask::line(question)?;
    let number: Option<usize> = answer.parse().ok();
    let chosen = number.and_then(|number| field.choices.get(number.checked_sub(1)?));
    // A choice that is itself a number is meant by its place; either can be typed.
    Ok(chosen.map_or(answer.as_str(), |choice| choice.value.as_str()).into())
}
