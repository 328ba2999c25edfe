/** k6 makes it once for all VUs; here each makes its own. */
export class SharedArray {
  constructor(name, make) {
    return make();
  }
}
