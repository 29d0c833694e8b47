//! Where events come from, as `tracing` sees it: a level and the names of fields. The macros of
//! `tracing` need both at compile time, but the params depend on the code. So each code gets a
//! callsite when it is logged for the first time, and keeps it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{OnceLock, PoisonError, RwLock};

use ::tracing::Level;
use ::tracing::field::{Field, Value};
use ::tracing::level_filters::{LevelFilter, STATIC_MAX_LEVEL};
use tracing_core::callsite::Identifier;
use tracing_core::field::FieldSet;
use tracing_core::{Event, Interest, Kind, Metadata, dispatcher};

use crate::tables::Tables;

/// The fields of all events. Those of params follow.
pub(super) const OWN: [&str; 8] = [
    "message",
    "error.code",
    "error.group",
    "error.type",
    "error.origin",
    "error.shown_as",
    "request_id",
    "error.field_errors",
];

/// The number of fields that an event of `tracing` can have. More params are only in the message.
const MOST_FIELDS: usize = 32;

/// The callsite of a code.
pub(super) struct Callsite {
    of: OnceLock<Of>,
    interest: AtomicU8,
}

struct Of {
    metadata: Metadata<'static>,
    fields: Vec<Field>,
}

/// By the address of a catalog's tables, and the position of the code.
static ALL: RwLock<Option<HashMap<(usize, usize), &'static Callsite>>> = RwLock::new(None);

impl Callsite {
    /// The callsite of the code at `index`. Its level is that of the first call.
    pub(super) fn of(tables: &'static Tables, index: usize, level: Level) -> &'static Callsite {
        let key = (std::ptr::from_ref(tables).addr(), index);
        let known = ALL.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(callsite) = known.as_ref().and_then(|all| all.get(&key)) {
            return callsite;
        }
        drop(known);
        let mut all = ALL.write().unwrap_or_else(PoisonError::into_inner);
        let mut is_new = false;
        let callsite = *all.get_or_insert_default().entry(key).or_insert_with(|| {
            is_new = true;
            Callsite::new(tables, index, level)
        });
        // A subscriber that registers it can log, so no lock may be held.
        drop(all);
        if is_new {
            tracing_core::callsite::register(callsite);
        }
        callsite
    }

    fn new(tables: &'static Tables, index: usize, level: Level) -> &'static Callsite {
        // One for each code that is logged: `tracing` needs callsites that live as long as the process.
        let callsite: &'static Callsite =
            Box::leak(Box::new(Callsite { of: OnceLock::new(), interest: AtomicU8::new(SOMETIMES) }));
        let params = tables.params.get(index).iter().map(|param| &*format!("error.params.{}", param.name).leak());
        let names: Vec<&'static str> = OWN.into_iter().chain(params).take(MOST_FIELDS).collect();
        callsite.of.get_or_init(|| {
            let fields = FieldSet::new(names.leak(), Identifier(callsite));
            let metadata = Metadata::new("error", "errbook", level, None, None, Some("errbook"), fields, Kind::EVENT);
            Of { fields: metadata.fields().iter().collect(), metadata }
        });
        callsite
    }

    /// Whether a subscriber wants events of this callsite.
    pub(super) fn is_enabled(&self) -> bool {
        let Some(of) = self.of.get() else { return false };
        let level = of.metadata.level();
        *level <= STATIC_MAX_LEVEL
            && *level <= LevelFilter::current()
            && match self.interest.load(Ordering::Relaxed) {
                NEVER => false,
                ALWAYS => true,
                _ => dispatcher::get_default(|dispatch| dispatch.enabled(&of.metadata)),
            }
    }

    /// Emits an event with the values of the fields, in their order.
    pub(super) fn emit<'v>(&'static self, values: impl Iterator<Item = Option<&'v dyn Value>>) {
        let Some(of) = self.of.get() else { return };
        let Some(first) = of.fields.first() else { return };
        let mut pairs: [(&Field, Option<&dyn Value>); MOST_FIELDS] = [(first, None); MOST_FIELDS];
        for (pair, field) in pairs.iter_mut().zip(of.fields.iter().zip(values)) {
            *pair = field;
        }
        Event::dispatch(&of.metadata, &of.metadata.fields().value_set(&pairs));
    }
}

const NEVER: u8 = 0;
const SOMETIMES: u8 = 1;
const ALWAYS: u8 = 2;

impl tracing_core::Callsite for Callsite {
    fn set_interest(&self, interest: Interest) {
        let interest = match interest {
            interest if interest.is_never() => NEVER,
            interest if interest.is_always() => ALWAYS,
            _ => SOMETIMES,
        };
        self.interest.store(interest, Ordering::Relaxed);
    }

    fn metadata(&self) -> &Metadata<'_> {
        // Callsites are registered once they have it.
        &self.of.get().expect("metadata").metadata
    }
}
