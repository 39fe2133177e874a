use proptest::prelude::*;

pub(super) use super::fixtures::stored;
use super::*;
use crate::model::{Calibration, Coverage, Date, FreshnessLimits, LicenceState, Register, StatusTable};

pub(super) fn register(id: &str, kind: RegisterKind, rows: u32) -> Register {
    Register {
        id: id.to_owned(),
        kind,
        country: "PH".to_owned(),
        authority: "Department of Examples".to_owned(),
        title: "Licensed agencies".to_owned(),
        url: None,
        authority_phone: None,
        captured_at: 1_780_000_000_000,
        source_as_of: None,
        coverage: Coverage::Full,
        rows,
        rows_published: None,
        licence_scheme: None,
        statuses: StatusTable::new([("Valid".to_owned(), LicenceState::Good)]),
        licence_notice: String::new(),
    }
}

pub(super) fn agency(id: &str, name: &str) -> PackRow {
    PackRow::Recruiter(Recruiter {
        id: format!("ph-dmw:{id}"),
        name: name.to_owned(),
        other_names: vec!["Früherer Name".to_owned(), "पुराना नाम".to_owned()],
        status: Some("Valid".to_owned()),
        expires: Date::new(2031, 10, 3),
        phones: vec!["(02) 8681-8959".to_owned(), "0917 000 0000".to_owned()],
        ..Recruiter::default()
    })
}

pub(super) fn order(id: &str) -> PackRow {
    PackRow::JobOrder(JobOrder {
        id: format!("ph-jobs:{id}"),
        agency: "Example Placement".to_owned(),
        position: Some("WELDER".to_owned()),
        open_places: Some(0),
        ..JobOrder::default()
    })
}

fn rows() -> Vec<PackRow> {
    let mut rows: Vec<PackRow> = (0..9_000).map(|n| agency(&format!("{n:05}"), &format!("Agency {n}"))).collect();
    rows.extend([order("a"), order("b"), order("ä")]);
    rows
}

pub(super) fn content(rows: Vec<PackRow>) -> (Vec<u8>, ContentSummary) {
    let mut writer = ContentWriter::new(Vec::new());
    for row in rows {
        writer.push(row).unwrap();
    }
    writer.finish().unwrap()
}

pub(super) fn manifest(summary: &ContentSummary, registers: Vec<Register>) -> PackManifest {
    PackManifest {
        schema: PACK_SCHEMA,
        publisher: "test".to_owned(),
        version: 1,
        built_at: 1_780_000_000_000,
        registers,
        rows: summary.rows,
        content_digest: summary.digest.clone(),
        content_bytes: summary.bytes,
        freshness: FreshnessLimits::default(),
        calibration: Calibration::default(),
    }
}

fn registers() -> Vec<Register> {
    vec![register("ph-jobs", RegisterKind::JobOrders, 3), register("ph-dmw", RegisterKind::Licensed, 9_000)]
}

fn pack() -> Vec<u8> {
    let (bytes, summary) = content(rows());
    assemble(&manifest(&summary, registers()), &stored(&bytes)).unwrap()
}

/// All rows, or the first error of opening or reading.
fn read(bytes: &[u8]) -> Result<Vec<PackRow>, PackError> {
    Pack::open(bytes)?.rows().collect()
}

#[test]
fn what_was_written_is_read() {
    assert_eq!(read(&pack()).unwrap(), rows());
}

#[test]
fn an_empty_pack_is_a_pack() {
    let (bytes, summary) = content(Vec::new());
    let file = assemble(&manifest(&summary, Vec::new()), &stored(&bytes)).unwrap();
    assert_eq!(read(&file), Ok(Vec::new()));
}

#[test]
fn the_content_is_what_it_was() {
    let (_, summary) = content(vec![agency("1", "Agency"), order("a")]);
    // A change of the layout changes this digest: then raise PACK_SCHEMA.
    assert_eq!(summary.bytes, 177);
    assert_eq!(summary.digest, "65f60e2228a1164205ee9e3278bc7f2d19b4205e5a5030e4f57a0047ac35ed82");
}

#[test]
fn rows_that_cannot_be_canonical_are_refused() {
    let mut twice = ContentWriter::new(Vec::new());
    twice.push(agency("2", "A")).unwrap();
    for (row, reason) in [
        (agency("2", "A"), "there twice"),
        (agency("1", "A"), "out of order"),
        (
            PackRow::JobOrder(JobOrder { id: "ph-dmw:3".to_owned(), agency: "A".to_owned(), ..JobOrder::default() }),
            "another kind",
        ),
        (agency("3", ""), "no name"),
        (agency("3", "A\nB"), "control"),
        (agency("3", "A\u{202e}B"), "control"),
        (agency("3", " A"), "white space"),
        (agency("3", "e\u{301}"), "composed"),
        (agency("3", &"x".repeat(MAX_CELL_BYTES + 1)), "too long"),
        (agency("\u{7f}", "A"), "control"),
    ] {
        let error = twice.push(row).unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
        assert!(error.to_string().starts_with("row ph-dmw:"), "{error}");
    }
}

#[test]
fn a_register_that_is_not_announced_is_refused() {
    let (bytes, summary) = content(rows());
    let mut registers = registers();
    registers[1].id = "ph-other".to_owned();
    let file = assemble(&manifest(&summary, registers), &stored(&bytes)).unwrap();
    assert_eq!(read(&file), Err(PackError::Damaged("rows of a register that the manifest does not name")));
}

#[test]
fn counts_bytes_and_digest_must_agree() {
    let (bytes, summary) = content(rows());
    let whole = stored(&bytes);
    let good = manifest(&summary, registers());
    let last = |manifest: &PackManifest, stream: &[u8]| read(&assemble(manifest, stream).unwrap()).unwrap_err();

    let mut wrong = good.clone();
    wrong.content_digest = "0".repeat(64);
    assert_eq!(last(&wrong, &whole), PackError::Damaged("the rows are not those of the manifest"));
    let mut wrong = good.clone();
    (wrong.registers[0].rows, wrong.registers[1].rows) = (4, 8_999);
    assert_eq!(last(&wrong, &whole), PackError::Damaged("the row counts of the manifest are wrong"));
    let mut wrong = good.clone();
    wrong.content_bytes -= 1;
    assert_eq!(last(&wrong, &whole), PackError::Damaged("more content than announced"));
    let mut wrong = good.clone();
    wrong.content_bytes += 1;
    assert_eq!(last(&wrong, &whole), PackError::Damaged("less content than announced"));
    assert_eq!(last(&good, &[&whole[..], b"x"].concat()), PackError::Damaged("something follows the rows"));
    assert_eq!(last(&good, &whole[..whole.len() - 1]), PackError::Damaged("cut short"));
    assert_eq!(last(&good, &stored(&[&bytes[..], b"x"].concat())), PackError::Damaged("something follows the rows"));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let (bytes, summary) = content(rows());
    let mut manifest = manifest(&summary, registers());
    manifest.content_bytes = MAX_CONTENT_BYTES + 1;
    assert_eq!(assemble(&manifest, &stored(&bytes)), Err(PackError::TooLarge));
    // A block that claims 255 MB of text in its first column.
    let bomb = [&[1, 6][..], b"ph-dmw", &[0; 4], &[0xff, 0xff, 0xff, 0x7f]].concat();
    manifest.content_bytes = MAX_CONTENT_BYTES;
    let file = assemble(&manifest, &stored(&bomb)).unwrap();
    assert_eq!(read(&file), Err(PackError::Damaged("a column that is too long")));
    // A large-window stream (RFC 7932 reserves this header) would ask for a gigabyte.
    let file = assemble(&manifest, &[0x11, 0x3e, 0, 0, 0]).unwrap();
    assert!(matches!(read(&file), Err(PackError::Damaged(_))));
}

#[test]
fn reasons_are_one_line_and_tell_newer_from_damaged() {
    let whole = pack();
    let newer = String::from_utf8_lossy(&whole[12..]).find("\"schema\":1").unwrap() + 12 + 9;
    let mut bytes = whole.clone();
    bytes[newer] = b'7';
    assert_eq!(read(&bytes), Err(PackError::TooNew { found: 7, known: PACK_SCHEMA }));
    assert_eq!(read(b"<html>404</html>"), Err(PackError::NotAPack));
    assert_eq!(read(b""), Err(PackError::NotAPack));
    assert_eq!(read(b"SMPACK1\n\xff\xff\xff\xff{}"), Err(PackError::TooLarge));
    assert_eq!(read(b"SMPACK1\n\x10\0\0\0{}"), Err(PackError::Damaged("cut short")));
    assert_eq!(read(b"SMPACK1\n\x02\0\0\0{}"), Err(PackError::Damaged("the manifest cannot be read")));
}

#[test]
fn every_cut_is_noticed() {
    let whole = pack();
    for length in (0..whole.len()).step_by(9_973).chain(whole.len() - 20..whole.len()) {
        assert!(read(&whole[..length]).is_err(), "{length}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_flipped_bit_is_noticed_or_changes_no_row(at in 0usize..1_000_000, bit in 0u8..8) {
        let (bytes, summary) = content(rows().into_iter().skip(8_000).collect());
        let mut registers = registers();
        registers[1].rows = 1_000;
        let manifest = manifest(&summary, registers);
        let good = assemble(&manifest, &stored(&bytes)).unwrap();
        let mut bad = good.clone();
        let at = at % bad.len();
        bad[at] ^= 1 << bit;
        if let Ok(rows) = read(&bad) {
            prop_assert_eq!(rows, read(&good).unwrap());
        }
    }

    #[test]
    fn arbitrary_content_never_panics(noise in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (_, mut summary) = content(Vec::new());
        summary.rows = 9_003;
        summary.bytes = 1 << 20;
        let manifest = manifest(&summary, registers());
        let _ = read(&assemble(&manifest, &stored(&noise)).unwrap());
        let _ = read(&assemble(&manifest, &noise).unwrap());
        let _ = read(&noise);
    }

    #[test]
    fn any_row_survives(name in "\\PC{1,40}", phones in proptest::collection::vec("[0-9+ ]{1,20}", 0..4),
                        address in "\\PC{0,80}", day in 0i32..9_999, ids in proptest::collection::btree_set("[a-zä-ö0-9]{1,6}", 1..40)) {
        let tidy = |text: &str| tidy(text).into_owned();
        prop_assume!(!tidy(&name).is_empty());
        let row = |id: &String| PackRow::Recruiter(Recruiter {
            id: format!("ph-dmw:{id}"),
            name: tidy(&name),
            phones: phones.iter().map(|phone| tidy(phone)).filter(|phone| !phone.is_empty()).collect(),
            address: Some(tidy(&address)).filter(|text| !text.is_empty()),
            expires: Date::new(day, 2, 28),
            ..Recruiter::default()
        });
        let rows: Vec<PackRow> = ids.iter().map(row).collect();
        let (bytes, summary) = content(rows.clone());
        let count = u32::try_from(rows.len()).unwrap();
        let file = assemble(&manifest(&summary, vec![register("ph-dmw", RegisterKind::Licensed, count)]), &stored(&bytes)).unwrap();
        prop_assert_eq!(read(&file).unwrap(), rows);
    }
}

#[test]
fn tidy_gives_the_form_of_cells() {
    for (raw, tidied) in [
        ("  A \u{a0} B\tC\r\n", "A B C"),
        ("e\u{301}", "é"),
        ("\u{0}\u{7f}", ""),
        ("\u{202e}A\u{200b}B\u{2069}\u{feff}", "AB"),
        ("plain", "plain"),
        ("क\u{94d}\u{200d}ष", "क\u{94d}\u{200d}ष"),
    ] {
        assert_eq!(tidy(raw), tidied);
        assert_eq!(layout::fault(&tidy(raw), None), None);
    }
}
