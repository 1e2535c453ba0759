//! Organizations, projects, people, groups and members.

use strongroom_tests::unique;

#[test]
fn a_person_is_made_comes_in_is_suspended_and_comes_back() {
    let owner = crate::owner();
    let (organization, name) = (owner.organization(), unique("Ada"));
    let made = owner.does(&format!(
        "person create {name} --organization {organization} --role contributor --token-lifetime 1d"
    ));
    assert!(made.err.contains("shown this once"), "{}", made.err);
    let (id, token) = (made.fact("ID"), made.fact("Token"));
    assert_eq!(made.fact("Role"), "Contributor");

    let person = owner.with_token(token);
    let me = person.does("whoami");
    assert_eq!((me.fact("Person"), me.fact("Name")), (id, name.as_str()));
    assert_eq!(me.fact("Administrator"), "no");

    owner.does(&format!("person suspend {id} --yes"));
    assert_eq!(person.run("whoami").code, 4);
    let shown = owner.does(&format!("person show {id}"));
    assert_eq!(shown.fact("Status"), "suspended");
    assert_eq!(owner.does(&format!("person reinstate {id}")).fact("Status"), "active");
    let found = owner.does(&format!("person list --search {name}"));
    assert!(found.out.lines().nth(1).is_some_and(|line| line.starts_with(id)), "{}", found.out);

    owner.does(&format!("person remove {id} --yes"));
    assert_eq!(owner.does(&format!("person show {id}")).fact("Status"), "removed");
}

#[test]
fn a_project_is_made_changed_and_deleted() {
    let owner = crate::owner();
    let (organization, name) = (owner.organization(), unique("shop"));
    let made = owner.does(&format!(
        "project create {name} --organization {organization} --visibility internal"
    ));
    let id = made.fact("ID");
    assert_eq!((made.fact("Name"), made.fact("Visibility")), (name.as_str(), "internal"));
    let changed = owner.does(&format!("project change {id} --visibility private"));
    assert_eq!((changed.fact("Name"), changed.fact("Visibility")), (name.as_str(), "private"));
    let listed = owner.does(&format!("project list --organization {organization}"));
    assert!(listed.out.contains(&name), "{}", listed.out);
    assert_eq!(owner.does(&format!("permissions project/{id}")).fact("Role"), "Owner");

    // Nobody can be asked, so nothing is done.
    let refused = owner.run(&format!("project delete {id}"));
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains(&format!("Delete the project {name} ({id})")), "{}", refused.err);
    assert!(refused.err.contains("say --yes"), "{}", refused.err);
    owner.does(&format!("permissions project/{id}"));

    owner.does(&format!("project delete {id} --yes"));
    assert_eq!(owner.run(&format!("permissions project/{id}")).code, 3);
}

#[test]
fn a_group_gives_its_members_a_role() {
    let owner = crate::owner();
    let organization = owner.organization();
    let (group, person, project) = (unique("ops"), unique("Grace"), unique("shop"));
    let made = owner
        .does(&format!("group create {group} --organization {organization} --claim {group}-claim"));
    let group_id = made.fact("ID");
    assert_eq!(made.fact("Claim"), format!("{group}-claim"));
    let changed = owner.does(&format!("group change {group_id} --no-claim --json")).json();
    assert_eq!(changed["claim"], serde_json::Value::Null);

    let made = owner
        .does(&format!("person create {person} --organization {organization} --token-lifetime 1d"));
    let (person_id, token) = (made.fact("ID").to_owned(), made.fact("Token").to_owned());
    let project = owner.does(&format!(
        "project create {project} --organization {organization} --visibility private"
    ));
    let project = format!("project/{}", project.fact("ID"));

    let person = owner.with_token(&token);
    assert_eq!(person.run(&format!("permissions {project}")).code, 3);
    owner.does(&format!("group add {group_id} {person_id}"));
    owner.does(&format!("member set {project} group/{group_id} reader"));
    let may = person.does(&format!("permissions {project}"));
    assert_eq!((may.fact("May"), may.fact("Role")), ("see, read", "Reader"));

    let members = owner.does(&format!("member list {project}"));
    assert!(members.out.contains(&format!("group/{group_id}")), "{}", members.out);
    let members = owner.does(&format!("group members {group_id}"));
    assert!(members.out.contains(&person_id), "{}", members.out);

    owner.does(&format!("group remove {group_id} {person_id} --yes"));
    assert_eq!(person.run(&format!("permissions {project}")).code, 3);
    owner.does(&format!("member remove {project} group/{group_id} --yes"));
    owner.does(&format!("group delete {group_id} --yes"));
    let groups = owner.does(&format!("group list --organization {organization}"));
    assert!(!groups.out.contains(group_id), "{}", groups.out);
}

#[test]
fn an_administrator_makes_organizations() {
    let owner = crate::owner();
    let (name, renamed) = (unique("acme"), unique("apex"));
    let made = owner.does(&format!("organization create {name}"));
    let id = made.fact("ID");
    assert_eq!(made.fact("Your role"), "Owner");
    let changed = owner.does(&format!("organization rename {id} {renamed}"));
    assert_eq!(changed.fact("Name"), renamed);
    let listed = owner.does("organization list");
    assert!(listed.out.contains(&renamed) && !listed.out.contains(&name), "{}", listed.out);
}
