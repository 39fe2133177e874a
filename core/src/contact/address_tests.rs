use super::*;
use AddressAgreement::{Agree, Disagree, NotComparable};

const NAYAPALTAN: &str = "V.I.P. Tower (7th Floor), 51/1, V.I.P. Road, Nayapaltan, Dhaka-1000";
const GULSHAN: &str = "House No.-55, Road No.-3, 5th Floor, Niketon, Gulshan-1, Dhaka-1212";
const MALATE: &str = "2435 SINGALONG STREET, BARANGAY 727";
const ERMITA: &str = "2F & 3F, 1523-1527 M.H. DEL PILAR ST ERMITA MANILA";
const HANOI: &str = "Số 159 đường Nguyễn Văn Cừ, phường Ngọc Lâm, quận Long Biên, Hà Nội";

#[test]
fn an_office_agrees_with_itself() {
    let without_number = "Fama Super Market, 1st Floor, Nazim Khan Bazar, Rajarhat, Kurigram";
    for address in [NAYAPALTAN, GULSHAN, MALATE, ERMITA, HANOI, without_number] {
        assert_eq!(address_agreement(address, address), Agree, "{address}");
    }
}

#[test]
fn spellings_of_one_office_agree() {
    for (given, own) in [
        ("51/1 VIP Road, Naya Paltan, Dhaka", NAYAPALTAN),
        ("House 55, Rd 3, Niketon, Gulshan 1", GULSHAN),
        ("2435 Singalong St., Brgy. 727, Malate, Manila", MALATE),
        ("1523 M. H. del Pilar Street, Manila", ERMITA),
        ("159 Nguyen Van Cu, Ngoc Lam, Long Bien, Ha Noi", HANOI),
    ] {
        assert_eq!(address_agreement(given, own), Agree, "{given}");
    }
}

#[test]
fn other_towns_and_other_streets_disagree() {
    for (given, own) in [
        ("12 Kazi Nazrul Islam Road, Chittagong", NAYAPALTAN),
        ("Al Khor Tower, Doha", ERMITA),
        ("18 Pioneer Avenue, Highway Hills", MALATE),
        ("59 Jatrabari Shahid Faruk Road, Dhaka", NAYAPALTAN),
    ] {
        assert_eq!(address_agreement(given, own), Disagree, "{given}");
    }
}

#[test]
fn another_floor_of_one_building_is_not_the_same_office() {
    for (given, own) in [
        ("VIP Tower, 9th Floor, 51/1 VIP Road, Nayapaltan", NAYAPALTAN),
        ("Eastern View, Level-5, 50, DIT Extension Road, Dhaka", "Eastern View, 11th Floor, 50, D.I.T. Extension Road"),
    ] {
        assert_eq!(address_agreement(given, own), NotComparable, "{given}");
    }
    assert_eq!(address_agreement("3F, 1523 M.H. del Pilar St., Manila", ERMITA), Agree);
}

#[test]
fn what_many_share_is_not_compared() {
    for (given, own) in [
        ("Dhaka", NAYAPALTAN),
        ("Dhaka-1000", NAYAPALTAN),
        ("Nayapaltan, Dhaka-1000", NAYAPALTAN),
        ("VIP Road, Nayapaltan, Dhaka 1000", NAYAPALTAN),
        ("House 12, Road 3, Niketon, Gulshan 1, Dhaka", GULSHAN),
        ("৫১/১ ভিআইপি রোড, নয়াপল্টন, ঢাকা", NAYAPALTAN),
        ("", NAYAPALTAN),
        ("2nd floor", ERMITA),
    ] {
        assert_eq!(address_agreement(given, own), NotComparable, "{given}");
    }
}
