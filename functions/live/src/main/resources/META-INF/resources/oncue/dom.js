// Builds elements without ever parsing markup: questions, options and problem details come from
// other people, so they only enter the page as text nodes. An element that has such a text alone has
// `dir: 'auto'`: the text starts where its script does, and turns nothing around it.

/**
 * One element. `properties` are DOM properties, except `data` (data-* attributes) and `aria`
 * (aria-* attributes); `children` are elements or strings.
 */
export function el(tag, properties = {}, ...children) {
  const { data = {}, aria = {}, ...plain } = properties;
  const element = Object.assign(document.createElement(tag), plain);
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(`aria-${name}`, value);
  element.append(...children);
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Sets text only where it differs: a live region is read out again at every write. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Puts just these elements into a parent, and moves none where they are in place: that would restart its
 *  animations, and take a press away from the finger that is on it. */
export function setChildren(parent, elements) {
  for (const child of [...parent.children]) if (!elements.includes(child)) child.remove();
  elements.forEach((element, i) => {
    if (parent.children[i] !== element) parent.insertBefore(element, parent.children[i] ?? null);
  });
}

/** Says something to a screen reader that sighted people see from the page itself. */
export function announce(text) {
  byId('announcer').textContent = text;
}

/** Shows a message over the page, or takes it away with an empty text. */
export function notice(text) {
  const element = byId('notice');
  setText(element, text);
  element.hidden = text === '';
}

export const calmMotion = matchMedia('(prefers-reduced-motion: reduce)');
