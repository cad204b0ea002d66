import type { z } from 'zod';
import { type CallContext, SsgError } from './ssg-error.js';

export interface ShapeIssue {
  /** `data.course.runs.3.id` */
  path: string;
  /** What was expected; never the value that was found, which may be personal data. */
  message: string;
}

const QUOTED_ISSUES = 3;

/** The envelope says success but its content is not what this client knows: SSG changed, or the client is wrong. */
export class SsgAnswerShapeError extends SsgError {
  readonly kind = 'answer-shape';
  readonly issues: readonly ShapeIssue[];

  constructor(context: CallContext, facts: { httpStatus: number; status: number; issues: readonly ShapeIssue[] }) {
    const quoted = facts.issues.slice(0, QUOTED_ISSUES).map((issue) => `${issue.path}: ${issue.message}`);
    const more = facts.issues.length > quoted.length ? ` (and ${facts.issues.length - quoted.length} more)` : '';
    super(context, {
      ...facts,
      summary: `SSG's answer does not have the expected shape: ${quoted.join('; ')}${more}.`,
      remedy: 'Compare the API version in use with the schema in packages/ssg/src/resources, and correct whichever is outdated.',
    });
    this.issues = facts.issues;
  }
}

/** Zod's issues without the values they complain about. Of a union, the alternative that fitted furthest speaks. */
export function shapeIssues(error: z.ZodError): ShapeIssue[] {
  return error.issues.flatMap((issue) => describe(issue, []));
}

function describe(issue: z.core.$ZodIssue, parents: readonly PropertyKey[]): ShapeIssue[] {
  const path = [...parents, ...issue.path];
  if (issue.code === 'invalid_union') {
    const furthest = issue.errors.reduce<z.core.$ZodIssue[]>((best, next) => (depthOf(next) >= depthOf(best) ? next : best), []);
    if (depthOf(furthest) > 0) return furthest.flatMap((inner) => describe(inner, path));
  }
  return [{ path: path.map(String).join('.') || '(whole answer)', message: issue.message }];
}

const depthOf = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length));
