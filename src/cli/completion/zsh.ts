import type { Place, Word } from './places.ts';
import { quoted } from './quoted.ts';

/** The completion for zsh: sourced, or as a file \`_wasteland\` in its function path. */
export function zshScript(places: readonly Place[]): string {
  const values = places.flatMap(({ at, options }) =>
    options
      .filter((option) => option.values.length > 0)
      .map((option) => `    (${quoted(`${at} ${option.text}`)}) found=(${option.values.map(quoted).join(' ')}) ;;`),
  );
  const words = places.map(({ at, commands, options }) => {
    const texts = [...commands, ...options].map(described);
    return `        (${quoted(at)}) found=(${texts.join(' ')}) ;;`;
  });
  const known = places.slice(1).map(({ at }) => quoted(at));
  return `#compdef wasteland
# Completion of wasteland for zsh: source <(wasteland completion zsh)
_wasteland() {
  local word at= previous="\${words[CURRENT-1]}"
  local -a found
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$at $word" in
      (${known.join('|')}) at="$at $word" ;;
    esac
  done
  case "$at $previous" in
${values.join('\n')}
    (*)
      case "$at" in
${words.join('\n')}
      esac ;;
  esac
  _describe wasteland found || _files
}
if [ "\${funcstack[1]}" = _wasteland ]; then _wasteland "$@"; else compdef _wasteland wasteland; fi
`;
}

/** \`word:description\`, as _describe reads it. */
function described({ text, description }: Word): string {
  return quoted(description === '' ? text : `${text}:${description}`);
}
