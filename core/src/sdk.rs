//! The one long-lived object of the library.

use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use crate::check::{CheckReport, CheckRequest, Checker, RegisterAnswer, speaks_of};
use crate::matching::{AlignedToken, DecisionModel, Matcher, SearchOptions, compare};
use crate::model::{Date, Millis, Recruiter};
use crate::pack::Pack;
use crate::phrases::Phrases;
use crate::ports::Clock;
use crate::store::{StorageKind, Store};
use crate::{Error, shipped};

/// Where the library keeps and takes its lists.
#[derive(Debug, Clone)]
pub struct Config {
    /// Folder of the host for installed lists; made when it is missing. Keep it out of backups: it can be made anew.
    pub data_folder: PathBuf,
    /// The pack to install when the folder holds none, or an older one.
    pub pack: PackSource,
}

/// A pack to install.
#[derive(Debug, Clone)]
pub enum PackSource {
    /// The one shipped inside this library.
    Shipped,
    /// The bytes of a pack file.
    Bytes(Vec<u8>),
}

/// A search by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    /// The name, in any script.
    pub query: String,
    /// Only registers of this country (ISO 3166-1 alpha-2).
    pub origin: Option<String>,
    /// At most this many entries.
    pub limit: u32,
}

/// Entries found by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchResult {
    /// Best first; one hit an entry, whatever number of names it has.
    pub hits: Vec<SearchHit>,
    /// Is the best score above the pack's 5 % cut? It says that the name may be the entry's, never that an offer is
    /// the entry's.
    pub accepted: bool,
}

/// One entry found by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchHit {
    /// `<register>:<id>`.
    pub recruiter_id: String,
    /// The name as the register prints it.
    pub name: String,
    /// How well the name fits, 0 to 1, calibrated.
    pub score: f32,
}

/// How alike two names are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NameComparison {
    /// 0 to 1.
    pub score: f32,
    /// Word by word.
    pub tokens: Vec<AlignedToken>,
}

/// What is installed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataStatus {
    /// Who built the pack.
    pub publisher: String,
    /// The pack's version.
    pub version: u64,
    /// When it was built.
    pub built_at: Date,
    /// Rows of all lists together.
    pub rows: u32,
    /// SHA-256 of the content, lower-case hex.
    pub content_digest: String,
    /// The lists, and how old each is.
    pub registers: Vec<RegisterAnswer>,
}

/// Answers from the lists on this device. One object a process is enough; it may be shared between threads.
pub struct SafeMigration {
    config: Config,
    clock: Box<dyn Clock>,
    store: Mutex<Option<Arc<Store>>>,
}

impl std::fmt::Debug for SafeMigration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SafeMigration").field("config", &self.config.data_folder).finish_non_exhaustive()
    }
}

impl SafeMigration {
    /// Remembers where things are. Touches neither disk nor network; safe on the main thread.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] when the data folder has no name.
    pub fn open(config: Config, clock: Box<dyn Clock>) -> Result<Self, Error> {
        if config.data_folder.as_os_str().is_empty() {
            return Err(Error::InvalidArgument { field: "data_folder", reason: "is empty".to_owned() });
        }
        Ok(Self { config, clock, store: Mutex::new(None) })
    }

    /// Opens the lists, installing them first where needed; every other call does the same when it is the first.
    /// `progress` gets rows done and rows in all. Touches the disk; not for the main thread.
    ///
    /// # Errors
    /// [`Error::Pack`] when the offered pack is damaged, [`Error::Storage`] when a newer version wrote the lists.
    pub fn prepare(&self, progress: &dyn Fn(u32, u32)) -> Result<(), Error> {
        self.store_with(progress).map(|_| ())
    }

    /// Answers who a recruiter is. Touches the disk, never the network; leaves no trace of what was asked.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] when the request holds nothing to compare or an origin that is no country code.
    pub fn check(&self, request: &CheckRequest) -> Result<CheckReport, Error> {
        self.reading(|store| Checker::new(store, DecisionModel::shipped(), self.clock.now()).check(request))
    }

    /// Finds entries by name. Touches the disk, never the network; leaves no trace.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for an empty query or an origin that is no country code.
    pub fn search_recruiters(&self, query: &SearchQuery) -> Result<SearchResult, Error> {
        if query.query.trim().is_empty() {
            return Err(Error::InvalidArgument { field: "query", reason: "is empty".to_owned() });
        }
        let origin = query.origin.as_deref().map(crate::check::country).transpose()?;
        self.reading(|store| search(store, query, origin.as_deref()))
    }

    /// The register entry with this id (`<register>:<id>`), as published. Touches the disk, never the network.
    ///
    /// # Errors
    /// [`Error::Storage`] when the lists cannot be read.
    pub fn recruiter(&self, id: &str) -> Result<Option<Recruiter>, Error> {
        self.reading(|store| Ok(store.entry_by_id(id)?.map(|entry| entry.recruiter)))
    }

    /// Says how alike two names are, with the word weights of the installed lists. Touches the disk, never the
    /// network.
    ///
    /// # Errors
    /// [`Error::Storage`] when the lists cannot be read.
    pub fn compare_names(&self, a: &str, b: &str) -> Result<NameComparison, Error> {
        self.reading(|store| {
            let comparison = compare(a, b, store, DecisionModel::shipped())?;
            Ok(NameComparison { score: comparison.score, tokens: comparison.alignment.tokens })
        })
    }

    /// What is installed, and how old it is at `at` (now when absent). Touches the disk, never the network.
    ///
    /// # Errors
    /// [`Error::Storage`] when the lists cannot be read.
    pub fn data_status(&self, at: Option<Millis>, language: Option<&str>) -> Result<DataStatus, Error> {
        self.reading(|store| {
            let checker = Checker::new(store, DecisionModel::shipped(), self.clock.now());
            let manifest = store.manifest();
            Ok(DataStatus {
                publisher: manifest.publisher.clone(),
                version: manifest.version,
                built_at: Date::from_millis(manifest.built_at),
                rows: manifest.rows,
                content_digest: manifest.content_digest.clone(),
                registers: checker.registers(at, Phrases::for_language(language.unwrap_or_default())),
            })
        })
    }

    /// Runs `read` on the lists; when they turn out to be damaged they are rebuilt, once, and `read` runs again.
    fn reading<T>(&self, read: impl Fn(&Store) -> Result<T, Error>) -> Result<T, Error> {
        let store = self.store_with(&|_, _| ())?;
        match read(&store) {
            Err(error) if error.storage_kind() == Some(StorageKind::Corrupt) => {
                drop(store);
                read(&*self.rebuild()?)
            }
            answer => answer,
        }
    }

    fn store_with(&self, progress: &dyn Fn(u32, u32)) -> Result<Arc<Store>, Error> {
        let mut held = self.store.lock();
        if let Some(store) = held.as_ref() {
            return Ok(Arc::clone(store));
        }
        let pack = self.pack()?;
        let (store, _how) = Store::open(&self.folder(&pack), &pack, progress)?;
        Ok(Arc::clone(held.insert(Arc::new(store))))
    }

    fn rebuild(&self) -> Result<Arc<Store>, Error> {
        let mut held = self.store.lock();
        let pack = self.pack()?;
        let store = match Store::install(&self.folder(&pack), &pack, &|_, _| ()) {
            Ok(store) => store,
            Err(_) => Store::in_memory(&pack, &|_, _| ())?,
        };
        Ok(Arc::clone(held.insert(Arc::new(store))))
    }

    fn pack(&self) -> Result<Pack<'_>, Error> {
        Ok(match &self.config.pack {
            PackSource::Shipped => Pack::open(shipped::PACK)?,
            PackSource::Bytes(bytes) => Pack::open(bytes)?,
        })
    }

    /// Lists of different packs live side by side: asking another publisher's pack must not replace one's own.
    fn folder(&self, pack: &Pack) -> PathBuf {
        match &self.config.pack {
            PackSource::Shipped => self.config.data_folder.join("lists"),
            PackSource::Bytes(_) => {
                let digest = pack.manifest().content_digest.get(..16).unwrap_or_default();
                self.config.data_folder.join("packs").join(digest)
            }
        }
    }
}

fn search(store: &Store, query: &SearchQuery, origin: Option<&str>) -> Result<SearchResult, Error> {
    let wanted: Vec<usize> = (0..store.registers().len())
        .filter(|&place| store.registers().get(place).is_some_and(|register| speaks_of(register, origin)))
        .collect();
    let filter = |document| wanted.iter().any(|&register| store.is_in_register(document, register));
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX).min(MAX_HITS);
    let options = SearchOptions { limit, filter: Some(&filter) };
    let matches = Matcher::new(store, DecisionModel::shipped()).search(&query.query, &options)?;
    let mut hits: Vec<SearchHit> = Vec::new();
    for found in &matches {
        let entry = store.entry(store.row_of_document(found.doc)?)?;
        if hits.iter().all(|hit| hit.recruiter_id != entry.recruiter.id) {
            hits.push(SearchHit { recruiter_id: entry.recruiter.id, name: entry.recruiter.name, score: found.score });
        }
    }
    let cut = store.manifest().calibration.single.five_percent;
    let accepted = hits.first().is_some_and(|best| best.score >= cut);
    Ok(SearchResult { hits, accepted })
}

/// More entries than anyone reads; bounds the work of one search.
const MAX_HITS: usize = 100;
