const COMPARE = {
  '==': (a, b) => a === b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
};

function percentile(sorted, share) {
  return sorted.length === 0 ? 0 : sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function aggregate(values, method) {
  const sorted = [...values].sort((a, b) => a - b);
  const sum = values.reduce((a, b) => a + b, 0);
  const [, share] = /^p\((\d+)\)$/.exec(method) ?? [];
  if (share) {
    return percentile(sorted, Number(share) / 100);
  }
  return { count: sum, rate: values.length ? sum / values.length : 0, max: sorted.at(-1) ?? 0 }[method];
}

/** The samples that a name like metric{tag:value} stands for. */
function select(samples, name) {
  const [, metric, tag, value] = /^([^{]+)(?:\{([^:]+):([^}]+)\})?$/.exec(name);
  return samples.filter(
    (sample) => sample.metric === metric && (!tag || sample.tags[tag] === value),
  );
}

/** Each threshold with the value that it found and whether it is met. */
export function evaluate(thresholds, samples) {
  return Object.entries(thresholds).flatMap(([name, expressions]) =>
    expressions.map((expression) => {
      const [, method, compare, limit] = /^(.+?)(==|<=|>)(.+)$/.exec(expression);
      const found = aggregate(select(samples, name).map((sample) => sample.value), method);
      return { name, expression, found, met: COMPARE[compare](found, Number(limit)) };
    }),
  );
}
