#[test]
fn dbg() {
    let pack = crate::pack::Pack::open(crate::shipped::PACK).unwrap();
    if let Err(e) = super::Store::in_memory(&pack, &|_, _| ()) {
        panic!("{e:?}")
    }
}
