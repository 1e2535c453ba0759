//! Settings from flags, variables and a file.

use std::fs;
use std::sync::Arc;

use strongroom_tests::{Client, Deployment as _, Native, Strongroom};

#[test]
fn a_flag_beats_a_variable_and_a_variable_beats_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("strongroom.toml");
    let settings =
        "listen = \"127.0.0.2:0\"\nmetrics-listen = \"127.0.0.2:0\"\nlog-format = \"json\"\n";
    fs::write(&file, settings).expect("a file of settings");
    let by_file = Native::new().without_an_address().flag("--config", &file);
    let by_variable = by_file.clone().variable("STRONGROOM_LISTEN", "127.0.0.3:0");
    let by_flag = by_variable.clone().flag("--listen", "127.0.0.4:0");
    for (native, expected) in
        [(by_file, "127.0.0.2"), (by_variable, "127.0.0.3"), (by_flag, "127.0.0.4")]
    {
        let running = native.start(&folder.path().join("data")).expect("a start");
        let address = running.address();
        assert!(address.starts_with(&format!("http://{expected}:")), "{address}");
        let metrics = running.announcement["metrics_address"].as_str().expect("an address");
        assert!(metrics.starts_with("http://127.0.0.2:"), "{metrics}");
        running.wait_for_line(&["{", "\"message\":\"serving\""]);
        running.terminate();
        assert!(running.wait().0.success());
    }
}

/// How often the host waited for the disk.
fn syncs(strongroom: &Strongroom) -> u64 {
    let metrics = Client::new(strongroom.running().address()).get("/metrics").expect(200);
    let name = "strongroom_sqlite_syncs_total ";
    let value = metrics.text().lines().find_map(|line| line.strip_prefix(name));
    value.expect("a number of syncs").parse().expect("a number")
}

#[test]
fn a_change_waits_for_the_disk_and_a_reveal_where_it_must_survive_loss_of_power() {
    for (durability, waits) in [("process", false), ("power", true)] {
        let native = Native::new().flag("--durability", durability);
        let strongroom = Strongroom::start(Arc::new(native));
        let owner = strongroom.owner();
        let project = owner.new_project();
        let before = syncs(&strongroom);
        let secret = owner.new_secret(&project, "test", "a value");
        assert_eq!(syncs(&strongroom), before + 1, "{durability}: a change");
        let _ = owner.reveal(&secret);
        assert_eq!(syncs(&strongroom) > before + 1, waits, "{durability}: a reveal");
    }
}
