/**
 * How a secret is used from elsewhere. The token is never in them: it is read from a variable or a
 * file, and belongs to whoever runs the lines.
 */

import type { TypeDescription } from '../api/client';
import { reference } from '../secrets/reference';
import type { Owner, Places } from '../shell/places.svelte';

export interface Subject {
  /** The API's, as this page is reached: `https://…`. */
  origin: string;
  /** `project/<id>`, or `user/me`. */
  owner: string;
  /** `secret/<Type>/<id>`. */
  key: string;
  name: string;
  /** `sr://project/demo/stripe`; nothing in it means anything to a shell. */
  reference: string;
}

/** Of a secret as the API has it; `known` has the names of places. */
export function subjectOf(
  origin: string,
  owner: Owner,
  secret: { name: string; _key: string },
  known: Places | null,
): Subject {
  return {
    ...{ origin, owner: `${owner.kind}/${owner.id}`, key: secret._key, name: secret.name },
    reference: reference(owner, known, secret),
  };
}

export interface Snippet {
  id: string;
  title: string;
  text: string;
  help: string;
}

/** Those that make sense for a type, by the formats that it is given out in. */
export function snippets(of: Subject, type: TypeDescription | null): Snippet[] {
  const formats = new Set(type?.renderings.map((rendering) => rendering.format) ?? []);
  const url = (format: string) =>
    `${of.origin}/api/identity/v2/settings/${of.owner}/${of.key}?decrypt=true&format=${format}`;
  const get = (format: string) =>
    `curl -fsS -H "Authorization: Bearer $STRONGROOM_TOKEN" \\\n  "${url(format)}"`;
  const profile = /^[\w.-]+$/.test(of.name) ? of.name : 'strongroom';

  const server = `export STRONGROOM_URL=${of.origin}`;
  const fields = type?.fields ?? [];
  const field = (fields.find((one) => one.sensitive) ?? fields[0])?.name ?? '';

  const all: (Snippet & { format: string })[] = [
    {
      id: 'curl',
      title: 'curl',
      format: 'json',
      text: get('json'),
      help: 'A JSON object with a string for each field.',
    },
    {
      id: 'cli',
      title: 'Command line',
      format: 'json',
      text: `${server}\nstrongroom secret get ${of.reference}/${field}`,
      help: 'The value alone, on standard output.',
    },
    {
      id: 'run',
      title: 'Run',
      format: 'dotenv-shell',
      text: `${server}\nstrongroom run --secret ${of.reference} -- COMMAND`,
      help: 'One command has the fields as variables, and nothing else has them.',
    },
    {
      id: 'shell',
      title: 'Environment',
      format: 'dotenv-shell',
      text: `eval "$(${get('dotenv-shell')})"`,
      help: 'Exports the fields as variables of this shell.',
    },
    {
      id: 'docker',
      title: 'Docker',
      format: 'dotenv-docker',
      text: `docker run --rm --env-file <(${get('dotenv-docker')}) IMAGE`,
      help: 'The variables are in the container, and in no file. Needs bash.',
    },
    {
      id: 'compose',
      title: 'Compose',
      format: 'dotenv-compose',
      text: `(umask 077; ${get('dotenv-compose')} > secret.env)\n\n# compose.yaml\n#   env_file: secret.env`,
      help: 'Writes a file that only you can read. Delete it when it is no longer needed.',
    },
    {
      id: 'registry',
      title: 'Docker login',
      format: 'dockerconfigjson',
      text: `export DOCKER_CONFIG=$(mktemp -d)\n${get('dockerconfigjson')} > "$DOCKER_CONFIG/config.json"\ndocker pull IMAGE`,
      help: 'A configuration of its own, beside yours in ~/.docker.',
    },
    {
      id: 'aws',
      title: 'AWS',
      format: 'credential-process',
      text: `# ~/.aws/config; ~/.strongroom/header holds one line: Authorization: Bearer srt_…\n[profile ${profile}]\ncredential_process = curl -fsS -H @/home/YOU/.strongroom/header "${url('credential-process')}"`,
      help: 'The AWS CLI and SDKs ask each time they need the keys; none is in a file.',
    },
    {
      id: 'kubernetes',
      title: 'Kubernetes',
      format: 'kubernetes',
      text: `${get('kubernetes')} \\\n  | kubectl apply -f -`,
      help: "The secret's name is the Secret's: lower-case letters, digits, hyphens and dots.",
    },
    {
      id: 'python',
      title: 'Python',
      format: 'json',
      text: `import json, os, urllib.request

request = urllib.request.Request(
    "${url('json')}",
    headers={"Authorization": f"Bearer {os.environ['STRONGROOM_TOKEN']}"},
)
with urllib.request.urlopen(request) as answer:
    secret = json.load(answer)`,
      help: 'A dictionary with a string for each field. The standard library is enough.',
    },
  ];
  return all
    .filter(({ format }) => formats.has(format))
    .map(({ id, title, text, help }) => ({ id, title, text, help }));
}
