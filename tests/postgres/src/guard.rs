//! Ends a server and removes its folder when the test process is gone, however it went: a panic
//! that aborts, a signal, a static that is never dropped.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Reads until there is no writer left, which is when this process is gone. The number in
/// `postmaster.pid` may have become somebody else's by then: the working directory of a server is
/// its data.
const SCRIPT: &str = r#"
trap '' INT TERM HUP
while read -r line; do :; done
data=$1/data
pid=$(head -n 1 "$data/postmaster.pid" 2>/dev/null)
is_ours() {
    [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null || return 1
    [ "/proc/$pid/cwd" -ef "$data" ] || ps -o args= -p "$pid" 2>/dev/null | grep -qF -- "$data"
}
is_ours && kill -QUIT "$pid"
for second in 1 2 3 4 5; do
    is_ours || break
    sleep 1
done
is_ours && kill -KILL "$pid"
rm -rf -- "$1"
"#;

/// Watches while it is held.
#[derive(Debug)]
pub(crate) struct Guard(Child);

impl Guard {
    pub(crate) fn over(folder: &Path) -> Self {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT, "guard"]).arg(folder);
        // A group of its own: what a terminal sends to the tests is not for the one that tidies up
        // after them.
        command.process_group(0).current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().expect("a shell that watches"))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Its input ends, and there is nothing left for it to do.
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
