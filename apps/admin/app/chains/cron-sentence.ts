import type { CronTimes } from './cron';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
/** More times than these are told by their hours and minutes. */
const MOST_TIMES = 6;

/** What a cron expression means: `Every day at 02:00`, `From Monday to Friday, every hour at :15`. */
export function cronSentence(times: CronTimes): string {
  const months = times.months === null ? '' : `, in ${listed(times.months.map((month) => MONTHS[month - 1] ?? ''))}`;
  const told = timesOf(times);
  return `${daysOf(times)}${told.startsWith('every') ? ', ' : ' '}${told}${months}`;
}

function daysOf({ daysOfMonth, weekdays }: CronTimes): string {
  const dates = daysOfMonth && `the ${listed(daysOfMonth.map(ordinal))} of the month`;
  if (weekdays === null) return dates ? `On ${dates}` : 'Every day';
  const days = weekdaysOf(weekdays);
  // Cron's own rule: where both fields choose, either is enough.
  return dates ? `On ${dates}, and ${days.charAt(0).toLowerCase()}${days.slice(1)}` : days;
}

function weekdaysOf(weekdays: number[]): string {
  const key = weekdays.join('');
  if (key === '12345') return 'From Monday to Friday';
  if (key === '06') return 'On Saturdays and Sundays';
  return `On ${listed(weekdays.map((day) => `${WEEKDAYS[day]}s`))}`;
}

function timesOf({ minutes, hours }: CronTimes): string {
  if (hours.length * minutes.length <= MOST_TIMES)
    return `at ${listed(hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`)))}`;
  const everyHour = hours.length === 24;
  const pace = evenPace(minutes);
  const within = everyHour ? '' : ` in the hours ${spans(hours)}`;
  if (pace === 1) return `every minute${within}`;
  if (pace !== null) return `every ${pace} minutes${within}`;
  const past = listed(minutes.map((minute) => `:${two(minute)}`));
  const hoursApart = evenHours(hours);
  if (hoursApart !== null && !everyHour) return `every ${hoursApart} hours at ${past}`;
  return `every hour at ${past}${within}`;
}

/** 15 for 0, 15, 30, 45; null where the minutes are not spread evenly over the hour. */
function evenPace(minutes: number[]): number | null {
  const pace = 60 / minutes.length;
  return minutes.length > 1 && minutes.every((minute, index) => minute === index * pace) ? pace : null;
}

/** 2 for 0, 2, … 22. */
function evenHours(hours: number[]): number | null {
  const pace = 24 / hours.length;
  return hours.length > 1 && hours.every((hour, index) => hour === index * pace) ? pace : null;
}

/** `8 to 17 and 20`. */
function spans(numbers: number[]): string {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return listed(found.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)));
}

const two = (number: number): string => String(number).padStart(2, '0');

function ordinal(number: number): string {
  const teen = number % 100 >= 11 && number % 100 <= 13;
  const ending = teen ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[number % 10] ?? 'th');
  return `${number}${ending}`;
}

const listed = (words: string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
