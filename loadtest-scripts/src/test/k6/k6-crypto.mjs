import { createHmac } from 'node:crypto';

function hmac(algorithm, secret, data, encoding) {
  if (encoding !== 'base64rawurl') {
    throw new Error(`no stand-in for the encoding ${encoding}`);
  }
  return createHmac(algorithm, secret).update(data).digest('base64url');
}

export default { hmac };
