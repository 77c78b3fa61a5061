//! The templates of a repository that create those which were given by their names, in any depth: what a template becomes
//! depends on them.

use super::decode::decode;
use super::formats::Format;
use super::loader::{Kept, Loader};
use super::look::is_like_template;
use super::walk::{self, Candidate};
use crate::cloudformation;
use crate::parallel;
use rustc_hash::{FxHashMap, FxHashSet};

/// The largest template that CloudFormation takes, in bytes.
const MAX_TEMPLATE: u64 = 1 << 20;

/// A template near a named one.
struct Near {
    path: String,
    /// The text, where it may create others.
    text: Option<String>,
}

impl Loader {
    /// Reads those of the files around that may create a named template: the name of its file stands in them.
    pub(super) fn follow_creators(&mut self, around: Vec<Candidate>) {
        if self.named_templates.is_empty() {
            return;
        }
        let read: FxHashSet<String> =
            self.kept.iter().map(|kept| kept.path.clone()).chain(self.passed_over.iter().cloned()).collect();
        let around = around.into_iter().filter(|candidate| !read.contains(&candidate.place)).collect();
        let near: Vec<Near> =
            parallel::map_buffered(around, |buffer, candidate| look(candidate, buffer)).into_iter().flatten().collect();
        let wanted = wanted(&near, &self.named_templates);
        for (index, near) in near.into_iter().enumerate() {
            match near.text.filter(|_| wanted.contains(&index)) {
                Some(text) => self.kept.push(Kept { path: near.path, format: Format::Template, text }),
                None => self.passed_over.push(near.path),
            }
        }
    }
}

fn look(candidate: Candidate, buffer: &mut Vec<u8>) -> Option<Near> {
    if candidate.path.metadata().ok()?.len() > MAX_TEMPLATE {
        return None;
    }
    buffer.clear();
    walk::read(&candidate.path, buffer).ok()?;
    if !is_like_template(buffer) {
        return None;
    }
    let text = cloudformation::may_create(buffer).then(|| decode(buffer).0);
    Some(Near { path: candidate.place, text })
}

/// The indices of those that lead to a named template.
fn wanted(near: &[Near], named: &[String]) -> FxHashSet<usize> {
    let mut by_name: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (index, near) in near.iter().enumerate() {
        for name in near.text.iter().flat_map(|text| cloudformation::file_names(text)) {
            by_name.entry(name).or_default().push(index);
        }
    }
    let name = |path: &'_ str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let mut open: Vec<String> = named.iter().map(|path| name(path)).collect();
    let mut wanted = FxHashSet::default();
    while let Some(created) = open.pop() {
        for index in by_name.remove(&*created).into_iter().flatten() {
            if wanted.insert(index) {
                open.extend(near.get(index).map(|near| name(&near.path)));
            }
        }
    }
    wanted
}
