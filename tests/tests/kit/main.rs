//! The kit: types in three languages against one suite, projects as generated, the guide to the
//! letter, and the contract against all that was released.
//!
//! A harness of its own, since whether a language is there is found out when the tests run: what is
//! missing is said, and the tests are ignored.

#![allow(clippy::print_stdout, reason = "tests")]

mod contract;
mod guide;
mod language;
mod released;
mod served;
mod suite;

use language::Language;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let mut trials = vec![
        trial("contract::what_was_released_is_still_there_and_unchanged", || {
            contract::what_was_released_is_still_there_and_unchanged();
        }),
        trial("contract::everything_in_it_says_since_when", || {
            contract::everything_in_the_contract_says_since_when();
        }),
        trial("released::a_component_of_every_released_version_loads", || {
            released::a_component_of_every_released_version_loads();
        }),
        trial("commands::refuse_what_is_wrong_and_say_what_to_do", || {
            suite::commands_refuse_what_is_wrong();
        }),
    ];
    for language in Language::ALL {
        let name = language.name();
        let missing = language.missing();
        if let Some(why) = &missing {
            println!("ignored: the kit's tests in {name}: {why}");
        }
        let tests: [Test; 4] = [
            ("the_guide_is_followed_to_the_letter", guide::is_followed),
            ("a_type_keeps_to_the_suite", suite::a_type_keeps_to_it),
            ("a_type_is_added_used_and_removed_while_serving", served::while_serving),
            ("a_connected_type_can_be_built", suite::a_connected_type_can_be_built),
        ];
        for (test, run) in tests {
            let trial = trial(&format!("{name}::{test}"), move || run(language));
            trials.push(trial.with_ignored_flag(missing.is_some()));
        }
    }
    let (filters, flags) = filters(std::env::args());
    let is_meant = |trial: &Trial| {
        filters.is_empty() || filters.iter().any(|it| trial.name().contains(it.as_str()))
    };
    trials.retain(is_meant);
    libtest_mimic::run(&Arguments::from_iter(flags), trials).exit();
}

/// Of one language: its name, and what it does.
type Test = (&'static str, fn(Language));

/// Takes the filters out of the arguments. The usual harness takes several; this one takes one.
fn filters(arguments: impl Iterator<Item = String>) -> (Vec<String>, Vec<String>) {
    const WITH_A_VALUE: [&str; 5] =
        ["--test-threads", "--logfile", "--skip", "--color", "--format"];
    let (mut filters, mut flags) = (Vec::new(), Vec::new());
    let mut is_value = true;
    for argument in arguments {
        if is_value || argument.starts_with('-') {
            is_value = WITH_A_VALUE.contains(&argument.as_str());
            flags.push(argument);
        } else {
            filters.push(argument);
        }
    }
    (filters, flags)
}

fn trial(name: &str, run: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        run();
        Ok::<(), Failed>(())
    })
}
