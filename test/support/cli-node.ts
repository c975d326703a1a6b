import type { Test } from 'tap';
import { wasteland } from './command-line.ts';
import type { Ended } from './command-line.ts';
import { temporaryDirectory } from './dolt.ts';
import { HttpNode } from './http-node.ts';
import type { HttpNodeOptions } from './http-node.ts';

/** A node behind a real port, and command lines that talk to it. */
export class CliNode {
  readonly node: HttpNode;
  readonly url: string;
  readonly #t: Test;

  private constructor(node: HttpNode, url: string, t: Test) {
    this.node = node;
    this.url = url;
    this.#t = t;
  }

  static async start(t: Test, options: HttpNodeOptions = {}): Promise<CliNode> {
    const node = await HttpNode.start(t, options);
    const url = await node.app.listen({ host: '127.0.0.1', port: 0 });
    return new CliNode(node, url, t);
  }

  /** Somebody with an own configuration directory, and nothing in it. */
  async user(env: Record<string, string> = {}): Promise<User> {
    const home = await temporaryDirectory(this.#t);
    return new User({ WASTELAND_URL: this.url, XDG_CONFIG_HOME: home, HOME: home, ...env }, home);
  }
}

export class User {
  readonly home: string;
  readonly #env: Record<string, string>;

  constructor(env: Record<string, string>, home: string) {
    this.#env = env;
    this.home = home;
  }

  /** Runs a command, however it ends. */
  async run(...args: string[]): Promise<Ended> {
    return await wasteland(args, this.#env);
  }

  /** Runs a command that must succeed, and gives its JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async json(...args: string[]): Promise<any> {
    const ended = await this.run(...args, '--json');
    if (ended.code !== 0) throw new Error(`${args.join(' ')} ended with ${ended.code}: ${ended.stdout}${ended.stderr}`);
    return JSON.parse(ended.stdout) as unknown;
  }

  /** The same user with other variables. */
  with(env: Record<string, string>): User {
    return new User({ ...this.#env, ...env }, this.home);
  }
}
