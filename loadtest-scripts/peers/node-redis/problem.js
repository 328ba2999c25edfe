/** Why a request is refused, told as Oncue tells it. */
export class Problem {
  constructor(status, code) {
    this.status = status;
    this.body = JSON.stringify({ type: `urn:oncue:problem:${code}`, title: code, status });
  }
}
