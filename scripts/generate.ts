import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTypes, { astToString } from 'openapi-typescript';
import { fillReadme } from './configuration-table.ts';
import { buildServer } from '../src/http/server.ts';
import type { Services } from '../src/operations/ports.ts';
import { AccountStatement } from '../src/wire/account.ts';
import { CheckpointPayload } from '../src/wire/checkpoint.ts';
import { DocumentPayload } from '../src/wire/document.ts';
import { bodies, Envelope } from '../src/wire/event.ts';
import { ViewPayload } from '../src/wire/view.ts';

/**
 * Writes what is generated from `src/wire/` and `migrations/`: `openapi/`, `schema/` and the types of the client. The same
 * input gives the same bytes, so CI sees by a diff whether somebody forgot to run it.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const draft = 'https://json-schema.org/draft/2020-12/schema';
const comment =
  'maxBytes: most UTF-8 bytes of a string. maxCanonicalBytes: most bytes of the RFC 8785 form. decimals: most decimal places.';

async function write(path: string, text: string): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The document of a server that is built and never runs: its handlers have nothing behind them. */
async function openapi(): Promise<void> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const app = await buildServer({ settings: { version } } as Services);
  await app.ready();
  const document = pretty(app.swagger());
  await app.close();
  await write('openapi/openapi.json', document);
  await write('src/client/api.ts', await clientTypes(document));
}

/** Every path, body and answer of the document as TypeScript types, the components also under their own names. */
async function clientTypes(document: string): Promise<string> {
  const types = await openapiTypes(document, {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    emptyObjectsUnknown: true,
    silent: true,
  });
  return `/** The API as types: made from openapi/openapi.json by npm run generate. */\n\n${astToString(types)}`;
}

function schemaFile(name: string, title: string, schema: object): [string, object] {
  const { $id: _, ...rest } = schema as { $id?: string };
  return [
    `schema/${name}.json`,
    { $schema: draft, $id: `urn:wasteland:schema:${name}`, title, $comment: comment, ...rest },
  ];
}

/** One schema for each signed object: the payload of a JWS, not its header. */
async function signedObjects(): Promise<void> {
  const files = [
    schemaFile('identity-document', 'Identity document (protocol.md section 2)', DocumentPayload),
    schemaFile('checkpoint', 'Checkpoint (protocol.md section 4)', CheckpointPayload),
    schemaFile('account-statement', 'Statement about an account: stands outside of all logs', AccountStatement),
    schemaFile('view', "View of rigs from a node's roots: stands outside of all logs", ViewPayload),
    ...Object.entries(bodies).map(([type, body]) =>
      schemaFile(type, `Event ${type} (protocol.md section 3)`, {
        ...Envelope,
        properties: { ...Envelope.properties, type: { const: type }, body },
      }),
    ),
  ];
  for (const [path, schema] of files) await write(path, pretty(schema));
}

/** The ledger's SQL shape after all migrations: they only add, so it is their statements in order. */
async function ledgerSql(): Promise<void> {
  const names = (await readdir(join(root, 'migrations'))).filter((name) => name.endsWith('.sql'));
  const number = (name: string): number => Number.parseInt(name, 10);
  const texts: string[] = [];
  for (const name of names.sort((a, b) => number(a) - number(b))) {
    texts.push((await readFile(join(root, 'migrations', name), 'utf8')).trim());
  }
  await write('schema/ledger.sql', `${texts.join('\n\n')}\n`);
}

await rm(join(root, 'schema'), { recursive: true, force: true });
await rm(join(root, 'openapi'), { recursive: true, force: true });
await openapi();
await signedObjects();
await ledgerSql();
await fillReadme(join(root, 'README.md'));
