import { destination, pino, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** The levels that WASTELAND_LOG_LEVEL takes, the loudest first. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A log of one JSON object a line, to stdout unless told otherwise; written at once, so that a dying process loses no line. */
export function createLog(level: LogLevel, stream: DestinationStream = destination({ dest: 1, sync: true })): Log {
  return pino({ level, base: null }, stream);
}

/** What the ready line says (design section 9): where the node and its Dolt remotes are, and who it is. */
export interface ReadyLine {
  url: string;
  remotes?: { ledger: string; commons: string };
  node: string;
}

/** Prints the ready line at every log level, `silent` too: programs wait for it. */
export function logReady(log: Log, line: ReadyLine): void {
  log.child({}, { level: 'info' }).info(line, 'ready');
}
