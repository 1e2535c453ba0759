"""{{title}}: what a secret of this type looks like, whether a value makes sense, and what it can be
given out as. It runs in a sandbox that has no files, no network and no clock."""

from strongroom_secret_type import About, Problems, SecretType, Value, choice, password, text

secret_type = SecretType(
    # The middle of a key, `secret/{{id}}/…`. For ever, like the names of fields.
    "{{id}}",
    "{{title}}",
    help="A login to a server.",
    # From this come the form, the prompts of the command line and the API's schema.
    fields=[
        text(
            "server",
            "Server",
            required=True,
            # Matched by the whole value, in the form and by the server, before validate is called.
            pattern="[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?",
            help="The name of the host, such as git.example.org. Stored in lower case.",
        ),
        text("user", "User name", required=True),
        password("password", "Password", required=True),
        choice(
            "environment", "Environment", ["production", "staging"], default="production"
        ),
    ],
)


@secret_type.validate
def validate(value: Value, problems: Problems) -> Value:
    """Says everything that is wrong, and never a piece of the value. What it returns is stored."""
    if value["user"] != value["user"].strip():
        problems.add("user", "must not begin or end with white space")
    if value["password"] == value["user"]:
        problems.add("password", "must not be the user name")
    return {**value, "server": value["server"].lower()}


@secret_type.rendering(
    "netrc",
    "text/plain; charset=utf-8",
    title=".netrc file",
    help="For curl, git and others.",
)
def netrc(value: Value, about: About, problems: Problems) -> str:
    """What `?decrypt=true&format=netrc` answers with."""
    for field in ("user", "password"):
        if any(character.isspace() for character in value[field]):
            problems.add(field, "must not contain white space in a .netrc file")
    return f"machine {value['server']}\nlogin {value['user']}\npassword {value['password']}\n"
