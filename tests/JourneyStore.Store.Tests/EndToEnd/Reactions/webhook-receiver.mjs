// A receiver as the Standard Webhooks project's own library has it: one line of JSON on stdout for each request.
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.argv[2]);
const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", chunk => chunks.push(chunk));
  request.on("end", () => {
    let said;
    try {
      const payload = webhook.verify(Buffer.concat(chunks).toString("utf8"), request.headers);
      said = { verified: true, id: request.headers["webhook-id"], event: payload };
    } catch (problem) {
      said = { verified: false, id: request.headers["webhook-id"], problem: String(problem) };
    }
    console.log(JSON.stringify(said));
    response.writeHead(said.verified ? 204 : 401).end();
  });
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
