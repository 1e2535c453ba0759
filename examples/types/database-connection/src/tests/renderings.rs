//! Renderings, as the clients read them.

use ::url::Url;
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use strongroom_secret_type::testing::{cannot_render, rendered, renders};

use super::*;

const POSTGRESQL: [(&str, &str); 7] = [
    (ENGINE, "postgresql"),
    (HOST, "db.example.com"),
    (PORT, "5433"),
    (DATABASE, "my app"),
    (USERNAME, "ann"),
    (PASSWORD, "p@s:s/\\w'd"),
    (TLS, "verify-full"),
];
const MYSQL: [(&str, &str); 4] =
    [(ENGINE, "mysql"), (HOST, "fd00::7"), (USERNAME, "ann"), (PASSWORD, "a\"b\\c#d")];

#[track_caller]
fn gives(format: &str, fields: Pairs<'_>, expected: &str) {
    renders::<DatabaseConnection>(format, "db", fields, expected);
}

#[test]
fn a_url_is_made_of_fields_and_given_back_as_it_was() {
    gives(
        "url",
        &POSTGRESQL,
        "postgresql://ann:p%40s%3As%2F%5Cw%27d@db.example.com:5433/my%20app?sslmode=verify-full",
    );
    gives("url", &MYSQL, "mysql://ann:a%22b%5Cc%23d@[fd00::7]");
    let given = "postgres://ann:%41@db/app?application_name=x";
    gives("url", &[(URL, given)], given);
}

#[test]
fn environment_files_have_the_clients_own_variables() {
    gives(
        "dotenv-docker",
        &POSTGRESQL,
        "DATABASE_URL=postgresql://ann:p%40s%3As%2F%5Cw%27d@db.example.com:5433/my%20app?sslmode=verify-full\n\
         PGHOST=db.example.com\nPGPORT=5433\nPGDATABASE=my app\nPGUSER=ann\n\
         PGPASSWORD=p@s:s/\\w'd\nPGSSLMODE=verify-full\n",
    );
    gives(
        "dotenv-shell",
        &MYSQL[..3],
        "export DATABASE_URL='mysql://ann@[fd00::7]'\nexport MYSQL_HOST='fd00::7'\n\
         export MYSQL_TCP_PORT='3306'\nexport MYSQL_USER='ann'\n",
    );
    let of_url = [(URL, "mysql://ann:p%40ss@db/app")];
    assert!(
        rendered::<DatabaseConnection>("dotenv-compose", "db", &of_url)
            .contains("\nMYSQL_PWD='p@ss'\n")
    );
}

#[test]
fn a_line_of_pgpass_escapes_what_ends_a_part() {
    gives("pgpass", &POSTGRESQL, "db.example.com:5433:my app:ann:p@s\\:s/\\\\w'd\n");
    let fields = [(ENGINE, "postgresql"), (HOST, "::1"), (USERNAME, "ann"), (PASSWORD, "x")];
    gives("pgpass", &fields, "\\:\\:1:5432:*:ann:x\n");
}

#[test]
fn an_option_file_quotes_names_and_passwords() {
    gives(
        "my-cnf",
        &MYSQL,
        "[client]\nhost = fd00::7\nport = 3306\nuser = \"ann\"\npassword = \"a\\\"b\\\\c#d\"\n",
    );
    gives(
        "my-cnf",
        &[(URL, "mysql://ann@db:3307/app?ssl-mode=VERIFY_IDENTITY")],
        "[client]\nhost = db\nport = 3307\nuser = \"ann\"\nssl-mode = VERIFY_IDENTITY\n\n\
         [mysql]\ndatabase = \"app\"\n",
    );
}

#[test]
fn what_a_format_cannot_say_is_told_by_field() {
    let cannot = cannot_render::<DatabaseConnection>;
    cannot("pgpass", "db", &MYSQL, ENGINE, "PostgreSQL");
    cannot("my-cnf", "db", &POSTGRESQL, ENGINE, "MySQL");
    cannot("my-cnf", "db", &[(URL, "postgresql://db/app")], URL, "MySQL");
    cannot("dotenv-shell", "db", &[(URL, "mysql://db/app?charset=utf8")], URL, "parameters");
    cannot("pgpass", "db", &FIELDS, PASSWORD, "required");
    let lines = testing::with(&FIELDS, &[(PASSWORD, "two\nlines")]);
    let lines: Vec<_> = lines.iter().map(|(n, v)| (n, std::str::from_utf8(v).unwrap())).collect();
    cannot("pgpass", "db", &lines, PASSWORD, "several lines");
    cannot("dotenv-docker", "db", &lines, PASSWORD, "several lines");
}

proptest! {
    #[test]
    fn another_reader_of_urls_finds_what_was_put_in(
        user in "[^\0]{1,12}",
        password in "[^\0]{1,16}",
        database in "[ -~é]{1,12}",
    ) {
        let fields = [
            (ENGINE, "postgresql"), (HOST, "db"), (USERNAME, user.as_str()),
            (PASSWORD, password.as_str()), (DATABASE, database.as_str()),
        ];
        prop_assume!(DatabaseConnection::validate(testing::with(&fields, &[])).is_ok());
        let text = rendered::<DatabaseConnection>("url", "db", &fields);
        let url = Url::parse(&text).unwrap();
        let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
        prop_assert_eq!(decoded(url.username()), &*user);
        prop_assert_eq!(decoded(url.password().unwrap()), &*password);
        prop_assert_eq!(decoded(url.path().trim_start_matches('/')), &*database);

        // And so does this type, of the URL that it made.
        let of_fields = Connection::of(&testing::with(&fields, &[])).map_err(|_| "fields").unwrap();
        let of_url = Connection::of(&testing::with(&[(URL, &text)], &[])).map_err(|_| "url").unwrap();
        let expected = Connection { is_url: true, ..of_fields };
        prop_assert!(of_url == expected);
    }

    /// A line is split at colons that no backslash is before, as libpq does.
    #[test]
    fn a_line_of_pgpass_gives_its_parts_back(password in "[^\0\n\r]{1,16}", user in "[ -~]{1,8}") {
        let fields = [
            (ENGINE, "postgresql"), (HOST, "db"), (USERNAME, user.as_str()),
            (PASSWORD, password.as_str()),
        ];
        prop_assume!(DatabaseConnection::validate(testing::with(&fields, &[])).is_ok());
        prop_assume!(user != "*");
        let line = rendered::<DatabaseConnection>("pgpass", "db", &fields);
        let (mut parts, mut part, mut escaped) = (Vec::new(), String::new(), false);
        for c in line.trim_end_matches('\n').chars() {
            match c {
                '\\' if !escaped => escaped = true,
                ':' if !escaped => parts.push(std::mem::take(&mut part)),
                _ => {
                    part.push(c);
                    escaped = false;
                }
            }
        }
        parts.push(part);
        prop_assert_eq!(parts, ["db", "5432", "*", &user, &password]);
    }
}
