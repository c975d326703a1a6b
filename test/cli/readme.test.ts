import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { withTable } from '../../scripts/configuration-table.ts';
import { exitCodes } from '../../src/cli/terminal/exit-codes.ts';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

t.test('the README is as the code is', (t) => {
  t.equal(readme, withTable(readme), 'the table of the configuration: run "npm run generate"');
  const agent = readFileSync(new URL('examples/agent.sh', root), 'utf8');
  t.ok(readme.includes(`\n\`\`\`sh\n${agent}\`\`\`\n`), 'examples/agent.sh as it is');
  for (const code of Object.values(exitCodes)) {
    t.ok(new RegExp(`^\\| ${code} +\\| `, 'm').test(readme), `exit code ${code}`);
  }
  for (const entry of readdirSync(new URL('src', root), { withFileTypes: true })) {
    if (entry.isDirectory()) t.ok(readme.includes(`src/${entry.name}/`), `src/${entry.name}/ is on the map`);
  }
  t.end();
});
