import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { loadConfig } from '../../src/config/config.ts';
import { variables, type Variable } from '../../src/config/env.ts';
import { chart, helm, valueSets } from './chart.ts';

interface Schema {
  properties: Record<'config' | 'existingSecret', { properties: Record<string, Property> }>;
}

interface Property {
  type?: string;
  enum?: (string | boolean)[];
  $ref?: string;
}

const schema = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8')) as Schema;
const config = schema.properties.config.properties;
const existingSecret = schema.properties.existingSecret.properties;

/** DOLT_REMOTE_URL is doltRemoteUrl. */
function valueName(variable: string): string {
  return variable.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The plain variables of the container in a rendered chart. */
function environment(rendered: string): Record<string, string> {
  const pairs = rendered.matchAll(/- name: (WASTELAND_\w+)\n +value: (.+)/g);
  return Object.fromEntries([...pairs].map(([, name, value = '']) => [name, value.replace(/^"|"$/g, '')]));
}

t.test('helm lint finds nothing', async (t) => {
  for (const { name, values } of valueSets) {
    t.match(await helm('lint', '--strict', '-f', values), /1 chart\(s\) linted, 0 chart\(s\) failed/, name);
  }
});

t.test('the chart renders as was committed', async (t) => {
  t.equal(valueSets.length, 3);
  for (const { name, values, golden } of valueSets) {
    const rendered = await helm('template', '-f', values);
    t.equal(rendered, readFileSync(golden, 'utf8'), `${name}: node test/deploy/generate.ts writes it anew`);
    const plain = Object.entries(environment(rendered)).filter(([variable]) => !variable.endsWith('_FILE'));
    t.same(loadConfig(Object.fromEntries(plain)).warnings, [], 'the node takes it without a warning');
  }
});

t.test('values that the chart does not know, or that the node would refuse, are refused', async (t) => {
  const refused: [value: string, message: RegExp][] = [
    ['replicas=2', /additional properties 'replicas' not allowed/],
    ['config.publicURL=https://board.example', /additional properties 'publicURL' not allowed/],
    ['config.secret=0123456789abcdef0123456789abcdef', /additional properties 'secret' not allowed/],
    ['config.port=0', /\/config\/port/],
    ['config.doltRemotePort=on', /\/config\/doltRemotePort/],
    ['config.registration=ask', /\/config\/registration/],
    ['config.publicUrl=board.example', /\/config\/publicUrl/],
    ['existingSecret.secret.name=board', /\/existingSecret\/secret/],
    ['extraEnv[0].name=WASTELAND_PORT', /\/extraEnv\/0\/name/],
    ['ingress.enabled=true', /\/ingress\/hosts/],
    ['terminationGracePeriodSeconds=10', /\/terminationGracePeriodSeconds/],
  ];
  for (const [value, message] of refused) {
    await t.rejects(helm('template', '--set', value), { code: 1, stderr: message }, value);
  }
});

t.test('every variable is a value, and every value a variable', async (t) => {
  // What only the set-up of a clone reads means nothing in a container.
  const known = variables.filter((each: Variable) => !each.description.startsWith('Set-up only'));
  const [secret, plain] = [true, false].map((wanted) =>
    known.filter((each: Variable) => (each.secret === true) === wanted).map(({ name }) => name),
  );
  t.same(Object.keys(config).sort(), plain?.map(valueName).sort(), 'config in values.schema.json and values.yaml');
  t.same(Object.keys(existingSecret).sort(), secret?.map(valueName).sort(), 'existingSecret there');

  const samples = {
    config: Object.fromEntries(Object.entries(config).map(([name, property]) => [name, sample(name, property)])),
    existingSecret: Object.fromEntries(Object.keys(existingSecret).map((name) => [name, { name: 's', key: 'k' }])),
  };
  const directory = mkdtempSync(join(tmpdir(), 'wasteland-test-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'values.json');
  writeFileSync(file, JSON.stringify(samples));
  const found = environment(await helm('template', '-f', file));
  for (const name of plain ?? []) {
    t.equal(found[`WASTELAND_${name}`], String(samples.config[valueName(name)]), name);
  }
  for (const name of secret ?? []) {
    t.equal(found[`WASTELAND_${name}_FILE`], `/run/secrets/wasteland/${valueName(name)}`, name);
  }
});

t.test('what the chart lets choose from, the node takes', async (t) => {
  for (const [name, { enum: choices = [] }] of Object.entries(config)) {
    for (const choice of choices) {
      const found = environment(await helm('template', '--set', `config.${name}=${choice}`));
      const taken = loadConfig(found);
      t.match({ ...taken, trustCombine: taken.trust.combine }, { [name]: choice }, `${name}: ${choice}`);
    }
  }
});

/** A value that isn't the default. */
function sample(name: string, property: Property): unknown {
  if (name === 'dataDir') return '/elsewhere';
  if (property.enum !== undefined) return property.enum.at(-1);
  if (property.type === 'boolean') return true;
  if (property.$ref === '#/definitions/url') return `https://${name.toLowerCase()}.example`;
  return property.type === 'string' ? `another ${name}` : 1234;
}
