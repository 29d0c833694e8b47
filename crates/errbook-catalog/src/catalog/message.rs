//! The texts of an entry: its public messages, and other wordings.

use super::param::Param;

/// The public messages of a code: one for all profiles, or one for each that sends it.
#[derive(Debug, Clone)]
pub struct Messages {
    first: Message,
    /// The messages of the other profiles, by their indexes. Empty if all have the same.
    others: Vec<(usize, Message)>,
}

impl Messages {
    pub(crate) fn new(first: Message, others: Vec<(usize, Message)>) -> Messages {
        Messages { first, others }
    }

    /// The message of the first profile that sends the code.
    pub fn first(&self) -> &Message {
        &self.first
    }

    /// The message of a profile that sends the code, by its index in
    /// [`Manifest::profiles`](super::Manifest::profiles).
    pub fn of(&self, profile: usize) -> &Message {
        self.others.iter().find(|(of, _)| *of == profile).map_or(&self.first, |(_, message)| message)
    }

    /// With other indexes of profiles.
    #[cfg(feature = "registry")]
    pub(crate) fn move_profiles(&mut self, to: &[usize]) {
        self.others.iter_mut().for_each(|(profile, _)| *profile = to[*profile]);
    }

    /// The messages that differ from the first one, each with the index of its profile.
    pub fn others(&self) -> impl Iterator<Item = (usize, &Message)> {
        let is_other = |(_, message): &&(usize, Message)| message.template != self.first.template;
        self.others.iter().filter(is_other).map(|(profile, message)| (*profile, message))
    }

    /// The different messages, the first one first.
    pub fn distinct(&self) -> Vec<&Message> {
        let mut messages = vec![&self.first];
        for (_, message) in self.others() {
            if messages.iter().all(|other| other.template != message.template) {
                messages.push(message);
            }
        }
        messages
    }

    /// These messages, each continued by the other message of its profile. `profiles` are those that
    /// send the result.
    pub(crate) fn then(&self, others: &Messages, profiles: &[usize]) -> Messages {
        let of = |profile: usize| self.of(profile).then(others.of(profile));
        match profiles.split_first() {
            Some((first, rest)) if !(self.others.is_empty() && others.others.is_empty()) => {
                Messages::new(of(*first), rest.iter().map(|&profile| (profile, of(profile))).collect())
            }
            _ => Messages::new(self.first.then(&others.first), Vec::new()),
        }
    }
}

/// The public message, split at its placeholders.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Message {
    /// As written in the entry, escapes included.
    pub template: String,
    /// Literal text (unescaped) and params, in order.
    pub parts: Vec<MessagePart>,
}

impl Message {
    /// Both messages as one. Text on both sides of the seam becomes one part.
    pub(crate) fn then(&self, other: &Message) -> Message {
        let mut joined =
            Message { template: format!("{}{}", self.template, other.template), parts: self.parts.clone() };
        for part in &other.parts {
            match (joined.parts.last_mut(), part) {
                (Some(MessagePart::Text(text)), MessagePart::Text(more)) => text.push_str(more),
                (_, part) => joined.parts.push(part.clone()),
            }
        }
        joined
    }

    /// The message of a response with the examples of its params filled in.
    pub fn example(&self, params: &[Param]) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                MessagePart::Text(literal) => text.push_str(literal),
                MessagePart::Param(index) => text.push_str(&params[*index].text()),
            }
        }
        text
    }
}

/// Part of a message.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MessagePart {
    /// Literal text.
    Text(String),
    /// Index into [`Entry::params`](super::Entry::params), followed by the params of all wordings.
    Param(usize),
}

/// Another text of a code. Services that are generated from the catalog don't send it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Wording {
    /// The text.
    pub text: Message,
    /// Params that it declares in addition to those of the entry.
    pub params: Vec<Param>,
    /// Indexes into [`Manifest::profiles`](super::Manifest::profiles) of those that send it. Empty
    /// if all that send the code do.
    pub profiles: Vec<usize>,
    /// Operations that answer with it. Empty if any can.
    pub operations: Vec<String>,
    /// Completes "When ...", Markdown.
    pub when: Option<String>,
    /// Whether a service builds it at run time, so that `text` is only its general shape.
    pub computed: bool,
    /// Whether a service sends or sent it. Otherwise, it was only published.
    pub sent: bool,
}

impl Wording {
    /// Whether clients read params from it.
    pub fn is_read(&self) -> bool {
        self.sent && !self.computed
    }
}
