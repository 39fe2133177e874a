//! A check, a search and `status` ask no network and write only to the data folder: the system calls are watched.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use tempfile::TempDir;

/// System calls that open, create, rename or remove by path.
const PATH_CALLS: &str = "open,openat,openat2,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,truncate";

fn watched(data: &TempDir, calls: &str, args: &[&str]) -> String {
    let log = data.path().join("calls.txt");
    let trace = format!("trace={calls}");
    let output = common::strace(&["-e", &trace], &log, &data.path().join("lists"), args);
    assert!(output.status.success(), "{args:?}");
    std::fs::read_to_string(log).unwrap()
}

const COMMANDS: [&[&str]; 3] = [
    &["check", "--name", "Gulf Associate", "--phone", "+8801711000000", "--origin", "BD"],
    &["search", "gulf associate"],
    &["status"],
];

#[test]
fn no_network_call() {
    for command in COMMANDS {
        let data = TempDir::new().unwrap();
        // Twice: once with the first installation, once with the lists in place.
        for _ in 0..2 {
            let calls = watched(&data, "%network", command);
            assert_eq!(calls.lines().find(|line| !line.contains("+++")), None, "{command:?}");
        }
    }
}

#[test]
fn nothing_is_written_outside_the_data_folder() {
    for command in COMMANDS {
        let data = TempDir::new().unwrap();
        for _ in 0..2 {
            let folder = data.path().join("lists");
            for call in watched(&data, PATH_CALLS, command).lines() {
                let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "rename", "unlink", "mkdir", "truncate"];
                if writes.iter().any(|word| call.contains(word)) && !call.contains("/dev/tty") {
                    assert!(call.contains(folder.to_str().unwrap()), "{command:?}: {call}");
                }
            }
        }
    }
}

#[test]
fn a_check_with_installed_lists_writes_nothing_at_all() {
    let data = TempDir::new().unwrap();
    let question = COMMANDS[0];
    watched(&data, "%network", question);
    let calls = watched(&data, PATH_CALLS, question);
    let written =
        calls.lines().find(|call| call.contains("O_CREAT") || call.contains("O_WRONLY") || call.contains("O_RDWR"));
    assert_eq!(written, None);
}
