//! Calls into a component, each in a store of its own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use strongroom_model::FormatName;
use strongroom_model::metadata::Problem;
use strongroom_ports::catalogue::{About, Failure as Refused, Field, Step};
use strongroom_secret_bytes::SecretBytes;
use strongroom_secret_types::{self as contract, Described, RENDERED_BYTES};
use tokio::time;
use wasmtime::component::Instance;
use wasmtime::{Store, Trap};
use wasmtime_wasi::I32Exit;

use super::{Answer, Content};
use crate::plugins::bindings::{self, Fields, rotation, secret_type, taken};
use crate::plugins::failure::{Breach, Failure};
use crate::plugins::outbound::{Client, Session};
use crate::plugins::sandbox::{Bounds, Linked, State};

/// How long a call that is over may take to come to its end by itself.
const GRACE: Duration = Duration::from_millis(100);
/// How long before its end a call's last request is given up, so that the plug-in can say so.
const LAST_WORDS: Duration = Duration::from_millis(250);

/// What a call needs, wherever it runs.
pub(super) struct Callable {
    pub(super) linked: Linked,
    /// Bytes.
    pub(super) memory: usize,
    /// Of computing; of the whole call where it sends no requests.
    pub(super) time: Duration,
    /// Of the whole call where it may send requests.
    pub(super) rotation_time: Duration,
    pub(super) requests: u32,
    /// Of a type that was granted hosts.
    pub(super) client: Option<Arc<Client>>,
}

impl Callable {
    pub(super) const fn is_connected(&self) -> bool {
        self.linked.rotation.is_some()
    }

    pub(super) async fn describe(&self) -> Result<bindings::Description, Failure> {
        self.pure(async |guest, store| guest.call_describe(store).await).await
    }

    pub(super) async fn validate(
        &self,
        described: &Described,
        fields: Vec<Field>,
    ) -> Result<Answer, Failure> {
        let given = &Fields::from(fields);
        let answer = self
            .pure(async move |guest, store| {
                let answer = guest.call_validate(store, given.as_slice()).await?;
                Ok(answer.map(taken))
            })
            .await?;
        Ok(match answer {
            Ok(fields) => Ok(contract::accepted(described, fields)?),
            Err(problems) => Err(refusals(described, problems, given)?),
        })
    }

    pub(super) async fn render(
        &self,
        described: &Described,
        format: &FormatName,
        about: &About,
        fields: Vec<Field>,
    ) -> Result<Content, Failure> {
        let (given, about) = (&Fields::from(fields), &about.into());
        let answer = self
            .pure(async move |guest, store| {
                let fields = given.as_slice();
                let answer = guest.call_render(store, format.as_str(), about, fields).await?;
                Ok(answer.map(SecretBytes::new))
            })
            .await?;
        match answer {
            Ok(content) if content.len() > RENDERED_BYTES => Err(Breach::RenderedTooLarge.into()),
            Ok(content) => Ok(Ok(content)),
            Err(secret_type::RenderError::UnknownFormat) => Err(Breach::FormatUnknown.into()),
            Err(secret_type::RenderError::NotRepresentable(problems)) => {
                Ok(Err(refusals(described, problems, given)?))
            }
        }
    }

    pub(super) async fn check(
        &self,
        described: &Described,
        about: &About,
        current: Vec<Field>,
    ) -> Result<Result<(), Refused>, Failure> {
        let (current, about) = (&Fields::from(current), &about.into());
        let answer = self
            .rotation(async move |guest, store| {
                guest.call_check(store, about, current.as_slice()).await
            })
            .await?;
        refused(described, answer, &[current])
    }

    pub(super) async fn create(
        &self,
        described: &Described,
        about: &About,
        current: Vec<Field>,
    ) -> Result<Result<Vec<Field>, Refused>, Failure> {
        let (current, about) = (&Fields::from(current), &about.into());
        let answer = self
            .rotation(async move |guest, store| {
                let answer = guest.call_create(store, about, current.as_slice()).await?;
                Ok(answer.map(taken))
            })
            .await?;
        match refused(described, answer, &[current])? {
            Ok(next) => Ok(Ok(contract::accepted(described, next)?)),
            Err(refused) => Ok(Err(refused)),
        }
    }

    pub(super) async fn step(
        &self,
        described: &Described,
        step: Step,
        about: &About,
        current: Vec<Field>,
        other: Vec<Field>,
    ) -> Result<Result<(), Refused>, Failure> {
        let (current, other) = (&Fields::from(current), &Fields::from(other));
        let about = &about.into();
        let answer = self
            .rotation(async move |guest, store| {
                let (current, other) = (current.as_slice(), other.as_slice());
                match step {
                    Step::Set => guest.call_set(store, about, current, other).await,
                    Step::Test => guest.call_test(store, about, current, other).await,
                    Step::Finish => guest.call_finish(store, about, current, other).await,
                    Step::Revoke => guest.call_revoke(store, about, current, other).await,
                }
            })
            .await?;
        refused(described, answer, &[current, other])
    }

    /// A call whose answer hangs on its value alone: it sends no requests, connected type or not.
    async fn pure<T>(
        &self,
        call: impl AsyncFnOnce(secret_type::Guest, &mut Store<State>) -> wasmtime::Result<T>,
    ) -> Result<T, Failure> {
        let bounds = Bounds {
            memory: self.memory,
            computing: self.time,
            deadline: Instant::now() + self.time,
            session: Session::closed(),
        };
        self.call(bounds, async |instance, store| {
            let guest = self.linked.secret_type.load(&mut *store, &instance)?;
            call(guest, store).await
        })
        .await
    }

    #[cfg(test)]
    pub(super) async fn instantiated(&self) {
        let bounds = Bounds {
            memory: self.memory,
            computing: self.time,
            deadline: Instant::now() + self.time,
            session: Session::closed(),
        };
        let made = self.call(bounds, async |_, _| Ok(())).await;
        assert_eq!(made, Ok(()));
    }

    /// A call that may send requests.
    async fn rotation<T>(
        &self,
        call: impl AsyncFnOnce(rotation::Guest, &mut Store<State>) -> wasmtime::Result<T>,
    ) -> Result<T, Failure> {
        let Some(indices) = &self.linked.rotation else { return Err(Failure::Host) };
        let deadline = Instant::now() + self.rotation_time;
        let last_words = LAST_WORDS.min(self.rotation_time / 4);
        let session = self.client.as_ref().map_or_else(Session::closed, |client| {
            Session::new(Arc::clone(client), self.requests, (deadline - last_words).into())
        });
        let bounds = Bounds { memory: self.memory, computing: self.time, deadline, session };
        self.call(bounds, async |instance, store| {
            let guest = indices.load(&mut *store, &instance)?;
            call(guest, store).await
        })
        .await
    }

    /// One call in a store of its own.
    async fn call<T>(
        &self,
        bounds: Bounds,
        call: impl AsyncFnOnce(Instance, &mut Store<State>) -> wasmtime::Result<T>,
    ) -> Result<T, Failure> {
        let deadline = bounds.deadline;
        let mut store = State::store(self.linked.pre.engine(), bounds);
        let outcome = {
            let whole = async {
                let instance = self.linked.pre.instantiate_async(&mut store).await?;
                call(instance, &mut store).await
            };
            // Guest code that runs on past the deadline traps by itself. What is cut off here waits
            // for the host, for a timer say; its store is not used again.
            let end = time::Instant::from_std(deadline + GRACE);
            time::timeout_at(end, whole).await.map_err(|_| Failure::Time)?
        };
        outcome.map_err(|error| failure(&error, store.data()))
    }
}

fn refusals(
    described: &Described,
    answer: Vec<bindings::Problem>,
    given: &Fields,
) -> Result<Vec<Problem>, Failure> {
    let given: Vec<&[u8]> = given.values().collect();
    let answer = answer.into_iter().map(Into::into).collect();
    Ok(contract::problems(described, answer, &given)?)
}

fn refused<T>(
    described: &Described,
    answer: Result<T, bindings::Failure>,
    given: &[&Fields],
) -> Result<Result<T, Refused>, Failure> {
    match answer {
        Ok(value) => Ok(Ok(value)),
        Err(failure) => {
            let given: Vec<&[u8]> = given.iter().flat_map(|fields| fields.values()).collect();
            Ok(Err(contract::failure(described, failure.into(), &given)?))
        }
    }
}

fn failure(error: &wasmtime::Error, state: &State) -> Failure {
    match error.downcast_ref::<Trap>() {
        Some(Trap::Interrupt) => Failure::Time,
        // A program that is refused memory gives up in its own way, mostly by a trap.
        _ if state.exhausted() => Failure::Memory,
        Some(trap) => Failure::Trap(*trap),
        None if error.is::<I32Exit>() => Failure::Exit,
        None => Failure::Host,
    }
}
