//! The rules that people edit and the file that the library holds say the same.

use std::path::Path;

use safe_migration_publisher::join_signs;

#[test]
fn the_joined_file_is_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/signs");
    let joined = join_signs(&folder).unwrap();
    let held = std::fs::read_to_string(folder.join("signs.json")).unwrap();
    assert!(joined == held, "run: cargo run -p safemig -- publish signs");
}

#[test]
fn a_file_that_is_no_toml_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("before.toml"), "[[rule]\n").unwrap();
    let error = join_signs(folder.path()).unwrap_err().to_string();
    assert!(error.contains("before.toml"), "{error}");
}
