function b64encode(text, encoding) {
  if (encoding !== 'rawurl') {
    throw new Error(`no stand-in for the encoding ${encoding}`);
  }
  return Buffer.from(text).toString('base64url');
}

export default { b64encode };
