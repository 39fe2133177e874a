//! Small facts about characters that several readers of text share.

/// The zero of each script's decimal digits; the other nine follow it (Unicode general category Nd).
const ZEROS: [u32; 34] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620,
    0xa8d0, 0xa9d0, 0xaa50, 0xff10,
];

/// The value 0 to 9 of a decimal digit of any script.
pub(crate) fn decimal_digit(c: char) -> Option<u32> {
    let code = u32::from(c);
    ZEROS.iter().map(|zero| code.wrapping_sub(*zero)).find(|value| *value < 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_have_their_value() {
        for (digits, value) in [("9٩۹९৯੯૯୯௯౯೯൯෯๙໙༩၉៩９", 9), ("0٠०০௦๐០", 0)]
        {
            assert!(digits.chars().all(|c| decimal_digit(c) == Some(value)), "{digits}");
        }
        assert_eq!(decimal_digit('a'), None);
        assert_eq!(decimal_digit('²'), None);
    }
}
