//! The client workflow (specification, section 5), as a machine that is fed bytes.

use std::sync::Arc;

use crate::model::{Date, Millis};

use super::error::{TrustError, shown};
use super::floors::Floors;
use super::metadata::{Common, Envelope, MetaFile, Metadata, Root, Snapshot, Targets, Timestamp, read};
use super::options::{Incident, Limits, Mode, Options, Report, Want};
use super::path::file_name;
use super::search::{Delegate, Search};
use super::store::{Held, TrustStore};
use super::target::Target;

#[derive(Debug, Clone)]
pub(super) enum Step {
    Root,
    Timestamp,
    Snapshot,
    Targets,
    /// A delegated role and its delegator.
    Delegate(String, Arc<Targets>),
    Idle,
    Failed,
}

/// One update. Ask [`Updater::want`], [`Updater::give`] what it wants, until it is done; then [`Updater::look_up`]
/// targets in the same way.
///
/// Every role is kept in the store as soon as it is verified: an update that breaks off is continued by the next.
pub struct Updater<'s> {
    store: &'s mut dyn TrustStore,
    pub(super) mode: Mode,
    pub(super) limits: Limits,
    device_now: Millis,
    start: Millis,
    floors: Floors,
    /// Did a root take away a timestamp key, a snapshot key?
    rotated: (bool, bool),
    root: Root,
    new_roots: u64,
    timestamp: Option<Timestamp>,
    snapshot: Option<Snapshot>,
    pub(super) targets: Option<Arc<Targets>>,
    pub(super) delegates: Vec<Delegate>,
    pub(super) step: Step,
    pub(super) search: Option<Search>,
    pub(super) found: Option<Target>,
    report: Report,
}

impl<'s> Updater<'s> {
    /// Begins an update from the later of the stored and the shipped root. Asks nothing of the source.
    ///
    /// # Errors
    /// [`TrustError::NoRoot`], [`TrustError::Store`].
    pub fn new(store: &'s mut dyn TrustStore, options: &Options<'_>) -> Result<Self, TrustError> {
        let kept = store.floors()?;
        let mut report = Report::default();
        if kept.repaired {
            report.incidents.push(Incident::FloorsRepaired);
        }
        let floors = Floors::or_built_in(kept.floors, options.least);
        let mut stored = None;
        match store.load("root")? {
            Held::Bytes(bytes) => stored = self_signed(&bytes),
            Held::Absent => {}
            Held::Damaged => report.incidents.push(Incident::RoleDamaged("root".to_owned())),
        }
        let shipped = options.shipped_root.and_then(|bytes| Some((self_signed(bytes)?, bytes)));
        let (root, new) = match (stored, shipped) {
            (Some(stored), Some((shipped, _))) if stored.common.version >= shipped.common.version => (stored, None),
            (_, Some((shipped, bytes))) => (shipped, Some(bytes)),
            (Some(stored), None) => (stored, None),
            (None, None) => return Err(TrustError::NoRoot),
        };
        let start = options.now.max(options.built).max(floors.issued);
        report.clock_behind = options.now < start;
        let mut updater = Self {
            store,
            mode: options.mode,
            limits: options.limits,
            device_now: options.now.max(options.built),
            start,
            floors,
            rotated: (false, false),
            root,
            new_roots: 0,
            timestamp: None,
            snapshot: None,
            targets: None,
            delegates: Vec::new(),
            step: Step::Root,
            search: None,
            found: None,
            report,
        };
        updater.note_rotation();
        if let Some(bytes) = new {
            updater.keep_root(bytes)?;
        }
        Ok(updater)
    }

    /// The next file to fetch.
    #[must_use]
    pub fn want(&self) -> Want {
        let (role, version, max_bytes) = match &self.step {
            Step::Root => ("root", Some(self.root.common.version + 1), self.limits.root_bytes),
            Step::Timestamp => ("timestamp", None, self.limits.timestamp_bytes),
            Step::Snapshot => {
                let Some(timestamp) = &self.timestamp else { return Want::Done };
                self.listed("snapshot", &timestamp.snapshot, self.limits.snapshot_bytes)
            }
            Step::Targets => match self.meta("targets") {
                Ok(meta) => self.listed("targets", meta, self.limits.targets_bytes),
                Err(_) => return Want::Done,
            },
            Step::Delegate(role, _) => match self.meta(role) {
                Ok(meta) => self.listed(role, meta, self.limits.targets_bytes),
                Err(_) => return Want::Done,
            },
            Step::Idle | Step::Failed => return Want::Done,
        };
        Want::Metadata { file: file_name(role, version), max_bytes }
    }

    /// Takes the file that [`Updater::want`] named; `None`: the source has no such file (HTTP 403, 404, 410). Any
    /// other failure of the source is no answer: drop the updater.
    ///
    /// # Errors
    /// Why it is not believed. The update is over then; a failed search leaves the updater usable for others.
    pub fn give(&mut self, bytes: Option<&[u8]>) -> Result<(), TrustError> {
        let step = self.step.clone();
        let result = self.accept(&step, bytes);
        if result.is_err() {
            self.search = None;
            self.step = if matches!(step, Step::Delegate(..) | Step::Idle) { Step::Idle } else { Step::Failed };
        }
        result
    }

    /// What was found besides.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The floors as they are now.
    #[must_use]
    pub fn floors(&self) -> &Floors {
        &self.floors
    }

    /// Are targets named `HASH.name` at this source? (`consistent_snapshot` of root)
    #[must_use]
    pub fn consistent(&self) -> bool {
        self.root.consistent
    }

    /// Version of the trusted top-level targets role; `None` before the update is done.
    #[must_use]
    pub fn targets_version(&self) -> Option<u64> {
        self.targets.as_ref().map(|targets| targets.common.version)
    }

    /// What the trusted top-level targets role itself lists, by path; nothing before the update is done. Its delegates'
    /// targets are found by [`Updater::look_up`].
    pub fn listed_targets(&self) -> impl Iterator<Item = &Target> {
        self.targets.iter().flat_map(|targets| targets.targets.values())
    }

    /// Present time of this update: the device's clock, but not before what was signed earlier.
    #[must_use]
    pub fn start(&self) -> Millis {
        self.start
    }

    fn accept(&mut self, step: &Step, bytes: Option<&[u8]>) -> Result<(), TrustError> {
        let (Want::Metadata { max_bytes, .. }, role) = (self.want(), role_of(step)) else {
            return Err(TrustError::OutOfTurn);
        };
        let Some(bytes) = bytes else {
            if matches!(step, Step::Root) {
                return self.finish_root();
            }
            return Err(TrustError::Missing { role: shown(role) });
        };
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > max_bytes {
            return Err(TrustError::TooLong { role: shown(role), most: max_bytes });
        }
        match step {
            Step::Root => self.accept_root(bytes),
            Step::Timestamp => self.accept_timestamp(bytes),
            Step::Snapshot => self.accept_snapshot(bytes),
            Step::Targets => self.accept_targets(bytes),
            Step::Delegate(role, parent) => self.accept_delegate(role, parent, bytes),
            Step::Idle | Step::Failed => Err(TrustError::OutOfTurn),
        }
    }

    // 5.3: root

    fn accept_root(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let (root, envelope) = read::<Root>("root", bytes)?;
        self.root.check("root", &envelope)?;
        root.check("root", &envelope)?;
        same_version("root", &root.common, self.root.common.version + 1)?;
        if self.new_roots >= self.limits.roots {
            return Err(TrustError::TooManyRoots(self.limits.roots));
        }
        self.new_roots += 1;
        self.root = root;
        self.note_rotation();
        self.keep_root(bytes)
    }

    fn note_rotation(&mut self) {
        // Floors know nothing of roots before the one under which they arose.
        if self.root.common.version >= self.floors.root {
            let (timestamp, snapshot) = self.floors.lost_keys(&self.root);
            self.rotated = (self.rotated.0 || timestamp, self.rotated.1 || snapshot);
        }
    }

    fn keep_root(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let version = self.root.common.version;
        self.floors.root = self.floors.root.max(version);
        self.floors.change += 1;
        Ok(self.store.keep_root(version, bytes, &self.floors)?)
    }

    fn finish_root(&mut self) -> Result<(), TrustError> {
        not_below("root", self.root.common.version, self.floors.root)?;
        if self.rotated.0 {
            // The time floor rests on the timestamp key that root took away.
            self.start = self.device_now;
        }
        self.check_expiry("root", self.root.common)?;
        if self.rotated != (false, false) {
            self.floors.forget_online(self.rotated.0);
            self.floors.bind_to(&self.root);
            self.floors.change += 1;
            self.store.forget(&["timestamp", "snapshot"], &self.floors)?;
        }
        self.floors.bind_to(&self.root);
        self.floors.root = self.root.common.version;
        if let Some((timestamp, _)) = self.stored::<Timestamp>("timestamp", |root, _, e| root.check("timestamp", e))? {
            self.raise_to(&timestamp);
            self.timestamp = Some(timestamp);
        }
        self.step = Step::Timestamp;
        Ok(())
    }

    // 5.4: timestamp

    fn accept_timestamp(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let (timestamp, envelope) = read::<Timestamp>("timestamp", bytes)?;
        self.root.check("timestamp", &envelope)?;
        let found = timestamp.common.version;
        not_below("timestamp", found, self.floors.timestamp)?;
        if let Some(stored) = &self.timestamp
            && stored.common.version == found
        {
            // The usual case: nothing new. The stored one stays, whatever this one says.
            self.check_expiry("timestamp", stored.common)?;
        } else {
            not_below("snapshot", timestamp.snapshot.version, self.floors.snapshot)?;
            self.check_expiry("timestamp", timestamp.common)?;
            self.raise_to(&timestamp);
            self.keep("timestamp", bytes)?;
            self.timestamp = Some(timestamp);
            self.report.newer = true;
            self.report.clock_doubtful = self.report.expired.iter().any(|role| role == "root");
        }
        self.step = Step::Snapshot;
        self.try_stored_snapshot()
    }

    fn raise_to(&mut self, timestamp: &Timestamp) {
        self.floors.timestamp = self.floors.timestamp.max(timestamp.common.version);
        self.floors.snapshot = self.floors.snapshot.max(timestamp.snapshot.version);
    }

    // 5.5: snapshot

    fn try_stored_snapshot(&mut self) -> Result<(), TrustError> {
        let Some((snapshot, bytes)) = self.stored::<Snapshot>("snapshot", |root, _, e| root.check("snapshot", e))?
        else {
            return Ok(());
        };
        // It counts against a rollback even when it can no longer be used.
        for (role, meta) in &snapshot.meta {
            self.floors.raise_role(role, meta.version);
        }
        let current = self.timestamp.as_ref().is_some_and(|timestamp| {
            timestamp.snapshot.version == snapshot.common.version
                && timestamp.snapshot.check("snapshot", &bytes).is_ok()
        });
        if current && self.usable(snapshot.common) && self.check_snapshot(&snapshot).is_ok() {
            return self.use_snapshot(snapshot);
        }
        Ok(())
    }

    fn accept_snapshot(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let listed = self.timestamp.as_ref().map(|timestamp| timestamp.snapshot.clone());
        let listed = listed.ok_or(TrustError::OutOfTurn)?;
        listed.check("snapshot", bytes)?;
        let (snapshot, envelope) = read::<Snapshot>("snapshot", bytes)?;
        self.root.check("snapshot", &envelope)?;
        same_version("snapshot", &snapshot.common, listed.version)?;
        self.check_snapshot(&snapshot)?;
        self.check_expiry("snapshot", snapshot.common)?;
        for (role, meta) in &snapshot.meta {
            self.floors.raise_role(role, meta.version);
        }
        self.keep("snapshot", bytes)?;
        self.use_snapshot(snapshot)
    }

    /// Every role listed before is still listed, and none went back.
    fn check_snapshot(&self, snapshot: &Snapshot) -> Result<(), TrustError> {
        self.floors.meta.iter().try_for_each(|(role, least)| {
            not_below(role, snapshot.meta.get(role).map_or(0, |meta| meta.version), *least)
        })
    }

    fn use_snapshot(&mut self, snapshot: Snapshot) -> Result<(), TrustError> {
        self.check_expiry("snapshot", snapshot.common)?;
        self.snapshot = Some(snapshot);
        self.step = Step::Targets;
        let meta = self.meta("targets")?.clone();
        let stored = self.stored::<Targets>("targets", |root, _, envelope| root.check("targets", envelope))?;
        match stored {
            Some((targets, bytes)) if self.is_listed("targets", &meta, &targets, &bytes) => self.use_targets(targets),
            _ => Ok(()),
        }
    }

    // 5.6: targets

    fn accept_targets(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let meta = self.meta("targets")?.clone();
        meta.check("targets", bytes)?;
        let (targets, envelope) = read::<Targets>("targets", bytes)?;
        self.root.check("targets", &envelope)?;
        same_version("targets", &targets.common, meta.version)?;
        self.check_expiry("targets", targets.common)?;
        self.keep("targets", bytes)?;
        self.use_targets(targets)
    }

    fn use_targets(&mut self, targets: Targets) -> Result<(), TrustError> {
        self.check_expiry("targets", targets.common)?;
        let before = self.floors.issued;
        // Online keys may not push the present past what the offline keys vouch for.
        let limit = self.root.common.expires.min(targets.common.expires);
        let issued = [
            self.timestamp.as_ref().and_then(|timestamp| timestamp.common.issued),
            self.snapshot.as_ref().and_then(|snapshot| snapshot.common.issued),
            targets.common.issued,
        ];
        for issued in issued.into_iter().flatten().filter(|issued| *issued < limit) {
            self.floors.issued = self.floors.issued.max(issued);
        }
        if self.floors.issued > before {
            self.floors.change += 1;
            self.store.forget(&[], &self.floors)?;
        }
        self.targets = Some(Arc::new(targets));
        self.step = Step::Idle;
        Ok(())
    }

    // Delegated targets: the walk is in `search.rs`.

    /// The stored bytes of a delegated role, if they are still what the snapshot lists and its delegator signs for.
    pub(super) fn stored_delegate(&mut self, role: &str, parent: &Targets) -> Result<Option<Targets>, TrustError> {
        let meta = self.meta(role)?.clone();
        let stored = self.stored::<Targets>(role, |_, name, envelope| parent.check(name, envelope))?;
        Ok(stored.filter(|(targets, bytes)| self.is_listed(role, &meta, targets, bytes)).map(|(targets, _)| targets))
    }

    pub(super) fn verify_delegate(
        &mut self,
        role: &str,
        parent: &Targets,
        bytes: &[u8],
    ) -> Result<Targets, TrustError> {
        let meta = self.meta(role)?.clone();
        meta.check(role, bytes)?;
        let (targets, envelope) = read::<Targets>(role, bytes)?;
        parent.check(role, &envelope)?;
        same_version(role, &targets.common, meta.version)?;
        self.check_expiry(role, targets.common)?;
        self.keep(role, bytes)?;
        Ok(targets)
    }

    // Shared

    pub(super) fn meta(&self, role: &str) -> Result<&MetaFile, TrustError> {
        let meta = self.snapshot.as_ref().and_then(|snapshot| snapshot.meta.get(role));
        meta.ok_or_else(|| TrustError::NotListed { role: shown(role) })
    }

    fn listed<'a>(&self, role: &'a str, meta: &MetaFile, most: u64) -> (&'a str, Option<u64>, u64) {
        let version = self.root.consistent.then_some(meta.version);
        (role, version, meta.length.map_or(most, |length| length.min(most)))
    }

    fn is_listed(&self, role: &str, meta: &MetaFile, targets: &Targets, bytes: &[u8]) -> bool {
        targets.common.version == meta.version && meta.check(role, bytes).is_ok() && self.usable(targets.common)
    }

    /// A stored role that still verifies. One that does not even read is reported; one signed by other keys than root
    /// names now is merely old.
    fn stored<M: Metadata>(
        &mut self,
        role: &str,
        check: impl Fn(&Root, &str, &Envelope<'_>) -> Result<(), TrustError>,
    ) -> Result<Option<(M, Vec<u8>)>, TrustError> {
        let bytes = match self.store.load(role)? {
            Held::Absent => return Ok(None),
            Held::Bytes(bytes) => bytes,
            Held::Damaged => Vec::new(),
        };
        let verified = match read::<M>(role, &bytes) {
            Ok((metadata, envelope)) => check(&self.root, role, &envelope).is_ok().then_some(metadata),
            Err(_) => {
                self.report.incidents.push(Incident::RoleDamaged(shown(role)));
                None
            }
        };
        Ok(verified.map(|metadata| (metadata, bytes)))
    }

    fn keep(&mut self, role: &str, bytes: &[u8]) -> Result<(), TrustError> {
        self.floors.change += 1;
        Ok(self.store.keep(role, bytes, &self.floors)?)
    }

    fn usable(&self, common: Common) -> bool {
        self.mode == Mode::AcceptStale || common.expires > self.start
    }

    pub(super) fn check_expiry(&mut self, role: &str, common: Common) -> Result<(), TrustError> {
        if common.expires > self.start {
            return Ok(());
        }
        if self.mode == Mode::AcceptStale {
            let role = shown(role);
            if !self.report.expired.contains(&role) {
                self.report.expired.push(role);
            }
            return Ok(());
        }
        Err(TrustError::Expired { role: shown(role), day: Date::from_millis(common.expires) })
    }
}

fn role_of(step: &Step) -> &str {
    match step {
        Step::Root => "root",
        Step::Timestamp => "timestamp",
        Step::Snapshot => "snapshot",
        Step::Targets => "targets",
        Step::Delegate(role, _) => role,
        Step::Idle | Step::Failed => "",
    }
}

/// A root that its own threshold signs.
fn self_signed(bytes: &[u8]) -> Option<Root> {
    let (root, envelope) = read::<Root>("root", bytes).ok()?;
    root.check("root", &envelope).ok()?;
    Some(root)
}

fn not_below(role: &str, found: u64, least: u64) -> Result<(), TrustError> {
    if found >= least { Ok(()) } else { Err(TrustError::Rollback { role: shown(role), found, least }) }
}

fn same_version(role: &str, common: &Common, expected: u64) -> Result<(), TrustError> {
    let found = common.version;
    if found == expected { Ok(()) } else { Err(TrustError::OtherVersion { role: shown(role), found, expected }) }
}
