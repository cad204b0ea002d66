import { addDays } from './dates.js';
import { identifierOf, uenOf } from './identifiers.js';
import { createRandom } from './prng.js';
import type { EmployerRecord, LinkedTrainerRecord, TraineeRecord, TrainerRecord } from './records.js';

/** Invented people. All addresses are at example.org, which belongs to nobody. */

const FAMILY_NAMES = [
  'Tan',
  'Lim',
  'Lee',
  'Ng',
  'Ong',
  'Wong',
  'Goh',
  'Chua',
  'Chan',
  'Koh',
  'Teo',
  'Ang',
  'Yeo',
  'Tay',
  'Ho',
  'Low',
];
const GIVEN_NAMES = [
  'Wei Ming',
  'Hui Ling',
  'Jia Hao',
  'Xin Yi',
  'Kah Seng',
  'Mei Fen',
  'Zhi Xuan',
  'Shu Ting',
  'Boon Keng',
  'Li Na',
];
const MALAY_NAMES = [
  'Nurul Aisyah',
  'Muhammad Irfan',
  'Siti Hajar',
  'Ahmad Faizal',
  'Nur Syafiqah',
  'Haziq Danial',
  'Rashid Osman',
];
const INDIAN_NAMES = ['Priya Nair', 'Arjun Menon', 'Kavitha Raj', 'Suresh Pillai', 'Anjali Kumar', 'Ravi Chandran', 'Deepa Iyer'];
const EXPERTISE = ['Service operations', 'Food safety', 'Digital marketing', 'Workplace safety', 'Leadership', 'Data literacy'];
const EMPLOYER_WORDS = ['Merlion', 'Banyan', 'Orchid', 'Kallang', 'Sentosa', 'Raffles', 'Harbour', 'Telok', 'Bedok', 'Tampines'];
const EMPLOYER_TRADES = ['Logistics', 'Catering', 'Engineering', 'Retail', 'Hospitality', 'Technologies'];
const QUALIFICATIONS = [
  { code: '12', description: 'BEST 4' },
  { code: '21', description: "Secondary Education without GCE 'O' / 'N' Level or equivalent" },
  { code: '91', description: "Master's Degree or equivalent" },
];
const BIRTH_YEARS = 45;
const SERIALS_PER_YEAR = 100_000;

/** The trainee with this number: the same person each time, with an identifier nobody else in the simulator has. */
export function traineeOf(seed: number, number: number): TraineeRecord {
  const random = createRandom(seed, 'trainee', number);
  const birthYear = 1960 + (number % BIRTH_YEARS);
  const serial = (birthYear % 100) * SERIALS_PER_YEAR + (Math.floor(number / BIRTH_YEARS) % SERIALS_PER_YEAR);
  const foreigner = number % 17 === 16;
  const prefix = foreigner ? (birthYear < 2000 ? 'F' : 'G') : birthYear < 2000 ? 'S' : 'T';
  const fullName = nameOf(random.next(), random.next(), random.next());
  return {
    identifierType: foreigner ? 'FIN' : 'NRIC',
    identifier: identifierOf(prefix, serial),
    dateOfBirth: addDays(`${birthYear}-01-01`, random.integer(0, 364)),
    fullName,
    contactNumber: { countryCode: '+65', areaCode: '', phoneNumber: String(random.integer(80_000_000, 99_999_999)) },
    email: `${slug(fullName)}.${number}@example.org`,
  };
}

/** One of the employers that sponsor trainees. */
export function employerOf(seed: number, number: number): EmployerRecord {
  const random = createRandom(seed, 'employer', number);
  const name = `${random.pick(EMPLOYER_WORDS)} ${random.pick(EMPLOYER_TRADES)} Pte. Ltd.`;
  const contactName = nameOf(random.next(), random.next(), random.next());
  return {
    uen: uenOf(2010 + (number % 14), 20_000 + number * 37),
    name: name.toUpperCase(),
    contactName,
    contactNumber: { countryCode: '+65', areaCode: '', phoneNumber: String(random.integer(60_000_000, 69_999_999)) },
    contactEmail: `${slug(contactName)}.hr${number}@example.org`,
  };
}

/** The provider's trainer with this number (0 …). Every fourth one may also assess. */
export function trainerOf(seed: number, uen: string, number: number): TrainerRecord {
  const random = createRandom(seed, 'trainer', uen, number);
  const name = nameOf(random.next(), random.next(), random.next());
  const domain = random.pick(EXPERTISE);
  return {
    id: guid(random.hex(32)),
    name,
    email: `${slug(name)}.${uen.toLowerCase()}.t${number}@example.org`,
    identifier: identifierOf('S', 7_000_000 + random.integer(0, 2_999_999)),
    identifierType: 'SP',
    roles: number % 4 === 3 ? [1, 2] : [1],
    domainAreaOfPractice: domain,
    experience: `${random.integer(3, 25)} years in ${domain.toLowerCase()}`,
    linkedInUrl: `https://www.linkedin.com/in/example-${random.hex(8)}`,
    salutationId: random.integer(1, 6),
  };
}

/** The same trainer as SSG prints him on a run. */
export function linkTrainer(trainer: TrainerRecord, known: boolean): LinkedTrainerRecord {
  const random = createRandom('qualification', trainer.id);
  return {
    ...trainer,
    inTrainingProviderProfile: known,
    trainerType: known ? '1' : '2',
    qualifications: [random.pick(QUALIFICATIONS)],
  };
}

function nameOf(group: number, first: number, second: number): string {
  if (group < 0.15) return nameAt(MALAY_NAMES, first);
  if (group < 0.27) return nameAt(INDIAN_NAMES, first);
  return `${nameAt(FAMILY_NAMES, first)} ${nameAt(GIVEN_NAMES, second)}`;
}

const nameAt = (names: readonly string[], share: number): string => names[Math.floor(share * names.length)] ?? '';

const slug = (name: string): string => name.toLowerCase().replaceAll(' ', '.');

const guid = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
