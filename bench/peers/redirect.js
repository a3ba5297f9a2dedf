// The least of a URL shortener in Node: asks Redis where a key leads. Arguments: port, port of Redis.
const http = require("node:http");
const Redis = require("ioredis");

const [port, redisPort] = process.argv.slice(2).map(Number);
const redis = new Redis({ host: "127.0.0.1", port: redisPort, enableAutoPipelining: true });

http
  .createServer(async (request, response) => {
    const target = await redis.get("link:" + request.url.slice(1));
    response.writeHead(
      target ? 301 : 404,
      target ? { location: target, "cache-control": "public, max-age=3600", "content-length": 0 } : { "content-length": 0 },
    );
    response.end();
  })
  .listen(port, "127.0.0.1");
