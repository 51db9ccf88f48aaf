#[cached(ttl = 60, key = (a, name), capacity = "1MB", tags = [format!("of:{name}")])]
fn total(book: &Book, a: Vec<u64>, name: &str, factor: &Factor) -> Money {
    if a.is_empty() {
        return Money::ZERO;
    }
    book.total(a, name) * factor
}
