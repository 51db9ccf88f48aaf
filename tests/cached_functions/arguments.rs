//! What functions may take, and how their bodies may be written.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use data_patterns::prelude::*;

use super::source::{Broken, Source};

trait Named: Send + Sync {
    fn name(&self) -> String;
}

impl Named for Source {
    fn name(&self) -> String {
        format!("source {}", self.read())
    }
}

#[pollster::test]
async fn a_load_has_its_own_copies() {
    #[cached(ttl = 60, key = (name, tags, path))]
    async fn describe(
        source: &Source,
        name: &str,
        tags: &[u8],
        path: &Path,
        of: Arc<dyn Named>,
        numbers: Vec<u64>,
    ) -> String {
        std::future::ready(()).await;
        let sum: u64 = numbers.into_iter().sum();
        format!("{name}{tags:?}{}{}/{sum}/{}", path.display(), of.name(), source.read())
    }

    let source = Source::default();
    let of: Arc<dyn Named> = Arc::new(Source::default());
    let (name, tags, path) = (String::from("a"), vec![1, 2], PathBuf::from("/tmp"));
    let first = describe(&source, &name, &tags, &path, Arc::clone(&of), vec![1, 2]).await;
    assert_eq!(first, "a[1, 2]/tmpsource 1/3/1");
    let hit = describe(&source, "a", &[1, 2], Path::new("/tmp"), of, Vec::new()).await;
    assert_eq!(hit, first);
    describe::invalidate("a", &[1, 2], Path::new("/tmp"));
    assert_eq!(describe::get("a", &[1, 2], Path::new("/tmp")), None);
}

#[test]
fn a_sync_load_takes_the_arguments_themselves() {
    struct NotClone<'a>(&'a Source);

    #[cached(ttl = 60, key = (name, page))]
    fn describe(
        of: NotClone<'_>,
        mut name: String,
        page: &Option<u8>,
        seen: &mut_free::Seen,
    ) -> String {
        name.push('!');
        format!("{name}{page:?}{}{}", seen.0, of.0.read())
    }

    mod mut_free {
        pub(super) struct Seen(pub(super) u8);
    }

    let source = Source::default();
    let name = || "a".to_owned();
    let first = describe(NotClone(&source), name(), &None, &mut_free::Seen(1));
    assert_eq!(first, "a!None11");
    assert_eq!(describe(NotClone(&source), name(), &None, &mut_free::Seen(2)), first);
    assert_eq!(describe::get(&name(), &None), Some(first));
}

#[pollster::test]
async fn a_key_can_be_computed() {
    #[cached(ttl = 60, key = (name.to_lowercase(): String, rate.to_bits(): u64), tags = ["all"])]
    async fn find(source: &Source, name: &str, rate: f64) -> String {
        format!("{name}{rate}{}", source.read())
    }

    let source = Source::default();
    let first = find(&source, "Anna", 0.5).await;
    assert_eq!(find(&source, "ANNA", 0.5).await, first);
    assert_ne!(find(&source, "Anna", 0.25).await, first);
    find::invalidate(&"anna".to_owned(), &0.5_f64.to_bits());
    assert_ne!(find(&source, "Anna", 0.5).await, first);
}

#[pollster::test]
async fn generic_functions_share_one_cache() {
    #[cached(ttl = 60, key = id)]
    async fn by_id<S, const N: usize>(source: &S, id: u64, of: [u8; N]) -> String
    where
        S: Named + Clone + 'static,
    {
        format!("{id} of {}, {}", source.name(), of.len())
    }

    #[cached(ttl = 60, key = (id.to_string(): String))]
    fn by_any<I: ToString + Clone>(source: &Source, id: I) -> String {
        format!("{}/{}", id.to_string(), source.read())
    }

    let source = Source::default();
    assert_eq!(by_id(&source, 1, [0; 3]).await, "1 of source 1, 3");
    assert_eq!(by_id(&source, 1, [0; 4]).await, "1 of source 1, 3");
    assert_eq!(by_id::refresh::<Source, 1>(&source, 1, [0]).await, "1 of source 2, 1");
    assert_eq!(by_any(&source, 7), by_any(&source, "7"));
}

#[pollster::test]
async fn bodies_return_early_and_ask() {
    #[cached(ttl = 60, key = limit)]
    async fn first_above(source: &Source, limit: u64) -> Result<Option<u64>, Broken> {
        for _ in 0..10 {
            let read = source.try_read()?;
            if read > limit {
                return Ok(Some(read));
            }
        }
        let Some(last) = source.try_read().ok() else { return Ok(None) };
        Ok(Some(last).filter(|last| *last > limit))
    }

    let source = Source::default();
    assert_eq!(first_above(&source, 3).await, Ok(Some(4)));
    assert_eq!(first_above(&source, 100).await, Ok(None));
    source.break_down(true);
    assert_eq!(first_above(&source, 5).await, Err(Broken));
}

mod outer {
    pub(super) mod inner {
        use data_patterns::prelude::*;

        pub(in super::super) type Number = u64;

        #[cached(ttl = 60, key = id)]
        pub(in super::super) fn number(id: self::Number) -> Option<super::Kind> {
            (id > 0).then_some(super::Kind)
        }
    }

    #[derive(Clone, Debug, PartialEq)]
    pub(super) struct Kind;
}

#[test]
fn types_are_found_where_the_function_stands() {
    use outer::inner::number;

    assert_eq!(number(1), Some(outer::Kind));
    number::put(&2, None);
    assert_eq!(outer::inner::number(2), None);
}

macro_rules! cached_reader {
    ($name:ident($source:ty, $key:ident: $part:ty) -> $answer:ty) => {
        #[cached(ttl = 60, key = $key, negative = 60)]
        async fn $name(source: $source, $key: $part) -> $answer {
            source.try_read().map(|read| Some(format!("{}{read}", $key)))
        }
    };
}

cached_reader!(read_by_macro(&Source, name: &str) -> Result<Option<String>, Broken>);

#[pollster::test]
async fn declarative_macros_write_cached_functions() {
    let source = Source::default();
    assert_eq!(read_by_macro(&source, "a").await, Ok(Some("a1".to_owned())));
    assert_eq!(read_by_macro::get("a"), Some(Some("a1".to_owned())));
}
