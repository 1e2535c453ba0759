// {{title}}: what a secret of this type looks like, whether a value makes sense, and what it can be
// given out as. It runs in a sandbox that has no files, no network and no clock.

import { defineType } from '@strongroom/secret-type';

export const secretType = defineType({
  // The middle of a key, `secret/{{id}}/…`. For ever, like the names of fields.
  id: '{{id}}',
  title: '{{title}}',
  help: 'A login to a server.',

  // From this come the form, the prompts of the command line and the API's schema.
  fields: {
    server: {
      title: 'Server',
      required: true,
      // Matched by the whole value, in the form and by the server, before validate is called.
      pattern: '[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?',
      help: 'The name of the host, such as git.example.org. Stored in lower case.',
    },
    user: { title: 'User name', required: true },
    password: { title: 'Password', kind: 'password', required: true },
    environment: {
      title: 'Environment',
      kind: 'choice',
      choices: ['production', 'staging'],
      default: 'production',
    },
  },

  // Says everything that is wrong, and never a piece of the value. What it returns is stored.
  validate(value, problem) {
    if (value.user !== value.user.trim()) {
      problem('user', 'must not begin or end with white space');
    }
    if (value.password === value.user) {
      problem('password', 'must not be the user name');
    }
    return { ...value, server: value.server.toLowerCase() };
  },

  // What `?decrypt=true&format=netrc` answers with.
  renderings: {
    netrc: {
      title: '.netrc file',
      mediaType: 'text/plain; charset=utf-8',
      help: 'For curl, git and others.',
      render({ server, user, password }, about, problem) {
        for (const [field, content] of Object.entries({ user, password })) {
          if (/\s/.test(content)) problem(field, 'must not contain white space in a .netrc file');
        }
        return `machine ${server}\nlogin ${user}\npassword ${password}\n`;
      },
    },
  },
});
