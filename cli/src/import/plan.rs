//! What an import would do, found out without writing anything.
//!
//! Names are made, held against those that are there, and equal values told from others, which
//! takes leave to reveal and is recorded as every reveal is. Every draft that would be written is
//! looked at by the server first.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use strongroom_client::{
    Client, Error, FieldProblem, Kind, Location, NewSecret, Owner, Reveal, Revealed, Secret, Value,
};

use super::item::{Content, Found, Item};
use super::{OnConflict, Rules};
use crate::words::plain;

/// Requests side by side.
const AT_ONCE: usize = 8;
/// Names that are tried for one whose own is taken.
const MOST_NAMES: u32 = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Create,
    Update,
    /// It is there already.
    Same,
    /// Another is there, and stays.
    Skip,
    /// Another is there, and nothing says what to do.
    Conflict,
    Unfit,
    Left,
}

impl Step {
    pub(super) const ALL: [Self; 7] = [
        Self::Create,
        Self::Update,
        Self::Same,
        Self::Skip,
        Self::Conflict,
        Self::Unfit,
        Self::Left,
    ];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Same => "same",
            Self::Skip => "skip",
            Self::Conflict => "conflict",
            Self::Unfit => "unfit",
            Self::Left => "left",
        }
    }
}

/// One thing of the source, and what becomes of it.
pub(super) struct Entry {
    pub(super) step: Step,
    pub(super) name: String,
    /// `Custom`; empty where it is no secret.
    pub(super) type_name: String,
    pub(super) place: String,
    pub(super) why: String,
    /// What is written.
    pub(super) draft: Option<NewSecret>,
    /// What is there, of an update.
    pub(super) current: Option<Box<Revealed>>,
    /// What came of it, once it was tried.
    pub(super) outcome: Option<&'static str>,
}

impl Entry {
    fn told(name: String, place: String, step: Step, why: String) -> Self {
        Self {
            step,
            name,
            type_name: String::new(),
            place,
            why,
            draft: None,
            current: None,
            outcome: None,
        }
    }
}

pub(super) struct Planner<'a> {
    pub(super) client: &'a Client,
    pub(super) owner: &'a Owner,
    pub(super) rules: &'a Rules,
}

impl Planner<'_> {
    /// # Errors
    /// The server cannot be asked, or does not let what is there be listed.
    pub(super) async fn plan(
        &self,
        items: Vec<Item>,
        labels: BTreeMap<String, String>,
    ) -> anyhow::Result<Vec<Entry>> {
        let there = self.client.list_all(self.owner).await?;
        let there: BTreeMap<String, Secret> =
            there.into_iter().map(|secret| (secret.name.clone(), secret)).collect();
        let mut taken = BTreeSet::new();
        let mut entries = Vec::new();
        for item in items {
            entries.push(self.entry(item, &labels, &there, &mut taken).await?);
        }
        self.looked_at(entries).await
    }

    async fn entry(
        &self,
        Item { path, place, content }: Item,
        labels: &BTreeMap<String, String>,
        there: &BTreeMap<String, Secret>,
        taken: &mut BTreeSet<String>,
    ) -> anyhow::Result<Entry> {
        let name = format!("{}{}", self.rules.prefix, path.join(&self.rules.separator));
        let Found { type_name, value, description, labels: own, expires_at, rotate_every } =
            match content {
                Content::Secret(found) => found,
                Content::Unfit(why) => return Ok(Entry::told(name, place, Step::Unfit, why)),
                Content::Left(why) => return Ok(Entry::told(name, place, Step::Left, why)),
            };
        if !taken.insert(name.clone()) {
            let why = "another of the source has this name".to_owned();
            return Ok(Entry::told(name, place, Step::Unfit, why));
        }
        let draft = NewSecret {
            description,
            labels: own.into_iter().chain(labels.clone()).collect(),
            expires_at,
            rotate_every,
            ..NewSecret::new(type_name.clone(), name.clone(), value)
        };
        let mut entry =
            Entry { type_name, ..Entry::told(name, place, Step::Create, String::new()) };
        let Some(secret) = there.get(&entry.name) else {
            entry.draft = Some(draft);
            return Ok(entry);
        };
        let current = match self.compared(secret, &draft).await? {
            Compared::Same => {
                entry.step = Step::Same;
                return Ok(entry);
            }
            Compared::Other(why, current) => {
                why.clone_into(&mut entry.why);
                current
            }
        };
        match (self.rules.on_conflict, current) {
            (OnConflict::Update, Some(current)) => {
                entry.step = Step::Update;
                entry.current = Some(current);
                entry.draft = Some(draft);
            }
            (OnConflict::Skip, _) => entry.step = Step::Skip,
            (OnConflict::Rename, _) => self.rename(&mut entry, draft, there, taken).await?,
            (OnConflict::Fail, _) | (OnConflict::Update, None) => entry.step = Step::Conflict,
        }
        Ok(entry)
    }

    /// Under the first of its other names that is free, unless it is there under one already.
    async fn rename(
        &self,
        entry: &mut Entry,
        mut draft: NewSecret,
        there: &BTreeMap<String, Secret>,
        taken: &mut BTreeSet<String>,
    ) -> anyhow::Result<()> {
        for number in 2..=MOST_NAMES {
            let name = format!("{}-{number}", draft.name);
            let secret = there.get(&name);
            if let Some(secret) = secret
                && let Compared::Same = self.compared(secret, &draft).await?
            {
                entry.step = Step::Same;
            } else if secret.is_some() || taken.contains(&name) {
                continue;
            } else {
                draft.name.clone_from(&name);
                entry.draft = Some(draft);
            }
            entry.why = format!("{} is taken", plain(&entry.name));
            taken.insert(name.clone());
            entry.name = name;
            return Ok(());
        }
        entry.step = Step::Conflict;
        Ok(())
    }

    async fn compared(&self, secret: &Secret, draft: &NewSecret) -> Result<Compared, Error> {
        let at: &Location = &secret.location;
        if at.key.type_name() != draft.type_name {
            return Ok(Compared::Other("a secret of another type has this name", None));
        }
        match self.client.reveal(at, &Reveal::default()).await {
            Ok(revealed) if are_same(&revealed.value, &draft.value) => Ok(Compared::Same),
            Ok(revealed) => {
                Ok(Compared::Other("its value is another one", Some(Box::new(revealed))))
            }
            Err(error) if error.kind() == Some(&Kind::Forbidden) => {
                Ok(Compared::Other("it is there, and may not be revealed to be compared", None))
            }
            Err(error) => Err(error),
        }
    }

    /// Every draft as the server sees it.
    async fn looked_at(&self, entries: Vec<Entry>) -> anyhow::Result<Vec<Entry>> {
        let looks: Vec<_> = entries.into_iter().map(|entry| self.look(entry)).collect();
        Ok(stream::iter(looks).buffered(AT_ONCE).try_collect().await?)
    }

    async fn look(&self, mut entry: Entry) -> Result<Entry, Error> {
        let Some(draft) = &entry.draft else { return Ok(entry) };
        let why = match self.client.validate(draft).await {
            Ok(problems) if problems.is_empty() => return Ok(entry),
            Ok(problems) => told(&problems),
            Err(error) => match error.kind() {
                Some(Kind::NotFound) => "this server has no such type of secret".to_owned(),
                Some(Kind::BodyTooLarge) => "is longer than a request may be".to_owned(),
                _ => return Err(error),
            },
        };
        entry.step = Step::Unfit;
        entry.why = why;
        entry.draft = None;
        Ok(entry)
    }
}

enum Compared {
    Same,
    /// Why, and what is there where it could be replaced.
    Other(&'static str, Option<Box<Revealed>>),
}

fn told(problems: &[FieldProblem]) -> String {
    let told = problems.iter().map(|problem| match problem.field.as_str() {
        "" | "value" => plain(&problem.message),
        field => format!("{}: {}", plain(field), plain(&problem.message)),
    });
    told.collect::<Vec<_>>().join("; ")
}

fn are_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::One(one), Value::One(other)) => one.expose() == other.expose(),
        (Value::Fields(one), Value::Fields(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|((name, value), (other_name, other))| {
                    name == other_name && value.expose() == other.expose()
                })
        }
        (Value::One(_), Value::Fields(_)) | (Value::Fields(_), Value::One(_)) => false,
    }
}
