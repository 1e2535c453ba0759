//! `strongroom-compose --wac FILE --dir FOLDER -o FILE`

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::{Arg, ValueExt as _};
use strongroom_compose::{Folder, compose};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("strongroom-compose: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let (mut wac, mut folder, mut output) = (None, None, None);
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next().map_err(|error| error.to_string())? {
        let slot = match argument {
            Arg::Long("wac") => &mut wac,
            Arg::Long("dir") => &mut folder,
            Arg::Short('o') | Arg::Long("output") => &mut output,
            other => return Err(other.unexpected().to_string()),
        };
        let value = arguments.value().and_then(|value| value.parse::<PathBuf>());
        *slot = Some(value.map_err(|error| error.to_string())?);
    }
    let wac = wac.ok_or("--wac names the composition to make")?;
    let folder = folder.ok_or("--dir names the folder of the built components")?;
    let output = output.ok_or("-o names the file to write")?;
    let source = fs::read_to_string(&wac)
        .map_err(|error| format!("cannot read `{}`: {error}", wac.display()))?;
    let composed = compose(&source, &Folder(&folder))
        .map_err(|error| format!("cannot compose `{}`: {error}", wac.display()))?;
    fs::write(&output, composed)
        .map_err(|error| format!("cannot write `{}`: {error}", output.display()))
}
