//! The conformance type in Rust: what it does on which value is the same in every language.

use strongroom_secret_type::{
    About, Description, FieldDescription, Fields, Problems, RenderError, Rendering, SecretType,
};

pub struct Conformance;

strongroom_secret_type::export!(Conformance);

impl SecretType for Conformance {
    fn describe() -> Description {
        Description::new("Conformance", "Conformance — ü 秘密")
            .help("Every kind of field.\nIn two lines.")
            .field(FieldDescription::text("what", "What to do").required().help("See the cases."))
            .field(FieldDescription::password("secret", "Secret"))
            .field(
                FieldDescription::multi_line("lines", "Lines").not_sensitive().default("one\ntwo"),
            )
            .field(FieldDescription::number("number", "Number").default("1"))
            .field(
                FieldDescription::choice("choice", "Choice", [("a", "The letter A"), ("b", "b")])
                    .default("a"),
            )
            .field(FieldDescription::file("file", "File"))
            .field(
                FieldDescription::text("constructor", "Named like a built-in")
                    .pattern(r"[a-z]+|\d{2}"),
            )
            .rendering(Rendering::new("about", "About", "text/plain; charset=utf-8"))
            .rendering(
                Rendering::new("bytes", "Bytes", "application/octet-stream")
                    .help("The file as it is."),
            )
            .rendering(Rendering::new("odd", "Odd", "application/x-odd+json"))
    }

    fn validate(mut fields: Fields) -> Result<Fields, Problems> {
        let mut problems = Problems::new();
        for name in ["what", "secret", "lines", "number", "choice", "constructor"] {
            if fields.text(name).is_err() {
                problems.add(name, "must be UTF-8 text");
            }
        }
        let of = |name| fields.text(name).ok().flatten().unwrap_or_default().to_owned();
        let secret = of("secret");
        match of("what").as_str() {
            "all" => {
                problems.add("what", "is wrong");
                problems.add("secret", "is wrong too");
                problems.add("", "so is all of it");
            }
            "tell" => problems.add("secret", format!("must not be {secret}")),
            "trap" => panic!("on purpose"),
            "loop" => loop {
                std::hint::spin_loop();
            },
            "unknown" => fields.set("unheard", "of"),
            "drop" => fields.remove("secret"),
            "upper" => fields.set("secret", secret.to_uppercase()),
            _ => {}
        }
        problems.or(fields)
    }

    fn render(format: &str, about: &About, fields: &Fields) -> Result<Vec<u8>, RenderError> {
        let text = |name| fields.text(name).ok().flatten();
        match format {
            "about" => {
                let last = text("constructor").unwrap_or("none");
                Ok(format!("{} {} {last}\n", about.name, about.now).into_bytes())
            }
            "bytes" => {
                let mut problems = Problems::new();
                if fields.bytes("file").is_none() {
                    problems.add("file", "must be given");
                }
                Ok(problems.or(fields.bytes("file").unwrap_or_default().to_vec())?)
            }
            "odd" => match text("what") {
                Some("trap later") => panic!("on purpose"),
                Some("large") => Ok(vec![0; 2 << 20]),
                _ => {
                    let secret = text("secret").map_or("null".to_owned(), quoted);
                    Ok(format!("{{\"secret\":{secret}}}").into_bytes())
                }
            },
            _ => Err(RenderError::UnknownFormat),
        }
    }
}

fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|character| match character {
        '"' | '\\' => format!("\\{character}"),
        '\0'..='\x1f' => format!("\\u{:04x}", u32::from(character)),
        _ => character.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}
