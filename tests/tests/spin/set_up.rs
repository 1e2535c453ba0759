//! The first owner is let in by a code, once, and nothing is open afterwards.

use strongroom_tests::{API, Answer, Client, Program, Running};

use crate::Stage;

fn set_up(running: &Running, code: &str) -> Answer {
    let bearer = format!("Bearer {code}");
    Client::new(running.address()).ask("POST", "/setup").header("authorization", &bearer).send()
}

fn it_is_closed_where_no_code_is_set(program: Program) {
    let stage = Stage::new(program);
    for code in ["", "a code of thirty-one characters"] {
        let running = stage.up_with(&stage.spin().variable("setup_code", code));
        let _ = set_up(&running, code).refused(404, "no-such-route");
        let _ = Client::new(running.address()).post("/setup", &code.into()).expect(404);
    }
    let running = stage.up();
    let _ = set_up(&running, &stage.code()).expect(201);
}

fn a_code_lets_the_first_owner_in_and_is_void_from_then_on(program: Program) {
    let stage = Stage::new(program);
    let running = stage.up();
    let code = stage.code();
    let nobody = Client::new(running.address());
    let wrong = format!("{}0", &code[..code.len() - 1]);
    let wrong = if wrong == code { format!("{}1", &code[..code.len() - 1]) } else { wrong };
    for other in ["", &code[1..], &wrong, &code.to_uppercase(), &format!("{code}0")] {
        let _ = set_up(&running, other).refused(401, "unauthenticated");
    }
    let _ = nobody.ask("POST", "/setup").send().refused(401, "unauthenticated");
    let _ = nobody.get("/setup").expect(405);
    // Nobody is in as yet.
    let _ = nobody.with_token(&code).get(&format!("{API}/me")).expect(401);

    let first = set_up(&running, &code).expect(201);
    assert_eq!(first.header("cache-control"), Some("no-store"));
    let first = first.json();
    let token = first["token"].as_str().expect("a token").to_owned();
    let me = nobody.with_token(&token).get(&format!("{API}/me")).expect(200).json();
    assert_eq!(me["user"]["id"], first["user"]);
    assert_eq!(me["administrator"], true);
    assert_eq!(me["token"]["expires_at"], first["expires_at"]);

    for again in [code.as_str(), wrong.as_str(), ""] {
        let _ = set_up(&running, again).refused(410, "already-set-up");
    }
    drop(running);
    for set in [code.as_str(), "another code that nobody has had before", ""] {
        let running = stage.up_with(&stage.spin().variable("setup_code", set));
        let _ = set_up(&running, set).refused(410, "already-set-up");
        let client = Client::new(running.address()).with_token(&token);
        let _ = client.get(&format!("{API}/me")).expect(200);
    }
}

/// Also where several servers share the database.
fn of_many_who_race_one_is_the_first_owner(program: Program) {
    let stage = Stage::new(program);
    let servers = [stage.up(), stage.up()];
    let code = stage.code();
    let start = std::sync::Barrier::new(8);
    let mut answers: Vec<Answer> = std::thread::scope(|scope| {
        let racer = |number: usize| {
            let (server, code, start) = (&servers[number % 2], &code, &start);
            scope.spawn(move || {
                start.wait();
                set_up(server, code)
            })
        };
        let racers: Vec<_> = (0..8).map(racer).collect();
        racers.into_iter().map(|racer| racer.join().expect("an answer")).collect()
    });
    answers.sort_by_key(|answer| answer.status);
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [201, 410, 410, 410, 410, 410, 410, 410]);
    let owner = Client::new(servers[1].address());
    let owner = owner.with_token(answers[0].json()["token"].as_str().expect("a token"));
    let organizations = owner.get(&format!("{API}/organizations")).expect(200).json();
    assert_eq!(organizations["data"].as_array().map(Vec::len), Some(1));
}

strongroom_tests::on_spin! {
    it_is_closed_where_no_code_is_set => super::it_is_closed_where_no_code_is_set,
    a_code_lets_the_first_owner_in_and_is_void_from_then_on =>
        super::a_code_lets_the_first_owner_in_and_is_void_from_then_on,
    of_many_who_race_one_is_the_first_owner => super::of_many_who_race_one_is_the_first_owner,
}
