//! The file that `ssh-keygen` writes, read as `ssh` reads it: the first line and the last exactly,
//! and what is between them however it is broken into lines.

use base64ct::{Base64, Encoding as _};
use ssh_key::PrivateKey;

const BEGIN: &str = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
const END: &str = "-----END OPENSSH PRIVATE KEY-----";

pub(crate) fn read(text: &str) -> Result<PrivateKey, &'static str> {
    let Some(rest) = text.strip_prefix(BEGIN) else { return Err(what_it_is(text)) };
    let (body, after) = rest.split_once(END).ok_or("is cut off: it has no END line")?;
    if after.is_empty() {
        return Err("must end in a newline, without which ssh refuses it");
    }
    if !after.starts_with('\n') {
        return Err("must have nothing but a newline after its END line, or ssh refuses it");
    }
    let body: String = body.split_ascii_whitespace().collect();
    let bytes = Base64::decode_vec(&body).map_err(|_| "is damaged: it is not Base64")?;
    PrivateKey::from_bytes(&bytes).map_err(|_| "is damaged, or of a kind that is not known")
}

fn what_it_is(text: &str) -> &'static str {
    let begins = |start: &str| text.trim_start().starts_with(start);
    if text.contains("-----BEGIN OPENSSH PRIVATE KEY-----\r\n") {
        "must have newlines alone at the ends of its lines: ssh refuses those of Windows"
    } else if begins(BEGIN) {
        "must have nothing before its first line, or ssh refuses it"
    } else if begins("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
        "must be in the format of OpenSSH: ssh-keygen -p -f FILE changes others to it"
    } else if begins("PuTTY-User-Key-File-") {
        "must be in the format of OpenSSH: PuTTYgen exports it"
    } else if begins("ssh-") || begins("ecdsa-") || begins("sk-") {
        "is the public key, and not the private one"
    } else {
        "must be a private key of OpenSSH, beginning with -----BEGIN OPENSSH PRIVATE KEY-----"
    }
}
