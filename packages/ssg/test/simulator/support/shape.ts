/**
 * Where two answers differ in shape: missing or extra members, other types. Lists are compared by their first entries. An empty
 * object stands for "nothing there" in SSG's answers (`photo`, `file`), so it matches any object.
 */
export function shapeDifferences(sample: unknown, answer: unknown, path = '$'): string[] {
  const [expected, actual] = [typeOf(sample), typeOf(answer)];
  if (expected !== actual) return [`${path}: ${expected} in the sample, ${actual} in the answer`];
  if (Array.isArray(sample) && Array.isArray(answer)) {
    return sample.length === 0 || answer.length === 0 ? [] : shapeDifferences(sample[0], answer[0], `${path}[0]`);
  }
  if (!isObject(sample) || !isObject(answer)) return [];
  if (path !== '$' && (Object.keys(sample).length === 0 || Object.keys(answer).length === 0)) return [];
  const names = new Set([...Object.keys(sample), ...Object.keys(answer)]);
  return [...names].flatMap((name) => {
    if (!(name in sample)) return [`${path}.${name}: not in the sample`];
    if (!(name in answer)) return [`${path}.${name}: not in the answer`];
    return shapeDifferences(sample[name], answer[name], `${path}.${name}`);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
