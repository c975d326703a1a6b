import { enableCompileCache } from 'node:module';
import { compileCache } from './command-line.ts';

/**
 * What each process of tap loads before everything else; package.json names it. Half of the time that a test file and all it starts
 * take to load goes otherwise into notes of tap's that nobody here reads.
 */

process.env['NODE_COMPILE_CACHE'] ??= compileCache;
enableCompileCache(process.env['NODE_COMPILE_CACHE']);

// For --changed and for coverage tap writes down every module that a test and its child processes load, with their source maps. Only
// excluding all of them turns that off, before the first one comes.
if (process.env['TAP_DISABLE_COVERAGE'] === '1') process.env['_TAPJS_PROCESSINFO_EXCLUDE_'] = '/^/';

// Of this process alone: what it starts has another directory, or is no Node.
delete process.env['NODE_OPTIONS'];
