//! The strict reader of metadata, and the canonical form that signatures cover.
//!
//! Signatures cover the *content* of `signed`, so metadata is parsed before anything about it is known to be
//! authentic. Whatever two readers could understand differently is therefore refused here: repeated names, numbers
//! that are no integers, lone surrogates, a byte order mark, anything after the value. Depth and number of values are
//! bounded, so that hostile bytes cost neither stack nor memory.

use std::borrow::Cow;

/// Deepest nesting read; metadata needs 7 plus what `custom` holds.
const MAX_DEPTH: usize = 32;
/// Most values in one file: a targets file of the largest size read has about half of it.
const MAX_VALUES: usize = 400_000;

/// A JSON value, borrowing from the file where it can.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    /// As written: no leading zero, no `-0`, within `i64` when negative and `u64` when not.
    Int(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    /// Sorted by name, each name once.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// The whole of `bytes` as one value.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, &'static str> {
        let source = std::str::from_utf8(bytes).map_err(|_| "not UTF-8")?;
        let mut reader = Reader { source, at: 0, values: 0 };
        let value = reader.value(0)?;
        reader.space();
        if reader.at == source.len() { Ok(value) } else { Err("something follows the value") }
    }

    /// A member of an object; `None` for any other value.
    pub(crate) fn get(&self, name: &str) -> Option<&Value<'a>> {
        let Self::Object(members) = self else { return None };
        let at = members.binary_search_by(|(member, _)| member.as_ref().cmp(name)).ok()?;
        members.get(at).map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(crate) fn number(&self) -> Option<u64> {
        if let Self::Int(digits) = self { digits.parse().ok() } else { None }
    }

    pub(crate) fn flag(&self) -> Option<bool> {
        if let Self::Bool(flag) = self { Some(*flag) } else { None }
    }

    pub(crate) fn list(&self) -> Option<&[Value<'a>]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    pub(crate) fn members(&self) -> Option<&[(Cow<'a, str>, Value<'a>)]> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// Canonical JSON as TUF uses it (OLPC): names sorted, no space, only `"` and `\` escaped.
    pub(crate) fn canonical(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Int(digits) => out.push_str(digits),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (i, (name, value)) in members.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    write_text(name, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    values: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.source.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value<'a>, &'static str> {
        self.values += 1;
        if depth > MAX_DEPTH || self.values > MAX_VALUES {
            return Err("too deep or too many values");
        }
        self.space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.text().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.int(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => Err("not JSON"),
        }
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Result<Value<'a>, &'static str> {
        if !self.source.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            return Err("not JSON");
        }
        self.at += word.len();
        Ok(value)
    }

    fn int(&mut self) -> Result<Value<'a>, &'static str> {
        let start = self.at;
        let negative = self.take(b'-');
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if matches!(self.peek(), Some(b'.' | b'e' | b'E')) {
            return Err("a number that is no integer");
        }
        let digits = self.source.get(start..self.at).ok_or("not JSON")?;
        let canonical = if negative {
            digits.parse::<i64>().map(|number| number.to_string())
        } else {
            digits.parse::<u64>().map(|number| number.to_string())
        };
        match canonical {
            Ok(canonical) if canonical == digits => Ok(Value::Int(digits)),
            _ => Err("a number out of range or with leading zeros"),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value<'a>, &'static str> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.take(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            match self.next() {
                Some(b',') => {}
                Some(b']') => return Ok(Value::List(items)),
                _ => return Err("not JSON"),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value<'a>, &'static str> {
        self.at += 1;
        let mut members = Vec::new();
        self.space();
        if self.take(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err("not JSON");
            }
            let name = self.text()?;
            self.space();
            if !self.take(b':') {
                return Err("not JSON");
            }
            members.push((name, self.value(depth + 1)?));
            self.space();
            match self.next() {
                Some(b',') => {}
                Some(b'}') => break,
                _ => return Err("not JSON"),
            }
        }
        // By bytes, which for UTF-8 is the order of code points that canonical JSON asks for.
        members.sort_by(|(a, _), (b, _)| a.cmp(b));
        if members.iter().zip(members.iter().skip(1)).any(|((a, _), (b, _))| a == b) {
            return Err("a name occurs twice");
        }
        Ok(Value::Object(members))
    }

    fn text(&mut self) -> Result<Cow<'a, str>, &'static str> {
        self.at += 1;
        let mut start = self.at;
        let mut built: Option<String> = None;
        loop {
            match self.next() {
                Some(b'"') => {
                    let plain = self.source.get(start..self.at - 1).ok_or("not JSON")?;
                    return Ok(match built {
                        None => Cow::Borrowed(plain),
                        Some(built) => Cow::Owned(built + plain),
                    });
                }
                Some(b'\\') => {
                    let plain = self.source.get(start..self.at - 1).ok_or("not JSON")?;
                    let text = built.get_or_insert_default();
                    text.push_str(plain);
                    let c = self.escape()?;
                    built.get_or_insert_default().push(c);
                    start = self.at;
                }
                Some(0..=0x1f) | None => return Err("a text that is not closed"),
                Some(_) => {}
            }
        }
    }

    fn escape(&mut self) -> Result<char, &'static str> {
        Ok(match self.next() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let unit = self.unit()?;
                let code = if (0xd800..0xdc00).contains(&unit) {
                    let low = if self.take(b'\\') && self.take(b'u') { self.unit()? } else { 0 };
                    if !(0xdc00..0xe000).contains(&low) {
                        return Err("half a character");
                    }
                    0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
                } else {
                    unit
                };
                char::from_u32(code).ok_or("half a character")?
            }
            _ => return Err("not JSON"),
        })
    }

    fn unit(&mut self) -> Result<u32, &'static str> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.next().and_then(|byte| char::from(byte).to_digit(16)).ok_or("not JSON")?;
            unit = unit * 16 + digit;
        }
        Ok(unit)
    }
}

/// The bytes written as hexadecimal digits of either case; `None` for anything else.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.bytes().map(|byte| char::from(byte).to_digit(16)).collect::<Option<Vec<u32>>>()?;
    if digits.len() % 2 != 0 {
        return None;
    }
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(high * 16 + low).ok(),
            _ => None,
        })
        .collect()
}
