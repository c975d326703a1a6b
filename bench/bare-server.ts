import { createServer } from 'node:http';

/** What any answer over HTTP takes on this machine: a server that does nothing but send bytes. Says its port on stdout. */
const body = JSON.stringify({
  allowed: false,
  reasons: Array.from({ length: 8 }, (_, no) => `a reason in a few words ${no}`),
});

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(body);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(address.port);
});
