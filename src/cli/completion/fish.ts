import type { Place } from './places.ts';

/** The completion for fish. */
export function fishScript(places: readonly Place[]): string {
  const known = places.slice(1).map(({ at }) => quoted(at));
  const lines = places.flatMap(({ at, commands, options }) => {
    const here = `complete -c wasteland -n ${quoted(`__wasteland_is ${quoted(at)}`)}`;
    return [
      ...commands.map(({ text, description }) => `${here} -f -a ${text}${explained(description)}`),
      ...options.map(({ text, description, takesValue, values }) => {
        const value = values.length > 0 ? ` -x -a ${quoted(values.join(' '))}` : takesValue ? ' -r' : '';
        return `${here} -l ${text.slice(2)}${value}${explained(description)}`;
      }),
    ];
  });
  return `# Completion of wasteland for fish: wasteland completion fish | source
function __wasteland_is
  set -l at ''
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
      case ${known.join(' ')}
        set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
${lines.join('\n')}
`;
}

function explained(description: string): string {
  return description === '' ? '' : ` -d ${quoted(description)}`;
}

/** A text between single quotes: there fish reads only \\ and \' as something else. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
