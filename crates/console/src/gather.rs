//! Gathers what the console's build left, for a build script: compressed, with digests, as the text
//! of a Rust expression of type `&[File]`.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use flate2::{Compression, Crc, write::DeflateEncoder};
use sha2::{Digest as _, Sha256};

/// By the ending of a name. What has another is refused, so that nothing is shipped by accident.
const MEDIA_TYPES: [(&str, &str); 6] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("json", "application/json"),
    ("png", "image/png"),
];

/// The folder of what has its digest in its name.
const HASHED: &str = "assets/";

/// Writes each file of `folder`, compressed, into `out`, and the table of them as `files.rs` there.
///
/// # Errors
/// A file cannot be read or written, or is of a kind that the console has no use for.
pub fn gather(folder: &Path, out: &Path) -> io::Result<()> {
    let mut names = Vec::new();
    list(folder, "", &mut names)?;
    names.sort_unstable();
    let contents = names.iter().map(|name| Ok((name.as_str(), fs::read(folder.join(name))?)));
    write(&contents.collect::<io::Result<Vec<_>>>()?, out)
}

/// The same for one page that stands in for a console that was not built.
///
/// # Errors
/// A file cannot be written.
pub fn stand_in(page: &str, out: &Path) -> io::Result<()> {
    write(&[("index.html", page.as_bytes().to_vec())], out)
}

fn write(files: &[(&str, Vec<u8>)], out: &Path) -> io::Result<()> {
    let mut table = String::from("&[\n");
    for (index, (name, content)) in files.iter().enumerate() {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending);
        let Some((_, media_type)) =
            MEDIA_TYPES.into_iter().find(|(known, _)| ending == Some(*known))
        else {
            return Err(io::Error::other(format!(
                "`{name}` is of no kind that the console serves"
            )));
        };
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(content)?;
        let packed = format!("{index}.deflate");
        fs::write(out.join(&packed), encoder.finish()?)?;
        let mut crc = Crc::new();
        crc.update(content);
        let digest = Sha256::digest(content);
        let etag = digest.iter().take(12).fold(String::new(), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
        let _ = writeln!(
            table,
            "    File {{ path: {name:?}, media_type: {media_type:?}, \
            deflated: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{packed}\")), crc: {}, \
            length: {}, etag: \"\\\"{etag}\\\"\", is_hashed: {} }},",
            crc.sum(),
            content.len(),
            name.contains(HASHED),
        );
    }
    table.push_str("]\n");
    fs::write(out.join("files.rs"), table)
}

fn list(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry
            .file_name()
            .into_string()
            .map_err(|_| io::Error::other("a file of the console has a name that is not UTF-8"))?;
        let name = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}
