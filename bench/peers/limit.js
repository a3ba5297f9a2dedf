// A rate limiter as it is usually built in Node: rate-limiter-flexible over Redis. Arguments: port, port of Redis, permits a day.
const http = require("node:http");
const Redis = require("ioredis");
const { RateLimiterRedis } = require("rate-limiter-flexible");

const [port, redisPort, points] = process.argv.slice(2).map(Number);
const redis = new Redis({ host: "127.0.0.1", port: redisPort, enableAutoPipelining: true });
const limiter = new RateLimiterRedis({ storeClient: redis, keyPrefix: "flexible", points, duration: 86400, inMemoryBlockOnConsumed: points + 1 });

const answer = (response, status, body) => {
  const text = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
};

http
  .createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", async () => {
      const { caller } = JSON.parse(Buffer.concat(chunks));
      try {
        const state = await limiter.consume(caller.user);
        answer(response, 200, { allowed: true, remaining: state.remainingPoints });
      } catch (refusal) {
        if (refusal instanceof Error) {
          answer(response, 500, { error: refusal.message });
        } else {
          answer(response, 429, { allowed: false, remaining: 0 });
        }
      }
    });
  })
  .listen(port, "127.0.0.1");
