//! Drives an updater against a [`Repo`], as a phone would.

use super::builder::{NOW, Repo};
use crate::trust::{Held, MemoryStore, Mode, Options, Report, Target, TrustError, TrustStore, Updater, Want};

pub struct Client {
    pub store: Box<dyn TrustStore>,
    pub now: i64,
    pub mode: Mode,
    /// Files asked for in the last update and search.
    pub asked: Vec<String>,
    shipped: Vec<u8>,
    pub ship: bool,
}

impl Client {
    /// A new phone whose app ships the repository's root 1.
    pub fn new(repo: &Repo) -> Self {
        Self::with_root(&repo.root_bytes(1))
    }

    pub fn with_root(root: &[u8]) -> Self {
        Self::with_store(Box::new(MemoryStore::default()), root)
    }

    pub fn with_store(store: Box<dyn TrustStore>, root: &[u8]) -> Self {
        Self { store, now: NOW, mode: Mode::Strict, asked: Vec::new(), shipped: root.to_vec(), ship: true }
    }

    pub fn refresh(&mut self, repo: &Repo) -> Result<Report, TrustError> {
        self.look_up(repo, &[]).map(|(report, _)| report)
    }

    pub fn find(&mut self, repo: &Repo, path: &str) -> Result<Option<Target>, TrustError> {
        self.look_up(repo, &[path]).map(|(_, found)| found.into_iter().next().flatten())
    }

    pub fn download(&mut self, repo: &Repo, path: &str) -> Result<Vec<u8>, TrustError> {
        let missing = || TrustError::Missing { role: path.to_owned() };
        let target = self.find(repo, path)?.ok_or_else(missing)?;
        let content = repo.files.get(&target.source_path(true)).ok_or_else(missing)?;
        target.check(content)?;
        Ok(content.clone())
    }

    /// One update and then searches, in one updater.
    pub fn look_up(&mut self, repo: &Repo, paths: &[&str]) -> Result<(Report, Vec<Option<Target>>), TrustError> {
        self.asked.clear();
        let options = Options {
            now: self.now,
            mode: self.mode,
            shipped_root: self.ship.then_some(self.shipped.as_slice()),
            ..Options::default()
        };
        let mut updater = Updater::new(self.store.as_mut(), &options)?;
        drive(&mut updater, repo, &mut self.asked)?;
        let mut found = Vec::new();
        for path in paths {
            updater.look_up(path)?;
            drive(&mut updater, repo, &mut self.asked)?;
            found.push(updater.found().cloned());
        }
        Ok((updater.report().clone(), found))
    }

    pub fn bytes(&mut self, role: &str) -> Option<Vec<u8>> {
        match self.store.load(role).unwrap() {
            Held::Bytes(bytes) => Some(bytes),
            Held::Absent => None,
            Held::Damaged => panic!("damaged"),
        }
    }

    /// Version of a trusted role; 0 when there is none.
    pub fn version(&mut self, role: &str) -> u64 {
        let Some(bytes) = self.bytes(role) else { return 0 };
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        value["signed"]["version"].as_u64().unwrap()
    }

    /// Versions of root, timestamp, snapshot and targets.
    pub fn versions(&mut self) -> [u64; 4] {
        ["root", "timestamp", "snapshot", "targets"].map(|role| self.version(role))
    }
}

pub fn drive(updater: &mut Updater<'_>, repo: &Repo, asked: &mut Vec<String>) -> Result<(), TrustError> {
    while let Want::Metadata { file, .. } = updater.want() {
        let bytes = repo.metadata.get(&file).cloned();
        asked.push(file);
        updater.give(bytes.as_deref())?;
    }
    Ok(())
}
