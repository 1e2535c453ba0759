//! Stays beside a command, and starts it anew or tells it when its secrets change.
//!
//! What is looked at is which secrets there are, with their versions; values are asked for only
//! when that has changed, and the command hears of it only when a value has. That the server is away
//! or refuses ends no command: it has its values, and taking them back is not in anyone's power.

use std::io::IsTerminal as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use rustix::process::{Pid, Signal, kill_process};
use strongroom_client::Client;
use tokio::process::Child;

use super::Program;
use super::signal::{self, Received};
use crate::connection::Connection;
use crate::durations::duration;
use crate::failure::{Ended, Told};
use crate::offline::{Kept, Offline};
use crate::output::show::note;
use crate::selection::{Plan, Request, Variable};

#[derive(Debug, Args)]
#[command(next_help_heading = "When a secret changes")]
pub(super) struct Watch {
    /// Start the command anew when a value changes
    #[arg(long)]
    watch: bool,

    /// How often the server is asked
    #[arg(
        long, requires = "watch", value_name = "TIME", default_value = "30s", value_parser = duration
    )]
    interval: Duration,

    /// Send the command this signal instead
    #[arg(long, requires = "watch", value_name = "SIGNAL", value_parser = signal::read)]
    signal: Option<Signal>,

    /// How long after SIGTERM a command that is to start anew may go on, before SIGKILL
    #[arg(
        long, requires = "watch", conflicts_with = "signal", value_name = "TIME",
        default_value = "10s", value_parser = duration
    )]
    grace: Duration,
}

impl Watch {
    pub(super) const fn is_wanted(&self) -> bool {
        self.watch
    }

    /// Within a fifth of what was asked for: jobs that were started together do not ask together.
    fn pause(&self) -> Duration {
        self.interval.mul_f64(0.8 + 0.4 * fastrand::f64())
    }
}

/// # Errors
/// It cannot be begun; and once the command has ended, the code that it ended with.
pub(super) fn run(
    watch: &Watch,
    offline: &Offline,
    connection: &Connection,
    request: &Request,
    program: Program,
) -> anyhow::Result<()> {
    let session = offline.open(connection)?;
    let kept = offline.kept(&session, request)?;
    let (plan, values) = offline.read(&session, kept.as_ref(), request, true)?;
    let client = session.0.client().fresh();
    let state = State { plan, values, trouble: None };
    let watched = Watched { watch, client, kept, request, program };
    session.0.wait(watched.go_on(state))
}

struct Watched<'a> {
    watch: &'a Watch,
    client: Client,
    kept: Option<Kept>,
    request: &'a Request,
    program: Program,
}

struct State {
    /// None where the values are of before.
    plan: Option<Plan>,
    values: Vec<Variable>,
    /// What was said last of why the server could not be asked.
    trouble: Option<String>,
}

impl Watched<'_> {
    async fn go_on(&self, mut state: State) -> anyhow::Result<()> {
        let mut received = Received::new()?;
        let mut child = self.start(&state.values)?;
        loop {
            // Beside the command, so that an answer that takes long keeps no signal from it.
            let looked = tokio::select! {
                status = child.wait() => return Err(ended(status?)),
                signal = received.next() => {
                    hand_on(&child, signal)?;
                    continue;
                }
                looked = self.look(state.plan.as_ref()) => looked,
            };
            let Some(()) = self.take(&mut state, looked)? else { continue };
            if let Some(signal) = self.watch.signal {
                send(&child, signal)?;
                note(&format!("a secret has changed: {} was told", self.name()))?;
                continue;
            }
            note(&format!("a secret has changed: {} starts anew", self.name()))?;
            if let Some(status) = self.stop(&mut child, &mut received).await? {
                return Err(ended(status));
            }
            child = self.start(&state.values)?;
        }
    }

    /// After a pause: what there is now, where that is not what there was.
    async fn look(&self, known: Option<&Plan>) -> anyhow::Result<Option<(Plan, Vec<Variable>)>> {
        tokio::time::sleep(self.watch.pause()).await;
        let plan = Plan::make(&self.client, self.request, true).await?;
        if Some(&plan) == known {
            return Ok(None);
        }
        let values = plan.reveal(&self.client).await?;
        // Two secrets of one name are found here, while the command still runs.
        self.program.command(values.iter().map(Variable::duplicate).collect())?;
        Ok(Some((plan, values)))
    }

    /// Something where the command is to hear of it.
    fn take(
        &self,
        state: &mut State,
        looked: anyhow::Result<Option<(Plan, Vec<Variable>)>>,
    ) -> anyhow::Result<Option<()>> {
        if let Some(kept) = &self.kept {
            match &looked {
                Ok(None) => {}
                Ok(Some((_, values))) => kept.keep(values)?,
                Err(error) => kept.forget_if_refused(error)?,
            }
        }
        match looked {
            Err(error) => {
                let trouble = Told(&error).to_string();
                // Requests have ids of their own; the rest is said once.
                let what = trouble.split("\nrequest ").next().unwrap_or_default().to_owned();
                if state.trouble.as_ref() != Some(&what) {
                    note(&format!("{} goes on with what it has: {trouble}", self.name()))?;
                    state.trouble = Some(what);
                }
                Ok(None)
            }
            Ok(found) => {
                if state.trouble.take().is_some() {
                    note("the server answers again")?;
                }
                let Some((plan, values)) = found else { return Ok(None) };
                let is_same = Variable::are_same(&state.values, &values);
                (state.plan, state.values) = (Some(plan), values);
                Ok((!is_same).then_some(()))
            }
        }
    }

    fn start(&self, values: &[Variable]) -> anyhow::Result<Child> {
        let command = self.program.command(values.iter().map(Variable::duplicate).collect())?;
        tokio::process::Command::from(command).spawn().with_context(|| self.program.called())
    }

    /// Ends the command so that it can start anew; its status where it is not to.
    async fn stop(
        &self,
        child: &mut Child,
        received: &mut Received,
    ) -> anyhow::Result<Option<ExitStatus>> {
        send(child, Signal::TERM)?;
        let mut is_to_end = false;
        let grace = tokio::time::sleep(self.watch.grace);
        tokio::pin!(grace);
        let mut is_over = false;
        loop {
            tokio::select! {
                status = child.wait() => return Ok(is_to_end.then_some(status?)),
                signal = received.next() => {
                    is_to_end |= signal::ends(signal);
                    hand_on(child, signal)?;
                }
                () = &mut grace, if !is_over => {
                    is_over = true;
                    child.start_kill()?;
                }
            }
        }
    }

    fn name(&self) -> String {
        let word = self.program.words.first().map(|word| word.to_string_lossy().into_owned());
        crate::words::plain(&word.unwrap_or_default())
    }
}

pub(crate) fn hand_on(child: &Child, signal: Signal) -> anyhow::Result<()> {
    let of_terminal = signal == Signal::INT || signal == Signal::QUIT;
    // A terminal sends these to all that it runs in front, the command among them.
    if of_terminal && std::io::stdin().is_terminal() {
        return Ok(());
    }
    send(child, signal)
}

fn send(child: &Child, signal: Signal) -> anyhow::Result<()> {
    // Without an id it has ended and was waited for: the number may be another's by now.
    let Some(id) = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)) else {
        return Ok(());
    };
    Ok(kill_process(id, signal)?)
}

/// As shells have it.
pub(crate) fn ended(status: ExitStatus) -> anyhow::Error {
    let code = status.code().or_else(|| Some(128 + status.signal()?));
    Ended(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1)).into()
}
