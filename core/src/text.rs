//! Small facts about characters and digits that several rooms share.

/// The zero of each run of ten decimal digits (Unicode 14, general category Nd), without those that compatibility
/// decomposition already turns into ASCII.
const ZEROS: [u32; 58] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0,
    0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60,
    0x16AC0, 0x16B50, 0x1E140, 0x1E2F0, 0x1E950,
];

/// A decimal digit of any script as its ASCII digit.
pub(crate) fn ascii_digit(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return letter.is_ascii_digit().then_some(letter);
    }
    let code = u32::from(letter);
    let before = ZEROS.partition_point(|&zero| zero <= code);
    let zero = before.checked_sub(1).and_then(|index| ZEROS.get(index))?;
    char::from_digit(code.checked_sub(*zero)?, 10)
}

/// `bytes` as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0'));
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_have_their_value() {
        for (digits, value) in [("9٩۹९৯੯૯୯௯౯೯൯෯๙໙༩၉៩", '9'), ("0٠०০௦๐០", '0')]
        {
            assert!(digits.chars().all(|c| ascii_digit(c) == Some(value)), "{digits}");
        }
        for other in ['a', '²', 'ক'] {
            assert_eq!(ascii_digit(other), None);
        }
    }
}
