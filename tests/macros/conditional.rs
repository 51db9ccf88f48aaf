//! Events and commands that only some builds have.

use data_patterns::prelude::*;

#[derive(Aggregate)]
pub struct Document {
    #[id]
    id: u32,
    #[cfg(test)]
    text: String,
    #[cfg(not(test))]
    text: MissingType,
}

#[events]
impl Document {
    #[cfg(test)]
    fn written(&mut self, text: String) {
        self.text = text;
    }

    #[cfg(not(test))]
    fn written(&mut self, text: MissingType) {
        self.text = text;
    }

    #[cfg(not(test))]
    fn archived(&mut self, place: MissingType) {
        self.place = place;
    }

    #[cfg_attr(test, deprecated)]
    fn erased(&mut self) {
        self.text.clear();
    }
}

#[cfg(test)]
#[commands]
impl Document {
    pub fn write(&self, text: String) -> DocumentEvent {
        DocumentEvent::written(text)
    }

    #[cfg(not(test))]
    pub fn archive(&self, place: MissingType) -> DocumentEvent {
        DocumentEvent::archived(place)
    }
}

#[cfg(not(test))]
#[events]
impl MissingType {
    fn made(&mut self) {}
}

#[test]
fn only_what_is_compiled_is_there() {
    let names: Vec<_> = DocumentEvent::SCHEMA.iter().map(|event| event.name).collect();
    assert_eq!(names, ["written", "erased"]);
    let document = Document::initial(&1);
    assert_eq!(
        (document.id, document.write(String::new())),
        (1, DocumentEvent::written(String::new()))
    );
}
