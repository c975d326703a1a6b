import { writeFile } from 'node:fs/promises';
import { helm, valueSets } from './chart.ts';

/** Writes what the chart makes of each set of values now: `node test/deploy/generate.ts`, then look at the diff. */
for (const set of valueSets) await writeFile(set.golden, await helm('template', '-f', set.values));
