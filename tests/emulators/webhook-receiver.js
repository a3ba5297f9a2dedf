// A receiver of webhooks as its author would write it on the published libraries: Standard Webhooks verifies, the
// CloudEvents SDK reads. Prints its address, then one line of JSON for each request.
// node webhook-receiver.js SECRET
const http = require('node:http');
const { HTTP } = require('cloudevents');
const { Webhook } = require('standardwebhooks');

const webhook = new Webhook(process.argv[2]);

function read({ method, headers, body }) {
  if (method === 'OPTIONS') {
    return { handshake: headers['webhook-request-origin'] };
  }
  webhook.verify(body, headers);
  const events = [].concat(HTTP.toEvent({ headers, body }));
  events.forEach(event => event.validate());
  return { id: headers['webhook-id'], events };
}

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', () => {
    let seen;
    try {
      seen = read({ method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(204, { 'webhook-allowed-origin': '*', 'webhook-allowed-rate': '*' });
    } catch (error) {
      seen = { error: String(error) };
      response.writeHead(400);
    }
    response.end();
    console.log(JSON.stringify(seen));
  });
});

server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
