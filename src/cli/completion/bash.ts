import type { Place } from './places.ts';
import { quoted } from './quoted.ts';

/** The completion for bash. Nothing that the user has typed is ever evaluated. */
export function bashScript(places: readonly Place[]): string {
  const values = places.flatMap(({ at, options }) =>
    options
      .filter((option) => option.values.length > 0)
      .map((option) => `    ${quoted(`${at} ${option.text}`)}) words=${quoted(option.values.join(' '))} ;;`),
  );
  const words = places.map(({ at, commands, options }) => {
    const texts = [...commands, ...options].map(({ text }) => text);
    return `        ${quoted(at)}) words=${quoted(texts.join(' '))} ;;`;
  });
  const known = places.slice(1).map(({ at }) => quoted(at));
  return `# Completion of wasteland for bash: source <(wasteland completion bash)
_wasteland() {
  local word at= words= current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
      ${known.join(' | ')}) at="$at $word" ;;
    esac
  done
  case "$at $previous" in
${values.join('\n')}
    *)
      case "$at" in
${words.join('\n')}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _wasteland wasteland
`;
}
