/**
 * Numbers what the common table expression `told` holds (kind, key, courseCode, day, fact, number, place) within its kind, and
 * gives the first `$2` of each with the total of all: so a statement answers for many kinds, however many rows they have.
 */
export const FIRST_OF_EACH_KIND = `
  numbered AS (
    SELECT told.*, (sum(number) OVER (PARTITION BY kind))::int AS total, row_number() OVER (PARTITION BY kind ORDER BY place, key) AS position FROM told
  )
  SELECT kind, key, "courseCode", day::text AS day, fact, number, total FROM numbered WHERE position <= $2 ORDER BY kind, position`;
