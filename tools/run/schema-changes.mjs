import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fromRoot } from './paths.mjs';

export const CURRENT_SCHEMA = 'apps/api/schema.graphql';
export const RELEASED_SCHEMA = 'apps/api/schema.released.graphql';

// Of the package that builds the schema: two copies of graphql do not know each other's types.
const load = createRequire(fromRoot('apps/api/package.json'));
const { buildSchema, getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType } = load('graphql');
const { diff, CriticalityLevel } = load('@graphql-inspector/core');

/** `Use courseRuns. Removed after 2027-05-21.`: what takes its place, and the day from which it may go. */
const DEPRECATION = /\bUse .+\. Removed after (\d{4}-\d{2}-\d{2})\.$/;

/**
 * What a program written against the released schema would stumble over in the current one, and deprecations that do not
 * say what to use and until when; a sentence each. What was deprecated in the released schema until a day before `today`
 * may be gone, and with it the types that nothing else used.
 * @param {{ released: string, current: string, today: string }} schemas SDL, and `YYYY-MM-DD`
 */
export async function findBreakingChanges({ released, current, today }) {
  const [before, after] = [buildSchema(released), buildSchema(current)];
  const expired = new Set(
    deprecations(before).flatMap(({ path, reason }) => ((DEPRECATION.exec(reason)?.[1] ?? '9999') < today ? [path] : [])),
  );
  const changes = await diff(before, after);
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  return [
    ...breaking.filter(({ path, type }) => !isExpired(before, expired, path, type)).map(({ message }) => message),
    ...deprecations(after)
      .filter(({ reason }) => !DEPRECATION.test(reason))
      .map(({ path, reason }) => `The deprecation of ${path} must end "Use x. Removed after YYYY-MM-DD.", and says "${reason}"`),
  ];
}

/** The stage: the schema file against the one that is promised. Paths are from the root. */
export async function checkSchemaChanges({
  currentFile = CURRENT_SCHEMA,
  releasedFile = RELEASED_SCHEMA,
  today = new Date().toISOString().slice(0, 10),
} = {}) {
  for (const file of [currentFile, releasedFile])
    if (!existsSync(fromRoot(file))) return { code: 1, text: `${file} is not there. Take it from the repository.` };
  const [current, released] = [currentFile, releasedFile].map((file) => readFileSync(fromRoot(file), 'utf8'));
  const found = await findBreakingChanges({ released, current, today });
  return { code: found.length > 0 ? 1 : 0, text: found.map((line) => `  ${line}`).join('\n') };
}

/** Whether it went because its time was over. A type goes with the last expired field, argument or input field that led to it. */
function isExpired(schema, expired, path, change) {
  if (expired.has(path)) return true;
  // `FIELD_TYPE_CHANGED` and its like keep the name, and so break whoever asks for it still.
  if (change !== 'TYPE_REMOVED') return [...expired].some((gone) => path?.startsWith(`${gone}.`));
  const users = members(schema).filter(({ type }) => type && getNamedType(type).name === path);
  return (
    users.length > 0 &&
    users.every((user) => expired.has(user.path) || [...expired].some((gone) => user.path.startsWith(`${gone}.`)))
  );
}

const deprecations = (schema) =>
  members(schema).flatMap(({ path, deprecationReason }) =>
    deprecationReason == null ? [] : [{ path, reason: deprecationReason }],
  );

/** Fields, arguments, input fields and enum values, with their paths as the comparison names them. */
function members(schema) {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    const at = (member, parent = type.name) => ({ ...member, path: `${parent}.${member.name}` });
    if (type.name.startsWith('__')) return [];
    if (isEnumType(type)) return type.getValues().map(({ name, deprecationReason }) => at({ name, deprecationReason }));
    if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => at(field));
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => [
      at(field),
      ...field.args.map((argument) => at(argument, `${type.name}.${field.name}`)),
    ]);
  });
}
