//! Entities by address, and which of their places are the user's own to edit.

use super::origin::main_origin;
use crate::model::{Entity, EntityId, Model, Scope};
use crate::source::{SourceMap, Span};
use crate::value::{Value, What};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The entities by address, for links that an origin names, and the files that places lie in.
pub(in crate::policy) struct Addresses<'m> {
    pub(super) model: &'m Model,
    sources: &'m SourceMap,
    ids: FxHashMap<(Scope, Arc<str>), EntityId>,
}

impl<'m> Addresses<'m> {
    pub(in crate::policy) fn new(model: &'m Model, sources: &'m SourceMap) -> Self {
        let key = |entity: &Entity| (entity.resource.scope, entity.resource.address.clone());
        Self { model, sources, ids: model.entities().map(|(id, entity)| (key(entity), id)).collect() }
    }

    pub(super) fn find(&self, near: &Entity, address: &Arc<str>) -> Option<&'m Entity> {
        let at = |address: &Arc<str>| self.ids.get(&(near.resource.scope, address.clone())).copied();
        // What an entity has from elsewhere may go by the address of something near it.
        let mut elsewhere = at(&near.resource.address).into_iter().flat_map(|near| self.model.elsewhere(near));
        let imported = elsewhere.find(|entity| entity.resource.address == *address);
        imported.or_else(|| Some(self.model.entity(at(address)?)))
    }

    /// Whether a place lies in a file of the user's own.
    pub(super) fn is_editable(&self, span: Span) -> bool {
        !self.sources.file(span.file).is_installed()
    }

    /// The header of an entity or, where that is fetched, of the innermost call that is the user's own.
    pub(super) fn header(&self, entity: &Entity) -> Span {
        let calls = entity.resource.calls.iter().rev().map(|call| call.header);
        let mut headers = std::iter::once(entity.resource.header).chain(calls);
        headers.find(|span| self.is_editable(*span)).unwrap_or(entity.resource.header)
    }

    /// Where an undecided value is used: in a file of the user's own, where one leads there.
    pub(in crate::policy) fn used(&self, entity: &Entity, value: Option<&Value>) -> Span {
        let origin = value.map(main_origin).unwrap_or_default();
        match origin.used_at() {
            Some(used) if self.is_editable(used) => used,
            Some(_) => {
                let places = origin.steps().filter_map(|step| step.at);
                places.filter(|span| self.is_editable(*span)).last().unwrap_or_else(|| self.header(entity))
            }
            None => self.header(entity),
        }
    }
}

/// The entity that a link of the origin leads through.
pub(super) fn through<'m>(addresses: &Addresses<'m>, near: &Entity, what: &What) -> Option<&'m Entity> {
    match what {
        What::Reference(address) | What::ParameterGroup(address) => addresses.find(near, address),
        _ => None,
    }
}
