//! The template that publishers start from, and the tripwires.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod common;

use common::{options, plain, recruiters, rows};
use safe_migration::model::{Coverage, LicenceState};
use safe_migration_publisher::{Error, Source, build};

const HEADER: &str = "id,name,licence,status,phones,emails,address,country,expires\n";

fn reason(csv: &str) -> String {
    let reason = plain(csv).unwrap_err().to_string();
    assert_eq!(reason.lines().count(), 1, "{reason}");
    reason
}

#[test]
fn a_whole_row() {
    let csv = format!(
        "\u{feff}{HEADER}A-7,Example Overseas,RL 12,ACTIVE,\"+91 22 5550 0100; 022-5550-0101 / 5550 0102\",Info@Example.org,\"1 High Road,  Pune\",IN,31/12/2027\n"
    );
    let pack = plain(&csv).unwrap();
    let register = &pack.manifest.registers[0];
    assert_eq!(
        (register.id.as_str(), register.country.as_str(), register.coverage),
        ("plain-csv", "*", Coverage::Full)
    );
    assert_eq!(register.captured_at, options().built_at);
    let row = &recruiters(&pack)[0];
    assert_eq!((row.id.as_str(), row.name.as_str()), ("plain-csv:A-7", "Example Overseas"));
    assert_eq!(row.phones, ["+91 22 5550 0100", "022-5550-0101", "5550 0102"]);
    assert_eq!(row.emails, ["info@example.org"]);
    assert_eq!(row.address.as_deref(), Some("1 High Road, Pune"));
    assert_eq!(row.country.as_deref(), Some("IN"));
    assert_eq!(row.expires.unwrap().to_string(), "2027-12-31");
    assert_eq!(register.statuses.state(row.status.as_deref()), LicenceState::Good);
}

#[test]
fn phones_stay_as_printed() {
    let csv = "name,phones\nExample,\"Ph No.: +88-০2-48322127, 48321925-6, 02-5550-0101/02\"\nOther,none\n";
    let recruiters = recruiters(&plain(csv).unwrap());
    let phones: Vec<_> = recruiters.iter().map(|row| row.phones.join(" | ")).collect();
    assert!(phones.contains(&"Ph No.: +88-০2-48322127 | 48321925-6 | 02-5550-0101/02".to_owned()), "{phones:?}");
    assert!(phones.contains(&String::new()));
}

#[test]
fn a_name_is_enough_and_without_any_status_none_is_published() {
    let pack = plain("Name\nExample Overseas\nOther Overseas\n").unwrap();
    let recruiters = recruiters(&pack);
    assert_eq!(recruiters.len(), 2);
    assert!(pack.manifest.registers[0].statuses.is_empty());
    assert_eq!(rows(&plain("name\nOther Overseas\nExample Overseas\n").unwrap()), rows(&pack));
    let some = plain("name,status\nExample Overseas,valid\nOther Overseas,\n").unwrap();
    let states = &some.manifest.registers[0].statuses;
    assert_eq!((states.state(Some("valid")), states.state(None)), (LicenceState::Good, LicenceState::Unknown));
}

#[test]
fn a_word_that_is_not_mapped_is_reported_and_never_good() {
    let pack = plain("name,status\nExample Overseas,valid\nOther Overseas,under review\n").unwrap();
    assert!(pack.report.contains("`under review` 1 times"), "{}", pack.report);
    assert_eq!(pack.manifest.registers[0].statuses.state(Some("under review")), LicenceState::Unknown);
}

#[test]
fn different_rows_with_one_id_both_survive_and_equal_rows_become_one() {
    let a = "id,name\n1,Alpha\n1,Beta\n2,Gamma\n2,Gamma\n";
    let b = "id,name\n2,Gamma\n1,Beta\n2,Gamma\n1,Alpha\n";
    let ids: Vec<String> = recruiters(&plain(a).unwrap()).into_iter().map(|row| row.id + row.name.as_str()).collect();
    assert_eq!(ids, ["plain-csv:1Alpha", "plain-csv:1~2Beta", "plain-csv:2Gamma"]);
    assert_eq!(plain(a).unwrap().manifest.content_digest, plain(b).unwrap().manifest.content_digest);
}

#[test]
fn what_is_no_list_is_refused() {
    assert!(reason("<!DOCTYPE html><html>Service unavailable</html>").contains("a web page"));
    assert!(reason("{\"error\":\"no such page\"}").contains("JSON"));
    assert!(reason("").contains("empty"));
    assert!(reason(HEADER).contains("no rows"));
    assert!(reason("agency,phone\nExample,1\n").contains("no column `name`"));
}

#[test]
fn too_many_unreadable_cells_are_refused() {
    let list = |bad: usize| {
        let row = |n: usize| format!("Agency {n},{}\n", if n < bad { "soon" } else { "2027-01-31" });
        format!("name,expires\n{}", (0..100).map(row).collect::<String>())
    };
    assert!(plain(&list(2)).is_ok());
    let reason = reason(&list(3));
    assert!(reason.contains("3 of 100 rows") && reason.contains("list.csv row 2: expires `soon`"), "{reason}");
    let shifted = format!("name,expires\n{}", "Agency, Ltd,2027-01-31\n".repeat(3));
    assert!(self::reason(&shifted).contains("too many or too few cells"));
    assert!(plain("name\nAgency \u{fffd}\n").is_err());
}

#[test]
fn a_list_that_lost_rows_is_refused() {
    let list = |rows: usize| format!("name\n{}", (0..rows).map(|n| format!("Agency {n}\n")).collect::<String>());
    let before = plain(&list(100)).unwrap().manifest;
    let folder = tempfile::tempdir().unwrap();
    let build_after = |rows: usize, version: u64| {
        let file = folder.path().join("list.csv");
        std::fs::write(&file, list(rows)).unwrap();
        let source = Source::open(&common::descriptor("plain-csv"), &[file]).unwrap();
        let mut options = options();
        options.version = version;
        options.previous = Some(before.clone());
        build(&[source], &options)
    };
    assert!(build_after(90, 3).is_ok());
    let error = build_after(89, 3).unwrap_err();
    assert!(matches!(error, Error::Refused { .. }));
    assert_eq!(error.to_string(), "plain-csv is refused: it lost 11 of 100 rows, more than 10 %");
    assert!(build_after(100, 2).unwrap_err().to_string().contains("is not above 2"));
}

#[test]
fn the_empty_answer_of_an_authority_is_refused() {
    let capture = common::descriptor("../captures/ph-dmw/approved-job-orders.empty").with_extension("json");
    let source = Source::open(&common::descriptor("ph-dmw-job-orders"), &[capture]).unwrap();
    assert!(build(&[source], &options()).unwrap_err().to_string().contains("no rows"));
}

#[test]
fn a_copy_is_never_younger_than_it_is() {
    let capture = common::descriptor("../captures/ph-dmw/approved-job-orders.page-1").with_extension("json");
    let source = || Source::open(&common::descriptor("ph-dmw-job-orders"), std::slice::from_ref(&capture)).unwrap();
    let day = |options| {
        let pack = build(&[source()], &options).map_err(|error| error.to_string())?;
        Ok(safe_migration::model::Date::from_millis(pack.manifest.registers[0].captured_at).to_string())
    };
    assert_eq!(day(options()), Ok("2026-07-14".to_owned()));
    let mut said = options();
    said.captured_at = "2026-08-01".parse().ok();
    assert_eq!(day(said), Ok("2026-08-01".to_owned()));
    let mut too_early = options();
    too_early.captured_at = "2026-07-13".parse().ok();
    assert!(day(too_early).is_err_and(|reason: String| reason.contains("lies after the day it was copied")));
    let mut future = options();
    future.captured_at = "2026-12-01".parse().ok();
    assert!(day(future).is_err_and(|reason| reason.contains("after the pack is built")));
}

#[test]
fn a_wrong_descriptor_is_named_with_its_line_or_field() {
    let folder = tempfile::tempdir().unwrap();
    let good = std::fs::read_to_string(common::descriptor("plain-csv")).unwrap();
    for (from, to, reason) in [
        ("country = \"*\"", "countri = \"*\"", "unknown field `countri`"),
        ("country = \"*\"", "country = \"India\"", "register.country: two capital letters"),
        ("format = \"csv\"", "format = \"pdf\"", "unknown variant `pdf`"),
        ("\"YYYY-MM-DD*\"", "\"YY-MM-DD\"", "no way of writing a day"),
        ("name = \"name\"", "nam = \"name\"", "unknown field `nam`"),
        ("address = \"address\"", "address = { join = [\"a\"], column = \"b\" }", "join cannot stand beside"),
        ("kind = \"licensed\"", "kind = \"job_orders\"", "fields.name: lists of this kind"),
        ("\"valid\" = \"good\"", "\"valid\" = \"fine\"", "unknown variant `fine`"),
        ("encoding = \"utf-8\"", "encoding = \"klingon\"", "input.encoding"),
        ("\n[register]\n", "\n[register\n", "line "),
    ] {
        let file = folder.path().join("wrong.toml");
        std::fs::write(&file, good.replacen(from, to, 1)).unwrap();
        let error = Source::open(&file, &[folder.path().join("x")]).unwrap_err().to_string();
        assert!(error.contains(reason) && error.contains("wrong.toml: "), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    assert!(Source::open(&common::descriptor("plain-csv"), &[]).unwrap_err().to_string().contains("--input"));
}
