//! The health of a place, from its lists: each is read from the end where what matters is.

use strongroom_model::Timestamp;
use strongroom_model::metadata::{ListQuery, Metadata, SortBy};
use strongroom_ports::Clock;
use strongroom_ports::vault::Vault;

use super::Call;
use crate::answer::Answer;
use crate::answer::health::{Group, examination, health};
use crate::problem::Problem;
use crate::query::{SOON, UNUSED};
use crate::status::of_query;
use crate::{Gateway, Management};

const DAY: Timestamp = 24 * 60 * 60;

impl<A, M, V, C, S> Gateway<A, M, V, C>
where
    M: Management<S>,
    V: Vault<Session = S>,
    C: Clock,
{
    pub(super) async fn read_health(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let now = self.types.now();
        let soon = now + call.query.days(&SOON)? * DAY;
        let used = now - call.query.days(&UNUSED)? * DAY;
        let limit = call.query.limit()?;
        let owner = self.owner(&call).await?;
        let first =
            |sort| ListQuery { count: sort == SortBy::Expiry, ..ListQuery::first(sort, limit) };
        let (mut groups, mut total) = (Vec::new(), None);
        for sort in [SortBy::Expiry, SortBy::Rotation, SortBy::LastReveal] {
            let page =
                self.vault.list(&call.session, owner, first(sort)).await.map_err(of_query)?;
            total = total.or(page.total);
            let (entries, is_cut) = (page.entries, page.next.is_some());
            match sort {
                SortBy::Expiry => {
                    let end = |secret: &Metadata| secret.schedule.expires_at;
                    groups.extend(by_time(
                        ["expired", "expiring"],
                        entries,
                        is_cut,
                        end,
                        now,
                        soon,
                    ));
                }
                SortBy::Rotation => {
                    let next =
                        |secret: &Metadata| secret.schedule.rotation.map(|period| period.next);
                    groups.extend(by_time(["due", "due_soon"], entries, is_cut, next, now, soon));
                }
                _ => groups.push(unused(entries, is_cut, used)),
            }
        }
        let mut secrets = groups.iter().flat_map(|group| &group.secrets);
        let types = self.types_for(secrets.by_ref().map(|s| s.field_names.as_slice())).await;
        Ok(Answer::ok(health(&groups, total, &types, now)))
    }

    pub(super) async fn examine_values(&self, call: Call<'_, S>) -> Result<Answer, Problem> {
        let owner = self.owner(&call).await?;
        let found = self.vault.examine(&call.session, owner).await?;
        Ok(Answer::ok(examination(&found)))
    }
}

/// What is past its time and what soon will be, of a list in the order of that time.
fn by_time(
    [past, coming]: [&'static str; 2],
    entries: Vec<Metadata>,
    is_cut: bool,
    time: impl Fn(&Metadata) -> Option<Timestamp>,
    now: Timestamp,
    soon: Timestamp,
) -> [Group; 2] {
    let before = |secret: &Metadata, end| time(secret).is_some_and(|at| at <= end);
    let last_is = |end| is_cut && entries.last().is_some_and(|last| before(last, end));
    let more = [last_is(now), last_is(soon)];
    let (is_past, rest): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|secret| before(secret, now));
    let is_coming = rest.into_iter().filter(|secret| before(secret, soon)).collect();
    [
        Group { name: past, secrets: is_past, more: more[0] },
        Group { name: coming, secrets: is_coming, more: more[1] },
    ]
}

/// What nobody has used since, of a list in the order of the last use. What was made later than that
/// may yet be.
fn unused(entries: Vec<Metadata>, is_cut: bool, since: Timestamp) -> Group {
    let is_unused = |secret: &Metadata| match secret.last_reveal {
        None => secret.created.at <= since,
        Some(last) => last.at <= since,
    };
    let is_not_passed = |last: &Metadata| last.last_reveal.is_none_or(|reveal| reveal.at <= since);
    let more = is_cut && entries.last().is_some_and(is_not_passed);
    Group { name: "unused", secrets: entries.into_iter().filter(is_unused).collect(), more }
}
