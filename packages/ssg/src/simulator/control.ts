import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { ZodError } from 'zod';
import type { WritableCallLog } from './call-log.js';
import { courseChange, enrolmentChange, newRun, runChange } from './control-request.js';
import type { SimulatorParts } from './exchange.js';
import { faultRule } from './fault-rule.js';
import { addRun, changeEnrolment, changeRun, UnknownRecordError } from './staff.js';

/**
 * `/__simulator`: lets another process (an end-to-end test, an operator) steer the simulator. Answers loopback callers only, whatever
 * address the simulator listens on, because it shows and changes everything without asking who is there.
 */
export function createControlRoutes(parts: SimulatorParts, calls: WritableCallLog): Router {
  const routes = express.Router();
  routes.use(refuseOthersThanLoopback);
  routes.use(express.json({ limit: '1mb' }));

  routes.get('/faults', (_request, response) => void response.json(parts.faults.list()));
  routes.post('/faults', (request, response) => void response.status(201).json(parts.faults.add(faultRule.parse(request.body))));
  routes.delete('/faults', (_request, response) => void response.json({ cleared: parts.faults.clear() }));
  routes.delete('/faults/:id', (request, response) => {
    if (!parts.faults.clear(request.params.id)) throw new UnknownRecordError(`There is no fault ${request.params.id}.`);
    response.json({ cleared: true });
  });

  routes.get('/calls', ({ query }, response) => {
    const operation = typeof query.operation === 'string' ? query.operation : undefined;
    response.json({ counts: calls.counts(), calls: calls.list(operation) });
  });
  routes.delete('/calls', (_request, response) => {
    calls.clear();
    response.json({ cleared: true });
  });
  routes.delete('/tokens', (_request, response) => {
    parts.tokens.expireAll();
    response.json({ expired: true });
  });

  addStateRoutes(routes, parts);
  routes.use(explainFailure);
  return routes;
}

const uenOf = ({ query }: Request): string | undefined => (typeof query.uen === 'string' ? query.uen : undefined);

function addStateRoutes(routes: Router, { state, now }: SimulatorParts): void {
  routes.get('/state', (_request, response) => {
    const { seed, today, rejectedRows } = state;
    const counts = { providers: state.providers().length, courses: state.courses().length, runs: state.runs().length };
    response.json({ seed, today, ...counts, inventedRuns: state.enrolments.inventedRuns, rejectedRows });
  });
  routes.get('/state/providers', (_request, response) => {
    response.json(state.providers().map(({ trainers: _trainers, ...provider }) => provider));
  });
  routes.get('/state/courses', (request, response) => void response.json(state.courses(uenOf(request))));
  routes.get('/state/trainers', (request, response) => {
    const uen = uenOf(request);
    const trainersOf = state.providers().filter((provider) => uen === undefined || provider.uen === uen);
    response.json(
      trainersOf.flatMap(({ trainers }) => trainers.map(({ id, name, email, roles }) => ({ id, name, email, roles }))),
    );
  });
  routes.get('/state/runs', ({ query }, response) => {
    const courseReferenceNumber = typeof query.courseReferenceNumber === 'string' ? query.courseReferenceNumber : undefined;
    response.json(state.runs(courseReferenceNumber === undefined ? {} : { courseReferenceNumber }));
  });
  routes.get('/state/runs/:id', ({ params }, response) => {
    const run = state.run(Number(params.id));
    if (run === null) throw new UnknownRecordError(`There is no course run ${params.id}.`);
    response.json({ ...run, trainers: state.trainersOfRun(run), sessions: state.sessionsOfRun(run) });
  });
  routes.get(
    '/state/runs/:id/enrolments',
    ({ params }, response) => void response.json(state.enrolments.ofRun(Number(params.id))),
  );
  routes.get('/state/enrolments/:referenceNumber', ({ params }, response) => {
    const record = state.enrolments.find(params.referenceNumber);
    if (record === null) throw new UnknownRecordError(`There is no enrolment ${params.referenceNumber}.`);
    response.json(record);
  });

  routes.post('/enrolments', ({ body }, response) => {
    response.json(changeEnrolment(state, enrolmentChange.parse(body), now()));
  });
  routes.post('/runs', ({ body }, response) => void response.status(201).json(addRun(state, newRun.parse(body))));
  routes.patch('/runs/:id', ({ params, body }, response) => {
    response.json(changeRun(state, Number(params.id), runChange.parse(body)));
  });
  routes.delete('/runs/:id', ({ params }, response) => {
    state.deleteRun(Number(params.id));
    response.json({ deleted: true });
  });
  routes.patch('/courses/:referenceNumber', ({ params, body }, response) => {
    const course = state.course(params.referenceNumber);
    if (course === null) throw new UnknownRecordError(`There is no course ${params.referenceNumber}.`);
    const { title = course.title, expired = course.expired } = courseChange.parse(body);
    state.saveCourse({ ...course, title, expired });
    response.json(state.course(course.referenceNumber));
  });
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

function refuseOthersThanLoopback(request: Request, response: Response, next: NextFunction): void {
  if (LOOPBACK.test(request.socket.remoteAddress ?? '')) next();
  else response.status(403).json({ error: 'The control endpoints answer callers on this machine only.' });
}

/** Mistakes of the caller are explained; anything else goes on to express, which answers 500. */
function explainFailure(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (error instanceof ZodError) {
    const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    response.status(400).json({ error: 'The request was not understood.', issues });
  } else if (error instanceof UnknownRecordError) response.status(404).json({ error: error.message });
  else next(error);
}
