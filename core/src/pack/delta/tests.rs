use proptest::prelude::*;

use super::super::tests::{agency, content, manifest, order, register, stored};
use super::super::{Pack, PackRow, assemble as assemble_pack};
use super::*;
use crate::model::{Date, LicenceState, RegisterKind, StatusTable};

/// A pack of these rows; its registers are those that the rows name.
fn pack(version: u64, rows: Vec<PackRow>) -> Vec<u8> {
    let count = |register: &str| rows.iter().filter(|row| row.id().split_once(':').unwrap().0 == register).count();
    let registers = [("ph-dmw", RegisterKind::Licensed), ("ph-jobs", RegisterKind::JobOrders)];
    let registers = registers.map(|(id, kind)| register(id, kind, u32::try_from(count(id)).unwrap()));
    let (bytes, summary) = content(rows);
    let mut manifest = manifest(&summary, registers.to_vec());
    manifest.version = version;
    assemble_pack(&manifest, &stored(&bytes)).unwrap()
}

fn delta(old: &[u8], new: &[u8]) -> Vec<u8> {
    let (bytes, header) = write_content(&Pack::open(old).unwrap(), &Pack::open(new).unwrap(), Vec::new()).unwrap();
    assert_eq!(header.content_bytes, bytes.len() as u64);
    assemble(&header, &stored(&bytes)).unwrap()
}

fn rows(pack: &[u8]) -> Vec<PackRow> {
    Pack::open(pack).unwrap().rows().collect::<Result<_, _>>().unwrap()
}

/// Rows and manifest that `delta` makes of `old`.
fn apply(old: &[u8], delta: &[u8]) -> Result<(String, Vec<PackRow>), DeltaError> {
    let old = Pack::open(old).unwrap();
    let (new, changes) = Delta::open(delta)?.against(old.manifest_json())?;
    let old_rows = old.rows().map(|row| row.map_err(DeltaError::from));
    let rows = changes.apply(&new.manifest, old_rows).collect::<Result<_, _>>()?;
    Ok((new.json, rows))
}

fn check(old: &[u8], new: &[u8]) {
    let (json, made) = apply(old, &delta(old, new)).unwrap();
    assert_eq!(json, Pack::open(new).unwrap().manifest_json());
    assert_eq!(made, rows(new));
}

fn agencies(ids: impl IntoIterator<Item = u32>) -> Vec<PackRow> {
    ids.into_iter().map(|id| agency(&format!("{id:05}"), &format!("Agency {id}"))).collect()
}

fn with(row: PackRow, change: impl Fn(&mut crate::model::Recruiter)) -> PackRow {
    match row {
        PackRow::Recruiter(mut row) => {
            change(&mut row);
            PackRow::Recruiter(row)
        }
        row => row,
    }
}

/// A year's changes at once: more than a block of each kind.
fn two_packs() -> (Vec<u8>, Vec<u8>) {
    let old = pack(1, [agencies(0..9_000), vec![order("a"), order("b"), order("z")]].concat());
    let new = (0..14_000).filter(|id| id % 7 != 3).map(|id| {
        let row = agency(&format!("{id:05}"), &format!("Agency {id}"));
        with(row, |row| match id % 5 {
            0 => row.status = Some(format!("Cancelled {id}")),
            1 => row.phones = Vec::new(),
            2 => row.expires = Date::new(2032, 1, 1 + u8::try_from(id % 28).unwrap()),
            _ => {}
        })
    });
    let new = pack(2, new.chain([order("b"), order("c"), order("d")]).collect());
    (old, new)
}

#[test]
fn a_delta_leads_to_the_new_pack() {
    let (old, new) = two_packs();
    check(&old, &new);
}

#[test]
fn small_and_extreme_changes() {
    let none = pack(1, Vec::new());
    let some = pack(2, agencies([3, 5, 6]));
    let more = pack(3, agencies([1, 3, 4, 6, 9]));
    let gone = pack(4, Vec::new());
    let orders = pack(5, vec![order("a")]);
    for (old, new) in
        [(&none, &some), (&some, &more), (&more, &gone), (&gone, &orders), (&some, &orders), (&none, &gone)]
    {
        check(old, new);
    }
    assert!(write_content(&Pack::open(&more).unwrap(), &Pack::open(&some).unwrap(), Vec::new()).is_err());
}

#[test]
fn what_a_manifest_says_of_its_registers_travels_too() {
    let old = pack(1, agencies(0..10));
    let (bytes, summary) = content(agencies(0..10));
    let mut registers = vec![register("ph-dmw", RegisterKind::Licensed, 10)];
    registers[0].statuses = StatusTable::new([("Revoked".to_owned(), LicenceState::Cancelled)]);
    registers[0].captured_at += 604_800_000;
    let mut manifest = manifest(&summary, registers);
    manifest.version = 8;
    let new = assemble_pack(&manifest, &stored(&bytes)).unwrap();
    check(&old, &new);
    // 200 bytes are the digests and numbers; the 900 of the manifest itself are not sent again.
    assert!(delta(&old, &new).len() < 400, "{}", delta(&old, &new).len());
}

#[test]
fn a_register_may_vanish_or_change_its_kind() {
    let old = pack(1, [agencies(0..3), vec![order("a")]].concat());
    let of = |rows: Vec<PackRow>, register| {
        let (bytes, summary) = content(rows);
        let mut manifest = manifest(&summary, vec![register]);
        manifest.version = 2;
        assemble_pack(&manifest, &stored(&bytes)).unwrap()
    };
    check(&old, &of(agencies(1..4), register("ph-dmw", RegisterKind::Licensed, 3)));
    let order = PackRow::JobOrder(crate::model::JobOrder {
        id: "ph-dmw:00001".to_owned(),
        agency: "Agency".to_owned(),
        ..Default::default()
    });
    check(&old, &of(vec![order], register("ph-dmw", RegisterKind::JobOrders, 1)));
}

#[test]
fn another_base_or_result_is_told_from_damage() {
    let (old, new) = two_packs();
    let good = delta(&old, &new);
    let other = pack(1, agencies(0..9));
    assert_eq!(apply(&other, &good), Err(DeltaError::OtherBase));
    assert_eq!(apply(&new, &good), Err(DeltaError::OtherBase));
    assert_eq!(apply(&old, &new), Err(DeltaError::NotADelta));
    assert_eq!(apply(&old, b""), Err(DeltaError::NotADelta));

    // The right manifest over rows that have drifted: the result's digest tells.
    let opened = Pack::open(&old).unwrap();
    let (manifest, changes) = Delta::open(&good).unwrap().against(opened.manifest_json()).unwrap();
    let drifted = rows(&old).into_iter().map(|row| Ok(with(row, |row| row.address = Some("Elsewhere".to_owned()))));
    let made: Result<Vec<PackRow>, DeltaError> = changes.apply(&manifest.manifest, drifted).collect();
    assert_eq!(made, Err(DeltaError::OtherResult));

    // Fewer rows than the delta was made for.
    let (manifest, changes) = Delta::open(&good).unwrap().against(opened.manifest_json()).unwrap();
    let fewer = rows(&old).into_iter().take(10).map(Ok);
    let made: Result<Vec<PackRow>, DeltaError> = changes.apply(&manifest.manifest, fewer).collect();
    assert_eq!(made, Err(PackError::Damaged("made for more rows than there are").into()));
}

#[test]
fn heads_are_checked() {
    let (old, new) = two_packs();
    let good = delta(&old, &new);
    let set = |at: usize, bytes: &[u8]| {
        let mut bad = good.clone();
        bad[at..at + bytes.len()].copy_from_slice(bytes);
        apply(&old, &bad).unwrap_err()
    };
    assert_eq!(set(8, &9u64.to_le_bytes()), PackError::Damaged("it does not lead to a later version").into());
    assert_eq!(set(16, &u64::MAX.to_le_bytes()), DeltaError::OtherResult);
    assert_eq!(set(24, &[0; 32]), DeltaError::OtherBase);
    assert_eq!(set(56, &[0; 32]), DeltaError::OtherResult);
    assert_eq!(set(88, &u32::MAX.to_le_bytes()), PackError::TooLarge.into());
    assert_eq!(set(88, &1u32.to_le_bytes()), PackError::Damaged("more content than announced").into());
    for length in (0..good.len()).step_by(4_999).chain(0..120).chain(good.len() - 9..good.len()) {
        assert!(apply(&old, &good[..length]).is_err(), "{length}");
    }
    assert!(apply(&old, &[&good[..], b"x"].concat()).is_err());
}

#[test]
fn a_bomb_is_not_unpacked() {
    let (old, new) = two_packs();
    let opened = Pack::open(&old).unwrap();
    let (_, mut header) = write_content(&opened, &Pack::open(&new).unwrap(), Vec::new()).unwrap();
    header.content_bytes = MAX_CONTENT_BYTES;
    for (bomb, reason) in [
        // A manifest of 255 MB; one that copies without end; pieces of nothing.
        (&[0xff, 0xff, 0xff, 0x7f][..], PackError::TooLarge),
        (&[0x80, 0x01, 0x80, 0x80, 0x40, 0], PackError::Damaged("a manifest that cannot be put together")),
        (&[0x80, 0x01, 0, 0, 0, 0], PackError::Damaged("a manifest that cannot be put together")),
    ] {
        let file = assemble(&header, &stored(bomb)).unwrap();
        assert_eq!(apply(&old, &file), Err(reason.into()));
    }
    let patch = patch::write(opened.manifest_json().as_bytes(), Pack::open(&new).unwrap().manifest_json().as_bytes());
    for (block, reason) in [
        (&[0x81, 0x20][..], "a block that is too large"),
        (&[1, 41], "a register's id that is too long"),
        (&[1, 6, b'p', b'h', b'-', b'd', b'm', b'w', 9], "a change of no kind"),
        (&[1, 2, b'x', b'x', 1, 0, 0, 0, 0, 1, 0, 0, 0], "rows of a register that the manifest does not name"),
        (&[1, 6, b'p', b'h', b'-', b'd', b'm', b'w', 1, 0, 0, 0, 0, 0, 0x10, 0, 0], "a change of no cell"),
        (
            &[1, 6, b'p', b'h', b'-', b'd', b'm', b'w', 2, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f],
            "a column that is too long",
        ),
    ] {
        let file = assemble(&header, &stored(&[&patch[..], block].concat())).unwrap();
        assert_eq!(apply(&old, &file), Err(PackError::Damaged(reason).into()));
    }
}

#[test]
fn rows_that_come_out_must_be_canonical() {
    let (old, new) = (pack(1, agencies(0..3)), pack(2, agencies(0..3)));
    let (old_pack, new_pack) = (Pack::open(&old).unwrap(), Pack::open(&new).unwrap());
    let (content, header) = write_content(&old_pack, &new_pack, Vec::new()).unwrap();
    let manifest = &content[..content.len() - 1];
    let no_number = [0; 4];
    // An insertion of an id that is there already; a name that an update makes empty.
    let twice: Vec<&[u8]> = vec![b"\x01\x06ph-dmw\x02", &[1, 0, 0, 0], &[0; 4], b"\x0600000\n", b"\x02A\n"];
    let twice =
        [&twice.concat()[..], &[1, b'\n'].repeat(3), &no_number, &no_number, &[1, b'\n'].repeat(6), &[0]].concat();
    let nameless = [&b"\x01\x06ph-dmw\x01"[..], &[0; 4], &[1, 0, 0, 0], b"\x01\n", &[0]].concat();
    for (block, reason) in [(twice, "is out of order, or there twice"), (nameless, "has no name")] {
        let bytes = [manifest, &block].concat();
        let header = DeltaHeader { content_bytes: bytes.len() as u64, ..header };
        let file = assemble(&header, &stored(&bytes)).unwrap();
        let error = apply(&old, &file).unwrap_err();
        assert_eq!(error, PackError::Damaged(reason).into());
        assert_eq!(error.to_string(), format!("the update is damaged ({reason})"));
    }
}

#[test]
fn the_content_is_what_it_was() {
    let old = pack(1, vec![order("a"), order("b"), order("c1")]);
    let moved = PackRow::JobOrder(crate::model::JobOrder {
        id: "ph-jobs:a".to_owned(),
        agency: "Example Placement".to_owned(),
        place: Some("KSA".to_owned()),
        position: Some("WELDER".to_owned()),
        open_places: Some(0x1ff),
        ..Default::default()
    });
    let new = pack(2, vec![moved, order("c1"), order("c2")]);
    let (old, new) = (Pack::open(&old).unwrap(), Pack::open(&new).unwrap());
    let (bytes, _) = write_content(&old, &new, Vec::new()).unwrap();
    let manifest = patch::write(old.manifest_json().as_bytes(), new.manifest_json().as_bytes());
    // A change of the layout changes this: then change the magic.
    let expected = [
        b"\x03\x07ph-jobs".as_slice(),
        // Updates a, deletes b, inserts c2 behind c1, which stays.
        &[1, 0, 2],
        &[0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        &[0b1_0100, 0, 0, 0],
        &[1, 0, 0, 0],
        b"\x022\n",
        // Agency, place and position; no principal. Places: 0x1ff and 0, each one more.
        b"\x12Example Placement\n",
        b"\x01\n",
        b"\x05KSA\n\n",
        b"\x07WELDER\n",
        &[0, 1, 2, 0, 0, 0, 0, 0],
        &[0],
    ]
    .concat();
    assert_eq!(bytes.strip_prefix(&manifest[..]).unwrap(), expected);
}

#[test]
fn pairs_tell_what_became_of_every_id() {
    let old = [agencies([1, 2, 3]), vec![order("a")]].concat();
    let new = vec![
        with(agencies([2]).remove(0), |row| row.class = Some("B".to_owned())),
        agencies([3]).remove(0),
        order("b"),
    ];
    let pairs: Vec<Pair> =
        Pairs::new(old.clone().into_iter().map(Ok), new.clone().into_iter().map(Ok)).map(Result::unwrap).collect();
    let [two, three, b] = [&new[0], &new[1], &new[2]].map(Clone::clone);
    assert_eq!(
        pairs,
        [
            Pair::Vanished(old[0].clone()),
            Pair::Changed { old: old[1].clone(), new: two },
            Pair::Same(three),
            Pair::Vanished(old[3].clone()),
            Pair::Appeared(b),
        ]
    );
    let failing = [Ok(old[0].clone()), Err(PackError::NotAPack)];
    let mut pairs = Pairs::new(old.into_iter().map(Ok), failing.into_iter());
    assert!(pairs.next().unwrap().is_ok());
    assert_eq!(pairs.next(), Some(Err(PackError::NotAPack)));
    assert_eq!(pairs.next(), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_two_packs(old in proptest::collection::btree_map(0u32..60, any::<[u8; 3]>(), 0..40),
                     new in proptest::collection::btree_map(0u32..60, any::<[u8; 3]>(), 0..40)) {
        let rows = |of: std::collections::BTreeMap<u32, [u8; 3]>| of.into_iter().map(|(id, [a, b, c])| {
            with(agency(&format!("{}{id:02}", if id % 3 == 0 { "ä" } else { "" }), &format!("Agency {}", a % 2)), |row| {
                row.status = (b % 3 > 0).then(|| format!("Status {}", b % 3));
                row.emails = (0..c % 3).map(|n| format!("{n}@example.org")).collect();
                row.status_date = Date::new(i32::from(a), 1 + b % 12, 1 + c % 28);
            })
        }).collect::<Vec<_>>();
        let (mut old, mut new) = (rows(old), rows(new));
        old.sort_by(|a, b| a.id().cmp(b.id()));
        new.sort_by(|a, b| a.id().cmp(b.id()));
        check(&pack(1, old), &pack(7, new));
    }

    #[test]
    fn a_flipped_bit_is_noticed_or_changes_nothing(at in 0usize..1_000_000, bit in 0u8..8) {
        let old = pack(1, agencies(0..60));
        let new = pack(2, agencies((0..70).filter(|id| id % 5 > 0)));
        let good = delta(&old, &new);
        let mut bad = good.clone();
        let at = at % bad.len();
        bad[at] ^= 1 << bit;
        if let Ok(made) = apply(&old, &bad) {
            prop_assert_eq!(made, apply(&old, &good).unwrap());
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(noise in proptest::collection::vec(any::<u8>(), 0..300), keep in 0usize..100) {
        let old = pack(1, agencies(0..60));
        let new = pack(2, agencies((0..70).filter(|id| id % 5 > 0)));
        let (content, header) = write_content(&Pack::open(&old).unwrap(), &Pack::open(&new).unwrap(), Vec::new()).unwrap();
        let _ = apply(&old, &noise);
        let _ = apply(&old, &assemble(&header, &noise).unwrap());
        // Noise behind a part that makes sense.
        let mangled = [&content[..content.len() * keep / 100], &noise[..]].concat();
        let header = DeltaHeader { content_bytes: mangled.len() as u64, ..header };
        let _ = apply(&old, &assemble(&header, &stored(&mangled)).unwrap());
    }

    #[test]
    fn any_text_is_pieces_of_any_other(old in "[ab{}\",:]{0,200}", new in "[ab{}\",:]{0,200}") {
        let patch = patch::write(old.as_bytes(), new.as_bytes());
        let stream = stored(&patch);
        let mut content = Inflate::new(&stream, patch.len() as u64);
        prop_assert_eq!(patch::read(&mut content, old.as_bytes()).unwrap(), new);
        prop_assert!(content.finish().is_ok());
    }
}
