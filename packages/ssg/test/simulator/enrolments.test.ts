import { expect, test } from 'vitest';
import { COURSE, enrolmentBody, openWithCourses, openWithRuns, type Simulation, UEN } from './support/simulation.js';

const clock = () => new Date('2026-11-21T16:30:05.123Z');
const REFERENCE = 'ENR-2611-000001';
const RUNS = [
  { id: 850000, enrolments: [{ referenceNumber: REFERENCE, collectionStatus: 'Pending Payment' as const }] },
  { id: 850001 },
];
const EMPLOYER = {
  uen: '201912345K',
  contact: {
    fullName: 'Stephen',
    contactNumber: { countryCode: '+65', areaCode: '', phoneNumber: '60000001' },
    emailAddress: 'stephen@example.org',
  },
};

const create = (simulation: Simulation, body: object) => simulation.call('enrolments.create', { body });
const update = (simulation: Simulation, enrolment: object, referenceNumber = REFERENCE) =>
  simulation.call('enrolments.update', { parameters: { referenceNumber }, body: { enrolment } });
const view = (simulation: Simulation, referenceNumber = REFERENCE) =>
  simulation.call('enrolments.view', { parameters: { referenceNumber } });

test('ssg-api.md §9.10 a create answers in UTC, the view of the same record in Singapore time', async () => {
  const simulation = await openWithRuns(RUNS, { clock });

  const created = await create(simulation, enrolmentBody(850000));

  expect(created.body).toEqual({
    status: 200,
    data: { enrolment: { referenceNumber: 'ENR-2611-000002', status: 'Confirmed' } },
    meta: { createdOn: '2026-11-21T16:30:05Z', updatedOn: '2026-11-21T16:30:05Z' },
    error: {},
  });
  expect((await view(simulation, 'ENR-2611-000002')).body).toMatchObject({
    status: '200',
    data: {
      enrolment: {
        trainingPartner: { uen: UEN, code: `${UEN}-01`, name: 'INVENTED ACADEMY PTE. LTD.' },
        course: { referenceNumber: COURSE, run: { id: '850000' } },
        trainee: {
          id: 'INVENTED-1',
          email: { full: 'trainee@example.org' },
          sponsorshipType: 'Individual',
          employer: { uen: '', name: '', contact: { email: { full: '' } } },
          fees: { discountAmount: '50.25', collectionStatus: 'Full Payment' },
        },
      },
    },
    meta: { createdOn: '2026-11-22 00:30:05', updatedOn: '2026-11-22 00:30:05' },
  });
});

test('ssg-api.md §7.1 the same trainee twice in a run gets two reference numbers', async () => {
  const simulation = await openWithRuns(RUNS);

  await create(simulation, enrolmentBody(850001));
  await create(simulation, enrolmentBody(850001));

  const found = await simulation.search({ course: { run: { id: '850001' } }, trainee: { id: 'INVENTED-1' } });
  expect(found.body).toMatchObject({ meta: { totalRecords: 2 } });
});

test('ssg-api.md §7.1 an employer is stored, printed in title case', async () => {
  const simulation = await openWithRuns(RUNS);

  await create(simulation, enrolmentBody(850000, { sponsorshipType: 'EMPLOYER', employer: EMPLOYER }));

  expect((await view(simulation, 'ENR-2611-000002')).body).toMatchObject({
    data: {
      enrolment: {
        trainee: {
          sponsorshipType: 'Employer',
          employer: { uen: '201912345K', contact: { fullName: 'Stephen', email: { full: 'stephen@example.org' } } },
        },
      },
    },
  });
});

test('ssg-api.md §3.1 an unknown course brings two messages, the second without a code', async () => {
  const simulation = await openWithRuns(RUNS);

  const received = await create(
    simulation,
    enrolmentBody(850000, {}, { course: { referenceNumber: 'TGS-0000000000', run: { id: '850000' } } }),
  );

  expect([received.status, received.body]).toEqual([
    400,
    {
      status: 400,
      data: {},
      meta: {},
      error: {
        message: 'Enrolment cannot be created',
        details: [
          { field: 'enrolment.course.referenceNumber', message: 'TGS-406 - Invalid course reference number' },
          { field: 'course.referenceNumber', message: 'Course does not belong to the Training Partner' },
        ],
      },
    },
  ]);
});

test.each([
  ['a blank name', { fullName: '' }, 'enrolment.trainee.fullName', 'TGS-441 - Required fields cannot be blank'],
  ['no employer', { sponsorshipType: 'EMPLOYER' }, 'enrolment.trainee.employer.uen', 'TGS-441 - Required fields cannot be blank'],
  [
    'a bad employer UEN',
    { sponsorshipType: 'EMPLOYER', employer: { ...EMPLOYER, uen: 'G0123456S' } },
    'Employer.UEN',
    'Invalid employer UEN',
  ],
  [
    'an unknown collection status',
    { fees: { collectionStatus: 'Later' } },
    'enrolment.trainee.fees.collectionStatus',
    'Invalid collection status',
  ],
  ['a bad date of birth', { dateOfBirth: '25/02/1995' }, 'enrolment.trainee.dateOfBirth', 'Invalid date'],
])('ssg-api.md §7.1 a create with %s is refused by field', async (_what, trainee, field, message) => {
  const simulation = await openWithRuns(RUNS);

  const received = await create(simulation, enrolmentBody(850000, trainee));

  expect(received.status).toBe(400);
  expect(received.body.error).toMatchObject({ details: expect.arrayContaining([{ field, message }]) });
});

test('ssg-api.md §7.2 an update to another run of the course moves the enrolment and keeps its number', async () => {
  const simulation = await openWithRuns(RUNS, { clock });

  const moved = await update(simulation, { action: 'Update', course: { run: { id: '850001' } } });

  expect(moved.body).toMatchObject({
    status: 200,
    data: { enrolment: { referenceNumber: REFERENCE, status: 'Confirmed' } },
    meta: { updatedOn: '2026-11-21T16:30:05Z' },
  });
  expect((await simulation.search({ course: { run: { id: '850000' } } })).status).toBe(404);
  expect((await simulation.search({ course: { run: { id: '850001' } } })).body).toMatchObject({
    data: [{ enrolment: { referenceNumber: REFERENCE } }],
  });
});

test('ssg-api.md §7.2 a run of another course is no place to move to', async () => {
  const simulation = await openWithCourses([
    { referenceNumber: COURSE, runs: RUNS },
    { referenceNumber: 'TGS-2026000002', runs: [{ id: 860000 }] },
  ]);

  expect((await update(simulation, { action: 'Update', course: { run: { id: '860000' } } })).status).toBe(400);
});

test.each([
  [
    'phone, email, feecollectionStatus',
    {
      trainee: { contactNumber: { countryCode: '+65', phone: '81111111' }, email: 'new@example.org' },
      fees: { feecollectionStatus: 'full payment' },
    },
  ],
  [
    'phoneNumber, emailAddress, collectionStatus',
    {
      trainee: { contactNumber: { countryCode: '+65', phoneNumber: '81111111' }, emailAddress: 'new@example.org' },
      fees: { collectionStatus: 'Full Payment' },
    },
  ],
])('ssg-api.md §7.2 both spellings of an update are read: %s', async (_what, members) => {
  const simulation = await openWithRuns(RUNS);

  await update(simulation, { action: 'Update', ...members });

  expect((await view(simulation)).body).toMatchObject({
    data: {
      enrolment: {
        trainee: {
          contactNumber: { phoneNumber: '81111111' },
          email: { full: 'new@example.org' },
          fees: { collectionStatus: 'Full Payment' },
        },
      },
    },
  });
});

test('ssg-api.md §7.2 after a cancel nothing can be changed: TGS-439', async () => {
  const simulation = await openWithRuns(RUNS);
  const refusal = { status: 400, error: { details: [{ message: expect.stringMatching(/^TGS-439 - /) }] } };

  expect((await update(simulation, { action: 'Cancel', course: { run: { id: '850000' } } })).body).toMatchObject({
    data: { enrolment: { status: 'Cancelled' } },
  });

  expect((await update(simulation, { action: 'Update' })).body).toMatchObject(refusal);
  expect((await update(simulation, { action: 'Cancel' })).body).toMatchObject(refusal);
  const fees = { parameters: { referenceNumber: REFERENCE }, body: { fees: { collectionStatus: 'full payment' } } };
  expect((await simulation.call('enrolments.updateFeeCollection', fees)).body).toMatchObject(refusal);
  expect((await view(simulation)).body).toMatchObject({ data: { enrolment: { status: 'Cancelled' } } });
});

test('ssg-api.md §10.13 a stored employer UEN that fails the check blocks the cancel', async () => {
  const simulation = await openWithRuns([
    { id: 850000, enrolments: [{ referenceNumber: REFERENCE, employer: { uen: 'G0123456S' } }] },
  ]);

  expect((await update(simulation, { action: 'Cancel' })).body).toMatchObject({
    status: 400,
    error: { details: [{ field: 'Employer.UEN', message: 'Invalid employer UEN' }] },
  });
});

test('ssg-api.md §7.2 the action is capitalised', async () => {
  const simulation = await openWithRuns(RUNS);

  expect((await update(simulation, { action: 'cancel' })).status).toBe(400);
});

test.each([{ fees: { collectionStatus: 'partial payment' } }, { enrolment: { fees: { collectionStatus: 'Partial Payment' } } }])(
  'ssg-api.md §7.5 the fee collection %o is accepted',
  async (body) => {
    const simulation = await openWithRuns(RUNS);

    const received = await simulation.call('enrolments.updateFeeCollection', {
      parameters: { referenceNumber: REFERENCE },
      body,
    });

    expect(received.body).toMatchObject({ status: 200, data: { enrolment: { referenceNumber: REFERENCE } } });
    expect((await view(simulation)).body).toMatchObject({
      data: { enrolment: { trainee: { fees: { collectionStatus: 'Partial Payment' } } } },
    });
  },
);

test('an unknown reference number is a 404 for view, update and fees', async () => {
  const simulation = await openWithRuns(RUNS);

  expect((await view(simulation, 'ENR-2611-999999')).status).toBe(404);
  expect((await update(simulation, { action: 'Cancel' }, 'nothing')).status).toBe(404);
});
