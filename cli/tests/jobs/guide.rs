//! The pages about jobs.

use strongroom_tests::Reader;

use crate::Job;

#[test]
fn the_pages_about_jobs_do_what_they_say() {
    for page in ["use/run.md", "use/inject.md", "use/env.md"] {
        let job = Job::new();
        let project = serde_json::json!({ "name": format!("guide-{}", job.id()) });
        let path = format!("{}/projects/{}", strongroom_tests::API, job.id());
        let _ = job.client.patch(&path, &project).expect(200);
        job.secret("stripe", "sk_live_123");
        let hub = serde_json::json!({ "server": "ghcr.io", "username": "ada", "password": "p" });
        job.secret_of("ContainerRegistry", "hub", &hub);
        let name = project["name"].as_str().unwrap();
        Reader::new(&job.terminal)
            .with_variable("STRONGROOM_PROJECT", name)
            .with_file(
                "config.template",
                &format!("api_key = \"{{{{ sr://project/{name}/stripe/value }}}}\"\n"),
            )
            .with_file(
                "app.env",
                &format!("STRIPE_KEY=sr://project/{name}/stripe/value\nLOG=info\n"),
            )
            .follow(page);
    }
}
