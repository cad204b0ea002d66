/** A cursor as `t.prismaConnection` makes it, around the row's id. */
const PREFIX = 'GPC:S:';
const UUID_LENGTH = 36;

/** @param mark what the cursors of the list's order carry behind the id (`cursorMark`) */
export const cursorOf = (id: string, mark: string): string => Buffer.from(`${PREFIX}${id}${mark}`).toString('base64');

/** The id in a cursor whose form was checked before (`checkArguments`). */
export const idOfCursor = (cursor: string): string =>
  Buffer.from(cursor, 'base64').toString('utf8').slice(PREFIX.length).slice(0, UUID_LENGTH);
