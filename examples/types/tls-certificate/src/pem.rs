//! PEM as servers read it: blocks with anything between them, lines of any length.

use base64ct::{Base64, Encoding as _};

pub(crate) struct Block<'a> {
    pub(crate) label: &'a str,
    /// Whether it has headers, which only keys of the old, encrypted kind have.
    pub(crate) is_encrypted: bool,
    pub(crate) der: Vec<u8>,
}

/// All blocks, at least one.
pub(crate) fn blocks(text: &str) -> Result<Vec<Block<'_>>, &'static str> {
    const BEGIN: &str = "-----BEGIN ";
    const DASHES: &str = "-----";
    let mut found = Vec::new();
    let mut lines = text.lines().map(str::trim_end);
    while let Some(line) = lines.next() {
        let Some(rest) = line.strip_prefix(BEGIN) else { continue };
        let label = rest.strip_suffix(DASHES).ok_or("has a BEGIN line that is cut off")?;
        let mut body = String::new();
        let mut is_encrypted = false;
        loop {
            let line = lines.next().ok_or("has a BEGIN line without its END line")?;
            if let Some(end) = line.strip_prefix("-----END ") {
                if end.strip_suffix(DASHES) != Some(label) {
                    return Err("has an END line of another kind than its BEGIN line");
                }
                break;
            }
            // An encrypted key's body is of no use here, and a header is no Base64.
            is_encrypted |= line.contains(':');
            body.push_str(line.trim());
        }
        let der = if is_encrypted { Vec::new() } else { decoded(&body)? };
        found.push(Block { label, is_encrypted, der });
    }
    if found.is_empty() {
        return Err("must be PEM: text with a line that begins with -----BEGIN");
    }
    Ok(found)
}

fn decoded(body: &str) -> Result<Vec<u8>, &'static str> {
    Base64::decode_vec(body).map_err(|_| "has a block that is not Base64; it may be cut off")
}
