// Tencent's own envelope (@wecom/crypto): one request a line on standard input, one answer a line on standard output.
import { createInterface } from "node:readline";
import { decrypt, encrypt, getSignature } from "@wecom/crypto";

const work = {
  encrypt: ({ key, text, id }) => encrypt(key, text, id),
  decrypt: ({ key, text }) => decrypt(key, text),
  sign: ({ token, timestamp, nonce, text }) => getSignature(token, timestamp, nonce, text),
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  process.stdout.write(JSON.stringify(work[asked.do](asked)) + "\n");
}
