/** One instruction of a Dockerfile; continued lines are joined, arguments filled in where Docker does it. */
export interface Instruction {
  /** COPY, RUN, … */
  keyword: string;
  text: string;
}

/** From one FROM to the next. */
export interface Stage {
  name: string;
  base: string;
  instructions: Instruction[];
}

export interface Copy {
  /** A stage; undefined is the build context. */
  from: string | undefined;
  sources: string[];
  target: string;
}

/** Where Docker leaves `$` for a shell to read. */
const verbatim = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** The stages of a Dockerfile, as far as ours uses the language. */
export function readDockerfile(text: string): Stage[] {
  const values: Record<string, string> = {};
  const stages: Stage[] = [];
  for (const { keyword, text: written } of instructions(text)) {
    const filled = verbatim.has(keyword)
      ? written
      : written.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
    if (keyword === 'ARG') {
      const [name = '', value = ''] = filled.split('=');
      values[name] = value;
    } else if (keyword === 'FROM') {
      const [base = '', , name = ''] = filled.split(/\s+/);
      stages.push({ name, base, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push({ keyword, text: filled });
    }
  }
  return stages;
}

function instructions(text: string): Instruction[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  const joined = lines.join('\n').replaceAll('\\\n', ' ').split('\n');
  return joined
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, keyword = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
      return { keyword, text: rest.trim() };
    });
}

/** What a COPY copies where. */
export function readCopy(text: string): Copy {
  const words = text.split(/\s+/);
  const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
  return { from, sources: words.slice(0, -1), target: words.at(-1) ?? '' };
}

/** What a stage says last with this keyword; throws when it says nothing. */
export function lastOf(stage: Stage, keyword: string): string {
  const found = stage.instructions.findLast((each) => each.keyword === keyword);
  if (found === undefined) throw new Error(`stage ${stage.name} has no ${keyword}`);
  return found.text;
}

/** The variables that a stage sets, or its labels: `NAME=value`, in quotes or not. */
export function pairsOf(stage: Stage, keyword: 'ENV' | 'LABEL'): Record<string, string> {
  const texts = stage.instructions.filter((each) => each.keyword === keyword).map(({ text }) => text);
  const pairs = texts.join(' ').matchAll(/([\w.]+)=(?:"([^"]*)"|(\S+))/g);
  return Object.fromEntries([...pairs].map(([, name = '', quoted, plain]) => [name, quoted ?? plain ?? '']));
}
