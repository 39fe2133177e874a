use super::*;

const FRESHNESS: [Freshness; 4] = [Freshness::Fresh, Freshness::Ageing, Freshness::Stale, Freshness::TooOld];
const EXPIRIES: [Expiry; 4] = [Expiry::Open, Expiry::Soon, Expiry::PassedAfterCapture, Expiry::PassedBeforeCapture];
const NAMES: [NameAgreement; 6] = [
    NameAgreement::NotGiven,
    NameAgreement::Far,
    NameAgreement::Between,
    NameAgreement::Near,
    NameAgreement::SpeltDifferently,
    NameAgreement::Agrees,
];
const LICENCES: [LicenceAgreement; 5] = [
    LicenceAgreement::NotCompared,
    LicenceAgreement::Agrees,
    LicenceAgreement::OneDigitOff,
    LicenceAgreement::OtherOwner,
    LicenceAgreement::Differs,
];
const PHONES: [PhoneAgreement; 4] =
    [PhoneAgreement::NotCompared, PhoneAgreement::Agrees, PhoneAgreement::NotListed, PhoneAgreement::ForeignNotListed];
const FACTS: [FactAgreement; 3] = [FactAgreement::NotCompared, FactAgreement::Agrees, FactAgreement::Differs];

const COVERED: Consulted = Consulted { coverage: Some(Coverage::Full), freshness: Freshness::Fresh };

fn every_cell(mut visit: impl FnMut(&Evidence)) {
    for kind in [RegisterKind::Licensed, RegisterKind::WarningList] {
        for state in LicenceState::ALL {
            for (expiry, freshness) in EXPIRIES.iter().flat_map(|e| FRESHNESS.iter().map(move |f| (*e, *f))) {
                for (name, licence) in NAMES.iter().flat_map(|n| LICENCES.iter().map(move |l| (*n, *l))) {
                    for (phone, email) in PHONES.iter().flat_map(|p| FACTS.iter().map(move |e| (*p, *e))) {
                        for flags in 0..8_u8 {
                            for address in FACTS {
                                visit(&Evidence {
                                    kind,
                                    state,
                                    expiry,
                                    freshness,
                                    name,
                                    oddities: NameOddities { look_alike: flags & 1 != 0, added_word: flags & 2 != 0 },
                                    licence,
                                    phone,
                                    email,
                                    address,
                                    second_signal: flags & 4 != 0,
                                });
                            }
                        }
                    }
                }
            }
        }
    }
}

fn plain() -> Evidence {
    Evidence {
        kind: RegisterKind::Licensed,
        state: LicenceState::Good,
        expiry: Expiry::Open,
        freshness: Freshness::Fresh,
        name: NameAgreement::Agrees,
        oddities: NameOddities::default(),
        licence: LicenceAgreement::Agrees,
        phone: PhoneAgreement::NotCompared,
        email: FactAgreement::NotCompared,
        address: FactAgreement::NotCompared,
        second_signal: false,
    }
}

fn outcome(evidence: &Evidence) -> Outcome {
    combine(&[*evidence], COVERED).outcome
}

#[test]
fn no_cell_reassures_without_its_reasons() {
    let mut cells = 0_u32;
    every_cell(|cell| {
        cells += 1;
        let answer = outcome(cell);
        let reassures =
            matches!(answer, Outcome::Registered | Outcome::RegisteredWithWarnings | Outcome::NameOnRegister);
        if reassures {
            assert!(!cell.state.is_bad_standing(), "{cell:?}");
            assert!(matches!(cell.expiry, Expiry::Open | Expiry::Soon), "{cell:?}");
            assert!(!cell.oddities.look_alike && !cell.contradicted(), "{cell:?}");
            assert_ne!(cell.freshness, Freshness::TooOld, "{cell:?}");
            assert_eq!(cell.kind, RegisterKind::Licensed, "{cell:?}");
        }
        if matches!(answer, Outcome::Registered | Outcome::RegisteredWithWarnings) {
            assert!(cell.hard_fact_agrees(), "{cell:?}");
            assert!(matches!(cell.name, NameAgreement::Agrees | NameAgreement::SpeltDifferently), "{cell:?}");
        }
        if answer == Outcome::Registered {
            assert_eq!((cell.state, cell.expiry), (LicenceState::Good, Expiry::Open), "{cell:?}");
            assert_eq!((cell.freshness, cell.name), (Freshness::Fresh, NameAgreement::Agrees), "{cell:?}");
            assert!(!cell.second_signal && cell.address != FactAgreement::Differs, "{cell:?}");
        }
    });
    assert_eq!(cells, 2 * 14 * 16 * 30 * 12 * 8 * 3);
}

#[test]
fn age_hides_no_published_warning() {
    every_cell(|cell| {
        let young = combine(&[Evidence { freshness: Freshness::Fresh, ..*cell }], COVERED);
        let old = combine(&[Evidence { freshness: Freshness::TooOld, ..*cell }], COVERED);
        match young.outcome {
            Outcome::ListedAsUnregistered | Outcome::PossibleImpostor => {
                assert_eq!(old.outcome, young.outcome, "{cell:?}")
            }
            Outcome::NotInGoodStanding if judge(cell).published_bad => {
                assert_eq!(old.outcome, young.outcome, "{cell:?}")
            }
            _ if young.candidate.is_some() => {
                assert_eq!(old.outcome, Outcome::TooOld, "{cell:?}");
                assert!(old.then.is_some(), "{cell:?}");
            }
            _ => assert_eq!(old.outcome, Outcome::NotFound, "{cell:?}"),
        }
    });
}

#[test]
fn a_listed_name_with_a_foreign_phone_or_a_borrowed_number_is_an_impostor() {
    for name in [NameAgreement::Near, NameAgreement::SpeltDifferently, NameAgreement::Agrees] {
        let foreign = Evidence { name, phone: PhoneAgreement::ForeignNotListed, ..plain() };
        assert_eq!(outcome(&foreign), Outcome::PossibleImpostor);
        let borrowed = Evidence { name, licence: LicenceAgreement::OtherOwner, ..plain() };
        assert_eq!(outcome(&borrowed), Outcome::PossibleImpostor);
    }
    assert_eq!(outcome(&Evidence { name: NameAgreement::Far, ..plain() }), Outcome::PossibleImpostor);
}

#[test]
fn an_unlisted_phone_of_the_same_country_is_weighed() {
    let other_phone = Evidence { licence: LicenceAgreement::NotCompared, phone: PhoneAgreement::NotListed, ..plain() };
    assert_eq!(outcome(&other_phone), Outcome::NameOnRegister);
    assert_eq!(outcome(&Evidence { second_signal: true, ..other_phone }), Outcome::PossibleImpostor);
}

#[test]
fn a_name_between_two_entries_is_only_similar() {
    for phone in PHONES {
        for licence in LICENCES {
            let between = Evidence { name: NameAgreement::Between, phone, licence, ..plain() };
            assert_eq!(outcome(&between), Outcome::SimilarOnly, "{between:?}");
        }
    }
}

#[test]
fn an_expiry_after_the_capture_is_no_published_status() {
    let lapsed = Evidence { expiry: Expiry::PassedAfterCapture, ..plain() };
    assert_eq!(outcome(&lapsed), Outcome::NotInGoodStanding);
    let old = combine(&[Evidence { freshness: Freshness::TooOld, ..lapsed }], COVERED);
    assert_eq!((old.outcome, old.then), (Outcome::TooOld, Some(Outcome::NotInGoodStanding)));
}

#[test]
fn namesakes_step_back_when_a_hard_fact_settles_who_is_meant() {
    let meant = plain();
    let namesake = Evidence { licence: LicenceAgreement::OtherOwner, ..plain() };
    assert_eq!(combine(&[namesake, meant], COVERED).outcome, Outcome::Registered);
    let listed = Evidence { kind: RegisterKind::WarningList, state: LicenceState::ListedAsUnregistered, ..plain() };
    assert_eq!(combine(&[meant, listed], COVERED).outcome, Outcome::ListedAsUnregistered);
}

#[test]
fn of_twins_the_one_in_bad_standing_is_never_passed_over() {
    let name_only = Evidence { licence: LicenceAgreement::NotCompared, ..plain() };
    let expired = Evidence { state: LicenceState::Expired, ..name_only };
    for pair in [[name_only, expired], [expired, name_only]] {
        assert_eq!(combine(&pair, COVERED).outcome, Outcome::NotInGoodStanding);
    }
}

#[test]
fn nothing_near_excludes_only_where_the_register_is_held_in_full_and_young() {
    for (coverage, freshness, outcome, then) in [
        (Some(Coverage::Full), Freshness::Fresh, Outcome::NotFound, None),
        (Some(Coverage::Full), Freshness::Stale, Outcome::NotFound, None),
        (Some(Coverage::Full), Freshness::TooOld, Outcome::TooOld, Some(Outcome::NotFound)),
        (Some(Coverage::Partial), Freshness::Fresh, Outcome::NotCovered, None),
        (Some(Coverage::Unknown), Freshness::Fresh, Outcome::NotCovered, None),
        (Some(Coverage::Partial), Freshness::TooOld, Outcome::NotCovered, None),
        (None, Freshness::Fresh, Outcome::NotCovered, None),
    ] {
        let decision = combine(&[], Consulted { coverage, freshness });
        assert_eq!((decision.outcome, decision.then), (outcome, then), "{coverage:?} {freshness:?}");
    }
}
