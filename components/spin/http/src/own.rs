//! The platform's own routes: is it up, is it ready, and the first way in.

use strongroom_front::Problem;

use crate::bindings::strongroom::http::handler;
use crate::ready;
use crate::request::Head;
use crate::response::{header, own, problem};
use crate::{set_up, turn};

const TEXT: &str = "text/plain; charset=utf-8";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// The component runs.
    Health,
    /// The database answers.
    Ready,
    SetUp,
}

impl Route {
    pub(crate) fn of(target: &str) -> Option<Self> {
        match target.split_once('?').map_or(target, |(path, _)| path) {
            "/healthz" => Some(Self::Health),
            "/readyz" => Some(Self::Ready),
            "/setup" => Some(Self::SetUp),
            _ => None,
        }
    }

    const fn methods(self) -> &'static str {
        match self {
            Self::Health | Self::Ready => "GET, HEAD",
            Self::SetUp => "POST",
        }
    }

    pub(crate) async fn answer(self, head: &Head) -> Result<handler::Response, Problem> {
        if !self.methods().split(", ").any(|method| method == head.method) {
            let mut answer = problem(Problem::Method, &head.id);
            answer.headers.push(header("allow", self.methods()));
            return Ok(answer);
        }
        let text = |text: &str| own(200, TEXT, text.as_bytes().to_vec(), &head.id);
        let mut answer = match self {
            Self::Health => text("up\n"),
            Self::Ready => {
                let _turn = turn::take().await;
                ready::migrate().await?;
                text("ready\n")
            }
            Self::SetUp => set_up::set_up(head).await?,
        };
        if head.method == "HEAD" {
            answer.body.clear();
        }
        Ok(answer)
    }
}
