//! What the shipped descriptors make of the rows that the registers really print.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "helpers of tests")]

mod common;

use common::{recruiters, rows, shipped};
use safe_migration::model::{Coverage, LicenceState, Recruiter, Register};
use safe_migration::pack::PackRow;
use safe_migration_publisher::BuiltPack;

const ALL: [&str; 7] =
    ["ph-dmw", "ph-dmw-job-orders", "bd-bmet", "bd-dos", "id-kp2mi", "vn-dolab", "ofac-scam-centres"];

fn named<'a>(recruiters: &'a [Recruiter], name: &str) -> &'a Recruiter {
    recruiters.iter().find(|recruiter| recruiter.name == name).unwrap_or_else(|| panic!("{name}"))
}

fn register(pack: &BuiltPack) -> &Register {
    &pack.manifest.registers[0]
}

fn state(pack: &BuiltPack, recruiter: &Recruiter) -> LicenceState {
    register(pack).statuses.state(recruiter.status.as_deref())
}

fn day(millis: i64) -> String {
    safe_migration::model::Date::from_millis(millis).to_string()
}

#[test]
fn everything_fits_into_one_pack() {
    let pack = shipped(&ALL);
    let counted: Vec<(&str, u32)> = pack.manifest.registers.iter().map(|r| (r.id.as_str(), r.rows)).collect();
    let expected = [
        ("bd-bmet", 507),
        ("bd-dos", 83),
        ("id-kp2mi", 96),
        ("ofac-scam-centres", 146),
        ("ph-dmw", 56),
        ("ph-dmw-job-orders", 50),
        ("vn-dolab", 355),
    ];
    assert_eq!(counted, expected);
    assert_eq!(rows(&pack).len(), 1_293);
    assert!(pack.report.lines().count() <= 50, "{}", pack.report);
    assert!(!pack.report.contains("no table maps"), "{}", pack.report);
}

#[test]
fn the_order_of_sources_does_not_matter() {
    let mut backwards = ALL;
    backwards.reverse();
    assert_eq!(shipped(&ALL).bytes, shipped(&backwards).bytes);
}

#[test]
fn philippine_twins_one_dot_apart_both_survive() {
    let pack = shipped(&["ph-dmw"]);
    let recruiters = recruiters(&pack);
    let (old, new) = (named(&recruiters, "1015 BRILLIANT MINDS INC"), named(&recruiters, "1015 BRILLIANT MINDS INC."));
    assert_ne!(old.id, new.id);
    assert_eq!((state(&pack, old), state(&pack, new)), (LicenceState::Expired, LicenceState::Provisional));
    assert_eq!(new.phones, ["(02) 8687-33-69", "0926-061-6965"]);
    assert_eq!(old.expires.unwrap().to_string(), "2019-09-11");
}

#[test]
fn philippine_register_as_published() {
    let pack = shipped(&["ph-dmw"]);
    let register = register(&pack);
    assert_eq!((register.coverage, register.rows_published), (Coverage::Partial, Some(3_790)));
    assert_eq!(day(register.captured_at), "2026-07-14");
    // The list's own time, 05:00 of the day it was copied on, to the minute.
    assert_eq!(register.source_as_of, Some(1_784_005_200_000));
    assert!(register.captured_at >= register.source_as_of.unwrap());
    let recruiters = recruiters(&pack);
    let count = |wanted| recruiters.iter().filter(|row| state(&pack, row) == wanted).count();
    assert_eq!((count(LicenceState::Good), count(LicenceState::Provisional)), (19, 1));
    assert_eq!((count(LicenceState::Cancelled), count(LicenceState::Unknown)), (15, 0));
    assert!(recruiters.iter().all(|row| row.licence.is_none()));
    // An expiry in the future does not make a cancelled licence a licence: five of page 1, two of the search.
    let outlived = |row: &&Recruiter| state(&pack, row) == LicenceState::Cancelled && row.expires > row.status_date;
    assert_eq!(recruiters.iter().filter(outlived).count(), 7);
}

#[test]
fn philippine_cells_that_say_nothing_are_absent() {
    let recruiters = recruiters(&shipped(&["ph-dmw"]));
    assert!(recruiters.iter().all(|row| row.emails.is_empty()), "(removed) is no address");
    let sentinel = named(&recruiters, "3 R`S OVERSEAS PLACEMENT CORPORATION");
    assert_eq!(sentinel.expires, None);
    assert_eq!(sentinel.address.as_deref(), Some("193 N S AMORANTO SR AVE, QUEZON CITY"));
    let null = named(&recruiters, "A CONSTEEL CONSTRUCTION COMPANY INC");
    assert_eq!((null.expires, null.status_date), (None, None));
    assert_eq!(
        named(&recruiters, "99 (NINETY NINE) MANPOWER SERVICES CORP.").address.as_deref(),
        Some("2F 7219 SAN MATEO ST. BGY OLYMPIA, MAKATI")
    );
    assert_eq!(named(&recruiters, "101 MOJO INT`L. CORPORATION").phones.len(), 4);
    assert_eq!(named(&recruiters, "4M SJHALL AND ASSOCIATES MANPOWER INC").phones, ["5241261 LOC 117/117"]);
}

#[test]
fn philippine_former_names_are_names_of_their_own() {
    let recruiters = recruiters(&shipped(&["ph-dmw"]));
    let cut = "ABC GLOBAL EMPLOYMENT & MANPOWER SERVICES INC (FORMERLY SMITH BELL MANPOWER";
    assert_eq!(
        named(&recruiters, cut).other_names,
        ["ABC GLOBAL EMPLOYMENT & MANPOWER SERVICES INC", "SMITH BELL MANPOWER"]
    );
    let initials = "1ST FILIPINO OVERSEAS RECRUITMENT AGENCY (FORAI) INCORPORATED";
    assert_eq!(named(&recruiters, initials).other_names, [""; 0]);
}

#[test]
fn philippine_job_orders_keep_no_date_and_stay_apart() {
    let pack = shipped(&["ph-dmw-job-orders"]);
    let orders: Vec<_> = rows(&pack)
        .into_iter()
        .map(|row| match row {
            PackRow::JobOrder(order) => order,
            PackRow::Recruiter(row) => panic!("{}", row.id),
        })
        .collect();
    let open = |agency: &str, position: &str| {
        let mut open: Vec<u32> = orders
            .iter()
            .filter(|order| order.agency.starts_with(agency) && order.position.as_deref() == Some(position))
            .filter_map(|order| order.open_places)
            .collect();
        open.sort_unstable();
        open
    };
    assert_eq!(open("1010 EPHESIANS", "HOUSEBOY"), [1]);
    assert_eq!(open("SAMANTHA", "WORKER HOUSEHOLD SERVICE"), [8, 8, 12]);
    assert_eq!(pack.manifest.registers[0].rows_published, Some(134_566));
}

#[test]
fn bangladeshi_list_has_no_status() {
    let pack = shipped(&["bd-bmet"]);
    let recruiters = recruiters(&pack);
    assert!(recruiters.iter().all(|row| state(&pack, row) == LicenceState::NotPublished));
    assert_eq!(day(register(&pack).captured_at), "2023-04-01");
    let gulf: Vec<_> =
        recruiters.iter().filter(|row| row.name == "Gulf Associate").map(|row| row.id.as_str()).collect();
    assert_eq!(gulf, ["bd-bmet:0251", "bd-bmet:0923"]);
    let international = recruiters.iter().filter(|row| row.name.to_lowercase().contains("international")).count();
    assert_eq!(international, 180, "a word that tells nothing apart");
    let orchard = named(&recruiters, "Orchard International");
    assert_eq!(orchard.licence.as_deref(), Some("0010"));
    assert_eq!(orchard.phones, ["48318901-10 (PABX) (Off.)", "9857669", "9857670"]);
    let without_number = named(&recruiters, "KBS Global Trade & HR Solutions");
    assert_eq!(without_number.licence, None);
    assert_eq!(without_number.id.len(), "bd-bmet:".len() + 10);
}

#[test]
fn bangladeshi_manning_agents_have_dates_in_three_formats_or_a_word() {
    let pack = shipped(&["bd-dos"]);
    let recruiters = recruiters(&pack);
    let expires = |name| named(&recruiters, name).expires.map(|day| day.to_string()).unwrap_or_default();
    assert_eq!(expires("Unicorn Shipping Services Limited"), "2026-05-26");
    assert_eq!(expires("Reliance Shipping Services"), "2026-05-29");
    assert_eq!(expires("Bay Shipping Services"), "2027-08-12");
    assert_eq!(expires("Expert Associate Limited"), "");
    assert_eq!(state(&pack, named(&recruiters, "Expert Associate Limited")), LicenceState::Suspended);
    assert_eq!(state(&pack, named(&recruiters, "Zebra Shipping Limited")), LicenceState::Expired);
    assert_eq!(state(&pack, named(&recruiters, "Bay Shipping Services")), LicenceState::NotPublished);
    assert_eq!(named(&recruiters, "Compass Shipping Service Ltd.").licence.as_deref(), Some("MLA-108"));
}

#[test]
fn vietnamese_enterprises_have_two_names_in_composed_letters() {
    let pack = shipped(&["vn-dolab"]);
    let recruiters = recruiters(&pack);
    let both = named(&recruiters, "Công ty Cổ phần Thương mại và Đầu tư JV-System");
    assert_eq!(both.other_names, ["JV-SYSTEM"]);
    assert_eq!(named(&recruiters, "Công ty cổ phần LMK Việt Nam").other_names, [""; 0]);
    let good = recruiters.iter().filter(|row| state(&pack, row) == LicenceState::Good).count();
    assert_eq!((good, recruiters.len()), (354, 355));
    assert!(recruiters.iter().any(|row| row.phones == ["4.62757018", "04.62938048"]));
}

#[test]
fn sanctioned_entities_with_their_other_names() {
    let pack = shipped(&["ofac-scam-centres"]);
    let recruiters = recruiters(&pack);
    let army = named(&recruiters, "KAREN NATIONAL ARMY");
    assert_eq!(army.other_names, ["KAREN BORDER GUARD FORCE", "KAYIN NATIONAL ARMY", "KAYIN BORDER GUARD FORCE"]);
    assert_eq!((army.id.as_str(), army.class.as_deref()), ("ofac-scam-centres:53778", Some("TCO")));
    assert_eq!(army.country.as_deref(), Some("Burma"));
    assert_eq!(register(&pack).country, "*");
    named(&recruiters, "PRINCE HOLDING GROUP");
    // Entities with names like a job agency's.
    named(&recruiters, "PRINCE HOROLOGY VOCATIONAL TRAINING CENTER");
    named(&recruiters, "MIGHTY DIVINE PERSONNEL CONSULTANTS LIMITED");
}

#[test]
fn the_report_of_the_shipped_lists() {
    insta::assert_snapshot!(shipped(&ALL).report);
}
