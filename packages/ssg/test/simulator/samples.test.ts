import { expect, test } from 'vitest';
import { readSample, samplesAreThere } from '../support/samples.js';
import { shapeDifferences } from './support/shape.js';
import { COURSE, enrolmentBody, openWithRuns, type Received, type Simulation, UEN } from './support/simulation.js';

/** Each answer against the official sample of the same resource: the same members, the same types, the same order on top. */
const RUN = {
  id: 850014,
  trainers: [{ email: 'first@example.org' }],
  sessions: [
    {
      startDate: '2026-11-28',
      endDate: '2026-11-28',
      startTime: '00:00',
      endTime: '23:59',
      modeOfTraining: '2' as const,
      venue: null,
    },
  ],
  enrolments: [{ referenceNumber: 'ENR-2611-000001' }, { referenceNumber: 'ENR-2611-000002', employer: true as const }],
};
const RUN_PARAMETER = { parameters: { runId: '850014' } };
const RUN_QUERY = { ...RUN_PARAMETER, query: { uen: UEN, courseReferenceNumber: COURSE } };
const reference = (referenceNumber: string) => ({ parameters: { referenceNumber } });

interface Case {
  sample: string;
  httpStatus: number;
  ask(simulation: Simulation): Promise<Received>;
}

const CASES: Case[] = [
  { sample: 'courserun.by-reference.response.200.with-trainer', httpStatus: 200, ask: (s) => s.listRuns() },
  { sample: 'courserun.by-reference.response.200.actual-1-run', httpStatus: 200, ask: (s) => s.listRuns() },
  { sample: 'courserun.by-reference.response.200.expected-18-runs', httpStatus: 200, ask: (s) => s.listRuns() },
  { sample: 'courserun.view.response.200.expected', httpStatus: 200, ask: (s) => s.viewRun(850014) },
  { sample: 'courserun.view.response.404', httpStatus: 404, ask: (s) => s.viewRun(1) },
  { sample: 'courserun.sessions.response.200.expected', httpStatus: 200, ask: (s) => s.call('sessions.list', RUN_QUERY) },
  {
    sample: 'courserun.sessions.response.404-none',
    httpStatus: 404,
    ask: (s) => s.call('sessions.list', { ...RUN_QUERY, query: { ...RUN_QUERY.query, sessionMonth: '012020' } }),
  },
  { sample: 'attendance.view.response.200.empty', httpStatus: 200, ask: (s) => s.call('attendance.list', RUN_QUERY) },
  {
    sample: 'courserun.edit.delete-run.response.200',
    httpStatus: 200,
    ask: (s) =>
      s.call('courseRuns.edit', {
        ...RUN_PARAMETER,
        body: { course: { courseReferenceNumber: COURSE, trainingProvider: { uen: UEN }, run: { action: 'delete' } } },
      }),
  },
  {
    sample: 'enrolment.create.response.200',
    httpStatus: 200,
    ask: (s) => s.call('enrolments.create', { body: enrolmentBody(850014) }),
  },
  {
    sample: 'enrolment.create.response.400-blank-uen.actual',
    httpStatus: 400,
    ask: (s) =>
      s.call('enrolments.create', { body: enrolmentBody(850014, {}, { trainingPartner: { uen: '', code: `${UEN}-01` } }) }),
  },
  {
    sample: 'enrolment.create.response.403-mismatched-uen',
    httpStatus: 403,
    ask: (s) =>
      s.call('enrolments.create', {
        body: enrolmentBody(850014, {}, { trainingPartner: { uen: '199900650G', code: '199900650G-01' } }),
      }),
  },
  {
    sample: 'enrolment.update.response.200',
    httpStatus: 200,
    ask: (s) => s.call('enrolments.update', { ...reference('ENR-2611-000001'), body: { enrolment: { action: 'Update' } } }),
  },
  {
    sample: 'enrolment.cancel.response.200',
    httpStatus: 200,
    ask: (s) => s.call('enrolments.update', { ...reference('ENR-2611-000001'), body: { enrolment: { action: 'Cancel' } } }),
  },
  {
    sample: 'enrolment.view.response.200-individual.expected',
    httpStatus: 200,
    ask: (s) => s.call('enrolments.view', reference('ENR-2611-000001')),
  },
  {
    sample: 'enrolment.search.response.200-individual.expected',
    httpStatus: 200,
    ask: (s) => s.search({ course: { run: { id: '850014' } }, trainee: { sponsorshipType: 'INDIVIDUAL' } }),
  },
];

test.skipIf(!samplesAreThere).each(CASES)(
  'ssg-api.md §11 answers like the official $sample',
  async ({ sample, httpStatus, ask }) => {
    const simulation = await openWithRuns([RUN]);
    const official = readSample(`conformance/${sample}.json`) as Record<string, unknown>;

    const received = await ask(simulation);

    expect(received.status).toBe(httpStatus);
    expect(shapeDifferences(official, received.body)).toEqual([]);
    expect(Object.keys(received.body)).toEqual(Object.keys(official));
    expect(received.body.error).toEqual(official.error);
  },
);

test.skipIf(!samplesAreThere)('ssg-api.md §7.5 a fee collection answers with the reference number only', async () => {
  const simulation = await openWithRuns([RUN]);
  const body = readSample('conformance/enrolment.feeCollection.request.json');

  const received = await simulation.call('enrolments.updateFeeCollection', { ...reference('ENR-2611-000001'), body });

  expect(received.body).toMatchObject({ status: 200, data: { enrolment: { referenceNumber: 'ENR-2611-000001' } }, error: {} });
});

test.skipIf(!samplesAreThere)(
  'ssg-api.md §5.3 the official publish body is accepted and answered with a numeric id',
  async () => {
    const simulation = await openWithRuns([RUN]);
    const body = readSample('conformance/courserun.publish.request.json') as PublishSample;
    body.course.courseReferenceNumber = COURSE;
    body.course.trainingProvider.uen = UEN;

    const received = await simulation.call('courseRuns.publish', { body });

    expect(shapeDifferences(readSample('conformance/courserun.publish.response.200.json'), received.body)).toEqual([]);
    expect(received.body).toMatchObject({ data: { runs: [{ id: 850015 }] } });
  },
);

test.skipIf(!samplesAreThere)('ssg-api.md §6.2 the official upload body is accepted', async () => {
  const simulation = await openWithRuns([RUN]);
  const body = readSample('constructed/attendance.upload.request.json') as UploadSample;
  body.uen = UEN;
  body.course.referenceNumber = COURSE;
  body.course.sessionID = `${COURSE}-850014-S1`;

  const received = await simulation.call('attendance.upload', { ...RUN_PARAMETER, body });

  expect(received.body).toEqual({ data: {}, error: {}, meta: {}, status: 200 });
});

interface PublishSample {
  course: { courseReferenceNumber: string; trainingProvider: { uen: string } };
}
interface UploadSample {
  uen: string;
  course: { referenceNumber: string; sessionID: string };
}
