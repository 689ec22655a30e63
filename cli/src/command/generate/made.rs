//! What a run makes, and what of it stays as it was published.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tallyform::plan::Plan;
use tallyform_codegen::catalog::{self, Entry, File};

use super::{Job, Target};
use crate::failure::{Failure, Result};
use crate::files;
use crate::published::{self, Fault, Lock};

/// Plans with the form files that they come from.
pub(crate) type Plans = [(PathBuf, Plan)];

/// The files of a run.
pub(crate) struct Made {
    pub(crate) files: BTreeMap<PathBuf, Vec<u8>>,
    /// Those that are found under an address, each with the number of its plan.
    pub(crate) addressed: Vec<(PathBuf, usize)>,
}

impl Made {
    /// Makes the files of these plans, those that stand beside the files of all forms only if wanted.
    pub(crate) fn new(job: &Job, plans: &Plans, with_companions: bool) -> Result<Self> {
        let mut made = Self { files: BTreeMap::new(), addressed: Vec::new() };
        for target in &job.targets {
            let folder = job.folder(*target);
            for (number, (path, plan)) in plans.iter().enumerate() {
                for output in target.outputs(plan)? {
                    let file = folder.join(&output.path);
                    if made.files.contains_key(&file) {
                        let message =
                            format!("{} would be written a second time for {}", file.display(), path.display());
                        return Err(Failure::new(message).help("give the forms different ids or revisions"));
                    }
                    // Source code is compiled into a program, with the version of the tool that made it.
                    if *target != Target::Rust {
                        made.addressed.push((file.clone(), number));
                    }
                    made.files.insert(file, output.bytes);
                }
            }
            if with_companions {
                let companions = target.companions()?.into_iter();
                made.files.extend(companions.map(|output| (folder.join(&output.path), output.bytes)));
            }
        }
        Ok(made)
    }

    /// Puts what was published in the place of what would be made of the same form today. Returns what cannot stay so.
    pub(crate) fn keep(&mut self, job: &Job, plans: &Plans, lock: &Lock) -> Vec<(PathBuf, String, Fault)> {
        let mut faults = Vec::new();
        for (path, number) in &self.addressed {
            let (Some(bytes), Some((_, plan))) = (self.files.get_mut(path), plans.get(*number)) else { continue };
            match lock.keep(&job.folder, path, bytes, plan) {
                None => {}
                Some(Ok(kept)) => *bytes = kept,
                Some(Err(fault)) => faults.push((path.clone(), published::name(plan), fault)),
            }
        }
        // What is published stays even where its form is no longer among those that are made.
        for (revision, published) in &lock.revisions {
            for (name, hash) in published.files.iter().filter(|_| job.whole) {
                let path = job.folder.join(name);
                let is_there = || std::fs::read(&path).is_ok_and(|there| published::sha256(&there) == *hash);
                if !self.files.contains_key(&path) && !is_there() {
                    faults.push((path, revision.clone(), Fault::Damaged));
                }
            }
        }
        faults
    }

    /// Adds the index of all forms, where that is wanted. The hashes in it are those of the files as they are now.
    pub(crate) fn index(&mut self, job: &Job, plans: &Plans) {
        if !job.targets.contains(&Target::Catalog) {
            return;
        }
        let folder = job.folder(Target::Catalog);
        let mut entries: Vec<Entry<'_>> = plans.iter().map(|(_, plan)| Entry { plan, files: Vec::new() }).collect();
        for (path, number) in &self.addressed {
            let Ok(inside) = path.strip_prefix(folder) else { continue };
            let (Some(entry), Some(bytes)) = (entries.get_mut(*number), self.files.get(path)) else { continue };
            entry.files.push(File { path: files::stable_name(inside), sha256: published::sha256(bytes) });
        }
        for output in catalog::catalog(&entries) {
            self.files.insert(folder.join(&output.path), output.bytes);
        }
    }
}

/// Whether a path is that of a published file.
pub(super) fn is_published(lock: &Lock, folder: &Path, path: &Path) -> bool {
    let name = published::relative(folder, path);
    lock.revisions.values().any(|published| published.files.contains_key(&name))
}
