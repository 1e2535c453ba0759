//! How a server is reached, and why it is not.

use strongroom_database::postgres::OpenError;
use strongroom_test_postgres::{Cluster, Settings};

use super::*;

fn refusal(url: &str) -> String {
    match Postgres::open(&url.parse().unwrap(), &Options::default()) {
        Ok(_) => panic!("it was opened"),
        Err(error @ OpenError::Unreachable(_)) => error.to_string(),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn over_tls_whoever_answers_has_to_be_vouched_for() {
    let cluster = Cluster::with(Settings::new().tls());
    let database = cluster.database();
    let encrypted = || statement("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", []);
    let url = database.url();
    assert!(url.contains("verify-full"), "{url}");
    let (place, _) = url.split_once('?').unwrap();
    for url in [url.clone(), format!("{place}?sslmode=require")] {
        let rows = block_on(open(&url).read(vec![encrypted()])).unwrap();
        assert_eq!(integers(&rows[0]), [1], "{url}");
    }
    // Signed by nobody that Mozilla knows, and made for another name.
    for url in [
        format!("{place}?sslmode=verify-full"),
        format!("{}&hostaddr=127.0.0.1", url.replace("@localhost:", "@other.example.com:")),
    ] {
        let refused = refusal(&url);
        assert!(refused.contains("certificate"), "{refused}");
    }
}

#[test]
fn a_refusal_says_why_and_quotes_no_password() {
    let database = server::shared().database();
    let url = database.url();
    let (user, rest) = url.split_once('@').unwrap();
    let (user, password) = user.rsplit_once(':').unwrap();
    for (url, reason) in [
        (format!("{user}:wrong-{password}@{rest}"), "password authentication failed"),
        (url.replace(database.name(), "nowhere"), "does not exist"),
        (format!("{user}:{password}@127.0.0.1:1/x"), "refused"),
    ] {
        let refused = refusal(&url);
        assert!(refused.contains(reason), "{refused}");
        assert!(!refused.contains(password), "{refused}");
    }
}

#[test]
fn a_database_that_does_not_keep_unicode_is_refused() {
    let cluster = server::shared();
    let name = "strongroom_latin";
    let role = "strongroom";
    cluster.sql("postgres", &format!("DROP DATABASE IF EXISTS {name}"));
    cluster.sql(
        "postgres",
        &format!(
            "CREATE DATABASE {name} TEMPLATE template0 OWNER {role} ENCODING 'LATIN1' \
             LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER 'libc'"
        ),
    );
    let database = cluster.database();
    let url = database.url().replace(database.name(), name);
    let refused = Postgres::open(&url.parse().unwrap(), &Options::default());
    assert!(matches!(refused, Err(OpenError::Encoding(encoding)) if encoding == "LATIN1"));
}

#[test]
fn a_role_that_may_not_make_tables_works_where_they_are() {
    let f = fixture();
    f.write([insert(1)]).unwrap();
    let role = format!("{}_worker", f.database.name());
    f.database.sql(&format!("CREATE ROLE {role} LOGIN PASSWORD 'hunter2'"));
    f.database.sql("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    f.database.sql(&format!(
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    ));
    let (_, place) =
        f.database.url().split_once('@').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    {
        let engine = open(&format!("postgres://{role}:hunter2@{place}"));
        assert_eq!(block_on(engine.write(vec![insert(2)], Durability::Process)), Ok(vec![1]));
        let table = statement("CREATE TABLE more (id BIGINT)", []);
        let refused = block_on(engine.write(vec![table], Durability::Process));
        assert_eq!(refused, Err(Error::Internal));
    }
    assert_eq!(f.ids(), [1, 2]);
    f.database.sql(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[test]
fn connections_are_closed_with_the_last_handle() {
    let f = fixture();
    let name = f.database.name().to_owned();
    drop(f.engine);
    let connected = format!("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = '{name}'");
    let began = std::time::Instant::now();
    while f.database.cluster().sql("postgres", &connected).trim() != "0" {
        assert!(began.elapsed().as_secs() < 30, "connections stay open");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}
