// Reads the tokens that callers bring: JWTs, HS256.
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { Problem } from './polls.js';

const SCHEME = 'Bearer ';

/** Gives a function from an Authorization header to its claims; throws unauthorized. */
export function tokenReader(secret) {
  const key = createSecretKey(Buffer.from(secret));
  // All tokens of one signer have the same header: it is read once.
  let knownHeader;

  function requireHs256(header) {
    if (header !== knownHeader) {
      if (decode(header).alg !== 'HS256') throw new Problem(401, 'unauthorized');
      knownHeader = header;
    }
  }

  function requireSignature(signed, signature) {
    const right = createHmac('sha256', key).update(signed).digest();
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== right.length || !timingSafeEqual(given, right)) throw new Problem(401, 'unauthorized');
  }

  function claimsOf(token) {
    const first = token.indexOf('.');
    const last = token.lastIndexOf('.');
    requireHs256(token.slice(0, first));
    requireSignature(token.slice(0, last), token.slice(last + 1));
    const claims = decode(token.slice(first + 1, last));
    const isComplete = typeof claims.sub === 'string' && claims.sub && Array.isArray(claims.groups);
    if (!isComplete || !(claims.exp > Date.now() / 1000)) throw new Problem(401, 'unauthorized');
    return claims;
  }

  return (authorization) => {
    if (!authorization?.startsWith(SCHEME)) throw new Problem(401, 'unauthorized');
    return claimsOf(authorization.slice(SCHEME.length));
  };
}

function decode(part) {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) ?? {};
  } catch {
    throw new Problem(401, 'unauthorized');
  }
}
