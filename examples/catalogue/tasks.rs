//! Doing things at the same time.

use tokio::task::JoinSet;

use crate::report::Failure;

/// Runs `tasks` side by side. The first failure ends all of them.
pub(crate) async fn together<T, F>(tasks: impl IntoIterator<Item = F>) -> Result<Vec<T>, Failure>
where
    T: Send + 'static,
    F: Future<Output = Result<T, Failure>> + Send + 'static,
{
    let mut running: JoinSet<_> = tasks.into_iter().collect();
    let mut answers = Vec::with_capacity(running.len());
    while let Some(ended) = running.join_next().await {
        answers.push(ended??);
    }
    Ok(answers)
}
