use std::collections::BTreeMap;

use super::{Floors, Held, KeptFloors, StoreFault, TrustStore};

/// Keeps the trusted state for as long as it lives: to look into a bundle, and for tests.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    roles: BTreeMap<String, Vec<u8>>,
    roots: BTreeMap<u64, Vec<u8>>,
    floors: Option<Floors>,
}

impl MemoryStore {
    fn advance(&mut self, floors: &Floors) -> Result<(), StoreFault> {
        if self.floors.as_ref().is_some_and(|kept| kept.change >= floors.change) {
            return Err(StoreFault::Busy);
        }
        self.floors = Some(floors.clone());
        Ok(())
    }
}

fn held(bytes: Option<&Vec<u8>>) -> Held {
    bytes.map_or(Held::Absent, |bytes| Held::Bytes(bytes.clone()))
}

impl TrustStore for MemoryStore {
    fn floors(&mut self) -> Result<KeptFloors, StoreFault> {
        Ok(KeptFloors { floors: self.floors.clone(), repaired: false })
    }

    fn load(&mut self, role: &str) -> Result<Held, StoreFault> {
        Ok(held(self.roles.get(role)))
    }

    fn load_root(&mut self, version: u64) -> Result<Held, StoreFault> {
        Ok(held(self.roots.get(&version)))
    }

    fn keep(&mut self, role: &str, bytes: &[u8], floors: &Floors) -> Result<(), StoreFault> {
        self.advance(floors)?;
        self.roles.insert(role.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn keep_root(&mut self, version: u64, bytes: &[u8], floors: &Floors) -> Result<(), StoreFault> {
        self.keep("root", bytes, floors)?;
        self.roots.insert(version, bytes.to_vec());
        Ok(())
    }

    fn forget(&mut self, roles: &[&str], floors: &Floors) -> Result<(), StoreFault> {
        self.advance(floors)?;
        self.roles.retain(|role, _| !roles.contains(&role.as_str()));
        Ok(())
    }
}
