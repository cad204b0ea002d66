import type { RunOutline } from './dataset.js';
import { addDays } from './dates.js';
import { createRandom } from './prng.js';
import type { RunRecord, VenueRecord } from './records.js';

/** Run ids and attendance codes begin where SSG's own samples of 2025 were (ssg-api.md §11). */
export const FIRST_RUN_ID = 850_000;
const FIRST_ATTENDANCE_CODE = 145_000;
const QR_CODE_ADDRESS = 'https://uat.myskillsfuture.gov.sg/api/uat/take-attendance/';
const ONLINE_MODES = new Set(['2', '9']);

const VENUES: readonly VenueRecord[] = [
  venue('112A', 'Building ABC', '15', '569141', '24', 'Street ABC', '001', true),
  venue('10', 'Invented Plaza', '06', '079903', 'Lab 07', 'Example Road', '19', false),
  venue('53', 'Sample Hub', '04', '569933', 'Room 4', 'Example Avenue 3', '04', true),
];

/** The venue of a run without a place: blank members, as SSG prints them. */
export const BLANK_VENUE: VenueRecord = venue('', '', '', '', '', '', '', false);

/** A full run from its outline. The rest (window, vacancy, attendance code, venue …) depends on seed and run id alone. */
export function createRun(seed: number, outline: RunOutline): RunRecord {
  const random = createRandom(seed, 'run', outline.id);
  const registrationOpening = addDays(outline.startDate, -random.integer(30, 60));
  const intakeSize = random.pick([20, 24, 25, 30, 40]);
  return {
    ...outline,
    registrationOpening,
    registrationClosing: addDays(outline.startDate, -1),
    vacancy: random.chance(0.7) ? 'A' : random.chance(0.6) ? 'L' : 'F',
    intakeSize,
    threshold: random.pick([0, 5, 10]),
    registeredUserCount: null,
    courseAdminEmail: 'course.admin@example.org',
    scheduleInfo: random.pick(['Mon to Fri / 9am - 6pm', 'Sat / 9am - 6pm', 'Weekday evenings / 7pm - 10pm']),
    sequenceNumber: 0,
    qrCodeLink: qrCodeLink(random.next(), outline.id, random.hex(32)),
    venue: ONLINE_MODES.has(outline.modeOfTraining) ? BLANK_VENUE : random.pick(VENUES),
    attendanceTaken: false,
  };
}

/** One attendance code per run (§9.7): usually `RA######`; a few old ones have 32 hexadecimal digits, a few none yet. */
function qrCodeLink(share: number, runId: number, hex: string): string {
  if (share < 0.03) return '';
  if (share < 0.06) return QR_CODE_ADDRESS + hex;
  return attendanceLink(runId);
}

/** The link that a newly published run gets. */
export const attendanceLink = (runId: number): string => `${QR_CODE_ADDRESS}RA${FIRST_ATTENDANCE_CODE + runId - FIRST_RUN_ID}`;

function venue(
  block: string,
  building: string,
  floor: string,
  postalCode: string,
  room: string,
  street: string,
  unit: string,
  wheelChairAccess: boolean,
): VenueRecord {
  return { block, building, floor, postalCode, room, street, unit, wheelChairAccess };
}
