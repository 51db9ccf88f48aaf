#[invalidates(profile, listing(id, ..), self.by_name(id), db.find(id), count(id), count(id), 5)]
pub const fn rename(db: &Db, id: u64) {}
