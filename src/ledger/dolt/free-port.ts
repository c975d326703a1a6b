import { createServer } from 'node:net';

/** A port that nobody listens on at this moment. `host` is where it will be used: loopback, or all interfaces if absent. */
export function freePort(host?: string): Promise<number> {
  return listenOnce(0, host);
}

/** Whether a port can be listened on, on all interfaces. */
export async function isFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        return false;
      }
      throw error;
    },
  );
}

function listenOnce(port: number, host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
