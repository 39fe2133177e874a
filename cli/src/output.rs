//! What a person or a program reads. The only place that writes to the terminal.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};
use safe_migration::advisories::Advisory;
use safe_migration::check::{Candidate, CheckReport};
use safe_migration::helplines::HelplineAnswer;
use safe_migration::model::Outcome;
use safe_migration::offer::{Level, OfferAnswer, OfferReport, Questions};
use safe_migration::{DataStatus, NameComparison, SearchResult};
use serde::Serialize;

use crate::failure::Failure;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Shown in red, amber or blue; the words say the same.
fn tone(outcome: Outcome) -> Style {
    let color = match outcome {
        Outcome::NotInGoodStanding | Outcome::PossibleImpostor | Outcome::ListedAsUnregistered => AnsiColor::Red,
        Outcome::RegisteredWithWarnings | Outcome::SimilarOnly | Outcome::NotFound => AnsiColor::Yellow,
        Outcome::Registered | Outcome::NameOnRegister => AnsiColor::Blue,
        _ => return BOLD,
    };
    BOLD.fg_color(Some(color.into()))
}

/// One line on the standard error.
pub fn error_line(reason: &str) {
    let line: String = reason.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let _ = writeln!(anstream::stderr().lock(), "safemig: {line}");
}

/// A report, list or status as indented JSON.
pub fn json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::io("JSON", error.into()))?;
    write(&format!("{text}\n"))
}

/// The answer to a check, for reading.
pub fn report(report: &CheckReport) -> Result<(), Failure> {
    let mut text = String::new();
    let tone = tone(report.outcome);
    line(&mut text, &format!("{tone}{}{tone:#}", report.headline.sentence));
    line(&mut text, &report.why.sentence);
    for warning in &report.warnings {
        line(&mut text, &format!("! {}", warning.sentence));
    }
    line(&mut text, &format!("{BOLD}→ {}{BOLD:#}", report.step.sentence));
    for candidate in &report.candidates {
        text.push('\n');
        self::candidate(&mut text, candidate);
    }
    if let Some(offer) = &report.offer {
        text.push('\n');
        signs(&mut text, offer, false);
    }
    help(&mut text, &report.helplines, report.offer.as_ref().is_some_and(|offer| offer.help_first));
    text.push('\n');
    for register in &report.registers {
        line(&mut text, &format!("{DIM}{}{DIM:#}", register.sentence));
    }
    write(&text)
}

fn grave(level: Level) -> Style {
    match level {
        Level::Stop => BOLD.fg_color(Some(AnsiColor::Red.into())),
        Level::Strong => BOLD.fg_color(Some(AnsiColor::Yellow.into())),
        Level::Weak | Level::None => BOLD,
    }
}

fn signs(text: &mut String, offer: &OfferReport, explain: bool) {
    let tone = grave(offer.level);
    line(text, &format!("{tone}{}{tone:#}", offer.headline.sentence));
    for sign in &offer.signs {
        let words = sign.words.iter().map(|word| format!("“{}”", one_line(word))).collect::<Vec<_>>().join(", ");
        line(text, &format!("! {} {DIM}{words}{DIM:#}", sign.sentence));
        if explain {
            let level = format!("{:?}", sign.level).to_lowercase();
            let spans = sign.spans.iter().map(|span| format!("{}..{}", span.start, span.end)).collect::<Vec<_>>();
            let basis = sign.basis.iter().map(|basis| {
                let date = basis.date.as_deref().unwrap_or_default();
                format!("{} ({} {date})", basis.id, basis.issuer)
            });
            line(text, &format!("    {} {level} at {}", sign.id, spans.join(" ")));
            line(text, &format!("    rests on {}", basis.collect::<Vec<_>>().join("; ")));
        }
    }
    for step in &offer.next_steps {
        line(text, &format!("{BOLD}→ {}{BOLD:#}", step.sentence));
    }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn help(text: &mut String, helplines: &[HelplineAnswer], all: bool) {
    let shown = if all { helplines.len() } else { 3 };
    for answer in helplines.iter().take(shown) {
        let helpline = &answer.helpline;
        line(
            text,
            &format!("☎ {}  {}  {DIM}{}{DIM:#}", helpline.number_printed, helpline.organisation, answer.sentence),
        );
    }
}

/// What is wrong with an offer.
pub fn offer(answer: &OfferAnswer, explain: bool) -> Result<(), Failure> {
    let mut text = String::new();
    if answer.offer.help_first {
        help(&mut text, &answer.helplines, true);
    }
    // Whoever only asks for help is not told what no text shows.
    if !answer.offer.help_first || !answer.offer.signs.is_empty() {
        signs(&mut text, &answer.offer, explain);
    }
    if explain {
        let facts = serde_json::to_value(&answer.offer.facts).unwrap_or_default();
        for (name, value) in facts.as_object().into_iter().flatten() {
            let is_empty = value.as_array().is_some_and(Vec::is_empty);
            if !is_empty {
                line(&mut text, &format!("  {DIM}{name}{DIM:#} {value}"));
            }
        }
    }
    for advisory in &answer.advisories {
        line(&mut text, &format!("{DIM}{} {}:{DIM:#} {}", advisory.date, advisory.issuer, advisory.says));
    }
    if !answer.offer.help_first {
        help(&mut text, &answer.helplines, false);
    }
    write(&text)
}

/// The questions of a stage.
pub fn questions(questions: &Questions) -> Result<(), Failure> {
    let mut text = String::new();
    for question in &questions.questions {
        let level = format!("{:?}", question.level).to_lowercase();
        line(&mut text, &format!("{BOLD}{}{BOLD:#} {} {DIM}{level}{DIM:#}", question.id, question.question));
    }
    write(&text)
}

/// Notices, newest first.
pub fn advisories(advisories: &[Advisory]) -> Result<(), Failure> {
    let mut text = String::new();
    for advisory in advisories {
        line(&mut text, &format!("{BOLD}{}  {}{BOLD:#}  {DIM}{}{DIM:#}", advisory.date, advisory.issuer, advisory.id));
        line(&mut text, &format!("  {}", advisory.says));
        for more in advisory.instructions.iter().chain(&advisory.contacts) {
            line(&mut text, &format!("  → {more}"));
        }
        line(
            &mut text,
            &format!(
                "  {DIM}{} · {} · reviewed {}{DIM:#}",
                advisory.sources, advisory.confidence, advisory.reviewed_on
            ),
        );
    }
    if advisories.is_empty() {
        line(&mut text, "no notice fits");
    }
    write(&text)
}

/// Whom to call.
pub fn helplines(helplines: &[HelplineAnswer]) -> Result<(), Failure> {
    let mut text = String::new();
    for answer in helplines {
        let helpline = &answer.helpline;
        line(
            &mut text,
            &format!(
                "{BOLD}{}{BOLD:#}  {}  {DIM}{}{DIM:#}",
                helpline.number_printed, helpline.organisation, answer.reach
            ),
        );
        line(&mut text, &format!("  {}  {}", answer.tap, answer.sentence));
        for more in [&helpline.hours, &helpline.cost, &helpline.languages, &helpline.note].into_iter().flatten() {
            line(&mut text, &format!("  {DIM}{more}{DIM:#}"));
        }
    }
    if helplines.is_empty() {
        line(&mut text, "no line is held for this");
    }
    write(&text)
}

fn candidate(text: &mut String, candidate: &Candidate) {
    line(text, &format!("{BOLD}{}{BOLD:#}  {DIM}{}{DIM:#}", candidate.name, candidate.id));
    line(text, &format!("  {}", candidate.state_text));
    for (value, mark) in [
        (candidate.licence.as_deref(), "№"),
        (joined(&candidate.phones).as_deref(), "☎"),
        (joined(&candidate.emails).as_deref(), "@"),
        (candidate.address.as_deref(), "⌂"),
    ] {
        if let Some(value) = value {
            line(text, &format!("  {mark} {value}"));
        }
    }
    for finding in &candidate.findings {
        line(text, &format!("  - {}", finding.sentence));
    }
}

fn joined(items: &[String]) -> Option<String> {
    (!items.is_empty()).then(|| items.join(" · "))
}

/// Entries found by name, best first.
pub fn search(result: &SearchResult) -> Result<(), Failure> {
    let mut text = String::new();
    for hit in &result.hits {
        line(&mut text, &format!("{:.3}  {}  {DIM}{}{DIM:#}", hit.score, hit.name, hit.recruiter_id));
    }
    if result.hits.is_empty() {
        line(&mut text, "no entry is near");
    } else if !result.accepted {
        line(&mut text, &format!("{DIM}none of these is near enough to count as the same name{DIM:#}"));
    }
    write(&text)
}

/// How alike two names are, word by word.
pub fn comparison(comparison: &NameComparison) -> Result<(), Failure> {
    let mut text = String::new();
    line(&mut text, &format!("{BOLD}{:.3}{BOLD:#}", comparison.score));
    for token in &comparison.tokens {
        let side = |word: &Option<String>| word.clone().unwrap_or_else(|| "–".to_owned());
        let kind = serde_json::to_value(token.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
        line(
            &mut text,
            &format!(
                "{:>5.2}  {} | {}  {DIM}{}{DIM:#}",
                token.weight,
                side(&token.query),
                side(&token.entry),
                kind.unwrap_or_default()
            ),
        );
    }
    write(&text)
}

/// What is installed, a line a list.
pub fn status(status: &DataStatus) -> Result<(), Failure> {
    let mut text = String::new();
    line(&mut text, &format!("{BOLD}{} · version {} · {} rows{BOLD:#}", status.publisher, status.version, status.rows));
    for register in &status.registers {
        line(&mut text, &format!("{:<12} {}", register.id, register.sentence));
    }
    write(&text)
}

/// Text that is ready to be read, such as a report of `publish`.
pub fn text(text: &str) -> Result<(), Failure> {
    write(text)
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn write(text: &str) -> Result<(), Failure> {
    anstream::stdout().lock().write_all(text.as_bytes()).map_err(|error| Failure::io("standard output", error))
}

/// JSON lines to the standard output, buffered.
pub struct Lines(BufWriter<io::StdoutLock<'static>>);

#[derive(Serialize)]
struct ErrorLine<'a> {
    line: usize,
    error: &'a str,
}

impl Lines {
    pub fn new() -> Self {
        Self(BufWriter::new(io::stdout().lock()))
    }

    pub fn write(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        serde_json::to_writer(&mut self.0, value)
            .map_err(io::Error::from)
            .and_then(|()| self.0.write_all(b"\n"))
            .map_err(|error| Failure::io("standard output", error))
    }

    /// What was wrong with line `line` (from 1) of the input; the rest goes on.
    pub fn error(&mut self, line: usize, reason: &str) -> Result<(), Failure> {
        self.write(&ErrorLine { line, error: reason })
    }

    pub fn finish(mut self) -> Result<(), Failure> {
        self.0.flush().map_err(|error| Failure::io("standard output", error))
    }
}

/// A bar on the standard error, on a terminal only and not for work that is over at once.
pub struct Progress(ProgressBar);

pub fn progress(what: &'static str) -> Progress {
    if !io::stderr().is_terminal() {
        return Progress(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos}/{human_len} rows, {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::no_length().with_style(style).with_message(what);
    bar.enable_steady_tick(Duration::from_millis(500));
    Progress(bar)
}

impl Progress {
    pub fn at(&self, done: u32, all: u32) {
        self.0.set_length(all.into());
        self.0.set_position(done.into());
    }

    pub fn finish(self) {
        self.0.finish_and_clear();
    }
}
