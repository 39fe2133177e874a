//! Time and memory of one step, each in a process of its own: `measure install|update|export FOLDER FILE`.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use safe_migration::sync::unsigned;

/// Runs the step in this process and prints `milliseconds peak-over-idle-KiB`.
pub fn run(args: &[String]) -> Result<(), Box<dyn Error>> {
    let [command, folder, file] = args else { return Err("measure install|update|export FOLDER FILE".into()) };
    let folder = Path::new(folder);
    let input = if command == "export" { Vec::new() } else { fs::read(file)? };
    let idle = peak_kib();
    let started = Instant::now();
    match command.as_str() {
        "install" => unsigned::install(folder, &input)?,
        "update" => unsigned::update(folder, &input)?,
        _ => unsigned::export(folder, fs::File::create(file)?).map(|_| ())?,
    }
    let elapsed = started.elapsed();
    println!("{} {}", elapsed.as_millis(), peak_kib().saturating_sub(idle));
    Ok(())
}

/// Runs the step in a new process and prints its line of the table: the best time and the highest peak of three.
pub fn report(what: &str, command: &str, folder: &Path, file: &Path) -> Result<(), Box<dyn Error>> {
    let before = folder.with_extension("before");
    copy(folder, &before)?;
    let (mut best, mut peak) = (u64::MAX, 0);
    for _ in 0..3 {
        copy(&before, folder)?;
        let program = std::env::current_exe()?;
        let output = Command::new(program).args(["measure", command]).arg(folder).arg(file).output()?;
        let text = String::from_utf8(output.stdout)?;
        let numbers: Vec<u64> = text.split_whitespace().flat_map(str::parse).collect();
        let [millis, kib] = numbers[..] else {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        };
        (best, peak) = (best.min(millis), peak.max(kib));
    }
    println!("{what:<66}{best:>11} ms{:>9.1} MiB over idle", peak as f64 / 1024.0);
    Ok(())
}

/// Makes `to` what `from` is.
fn copy(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    if from.exists() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

/// The highest resident memory of this process so far, in KiB; 0 where the system does not say.
fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
