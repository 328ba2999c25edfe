// Ids for what a person only gives a text to. The contract allows letters, digits and . _ : @ -

const MAX_LENGTH = 40;

/** A readable id for each text, so that logs and exports can be read: `Blue sky` is `blue-sky`. */
export function optionIds(texts) {
  const taken = new Set();
  return texts.map((text, i) => {
    const readable = text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, MAX_LENGTH)
      .replace(/^-+|-+$/g, '');
    let id = readable || `option-${i + 1}`;
    while (taken.has(id)) id += `-${i + 1}`;
    taken.add(id);
    return id;
  });
}

/** Made here and not by the server: a request sent again after a lost answer is then the same poll. */
export function pollId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `poll-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
