// Whether the keys act; remembered by the browser. Who speaks to their computer can turn them off
// (WCAG 2.2, 2.1.4).

const KEY = 'oncue.keys-off';

export class KeySwitch {
  #checkbox;

  constructor(checkbox) {
    this.#checkbox = checkbox;
    checkbox.checked = !isOff();
    checkbox.onchange = () => remember(!checkbox.checked);
  }

  get isOn() {
    return this.#checkbox.checked;
  }
}

function isOff() {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

function remember(off) {
  try {
    if (off) localStorage.setItem(KEY, 'off');
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is switched off: it holds for as long as the page does.
  }
}
