//! A component without its custom sections.
//!
//! They hold names for people who take a component apart, a kilobyte for each dozen imports, in every
//! part of a composition: a twentieth of the whole. Nothing of what runs is in them.
//!
//! The binary format is that of the component model's `Binary.md`: a header of eight bytes, then
//! sections of an id, a length as LEB128, and content.

/// Bytes of a header: magic, version and layer.
const HEADER: usize = 8;
const CUSTOM: u8 = 0;
/// A component's own ids, which a core module has other uses for.
const CORE_MODULE: u8 = 1;
const COMPONENT: u8 = 4;

/// The same component, smaller. Bytes that are none come back as they are.
#[must_use]
pub(crate) fn slim(component: Vec<u8>) -> Vec<u8> {
    rewrite(&component, Layer::Component).unwrap_or(component)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layer {
    Component,
    Module,
}

fn rewrite(bytes: &[u8], layer: Layer) -> Option<Vec<u8>> {
    let (header, mut rest) = bytes.split_at_checked(HEADER)?;
    let mut slimmer = Vec::with_capacity(bytes.len());
    slimmer.extend_from_slice(header);
    while let Some((&id, after_id)) = rest.split_first() {
        let (length, after_length) = length(after_id)?;
        let (content, after) = after_length.split_at_checked(length)?;
        let inner = match (layer, id) {
            (_, CUSTOM) => None,
            (Layer::Component, CORE_MODULE) => Some(rewrite(content, Layer::Module)?),
            (Layer::Component, COMPONENT) => Some(rewrite(content, Layer::Component)?),
            _ => Some(content.to_vec()),
        };
        if let Some(inner) = inner {
            slimmer.push(id);
            push_length(&mut slimmer, inner.len());
            slimmer.extend_from_slice(&inner);
        }
        rest = after;
    }
    Some(slimmer)
}

/// An unsigned LEB128 of at most 32 bits, and what follows it.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_u64;
    for (place, &byte) in bytes.iter().take(5).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            let value = u32::try_from(value).ok()?;
            return Some((usize::try_from(value).ok()?, bytes.get(place + 1..)?));
        }
    }
    None
}

fn push_length(to: &mut Vec<u8>, mut value: usize) {
    while value >= 0x80 {
        to.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        let mut section = vec![id];
        push_length(&mut section, content.len());
        section.extend_from_slice(content);
        section
    }

    fn of(header: &[u8; HEADER], sections: &[Vec<u8>]) -> Vec<u8> {
        [header.to_vec(), sections.concat()].concat()
    }

    const COMPONENT_HEADER: &[u8; HEADER] = b"\0asm\x0d\0\x01\0";
    const MODULE_HEADER: &[u8; HEADER] = b"\0asm\x01\0\0\0";

    #[test]
    fn custom_sections_go_however_deep_and_nothing_else_does() {
        let code = section(10, &[7; 300]);
        // A module's section 1 and 4 are types and tables: what is in them is no component.
        let types = section(1, &[0x60, 0, 0]);
        let tables = section(4, &[1, 2, 3]);
        let names = section(CUSTOM, b"\x04name and more");
        let parts = [types.clone(), names.clone(), tables.clone(), code.clone()];
        let module = of(MODULE_HEADER, &parts);
        let slim_module = of(MODULE_HEADER, &[types, tables, code]);
        let wrap = |module: &[u8], more: Option<&Vec<u8>>| {
            let inner: Vec<_> = [Some(&section(CORE_MODULE, module)), more]
                .into_iter()
                .flatten()
                .cloned()
                .collect();
            of(
                COMPONENT_HEADER,
                &[section(COMPONENT, &of(COMPONENT_HEADER, &inner)), inner.concat()],
            )
        };
        assert_eq!(slim(wrap(&module, Some(&names))), wrap(&slim_module, None));
    }

    #[test]
    fn what_is_cut_off_comes_back_as_it_is() {
        let whole = of(COMPONENT_HEADER, &[section(CUSTOM, b"\x01a"), section(7, &[1; 200])]);
        for end in [0, 7, 9, whole.len() - 1] {
            let cut = whole.get(..end).unwrap().to_vec();
            assert_eq!(slim(cut.clone()), cut);
        }
        assert_ne!(slim(whole.clone()), whole);
    }
}
