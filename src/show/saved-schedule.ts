/** The key schedule of a saved document: anybody may have written it. */
import type { ScheduleDocument } from '../trace/document.ts';

/** Steps that are taken from one document: more than a trace keeps. */
const MOST = 1024;

/** Throws TypeError for what does not have the shape of a schedule. */
export function savedSchedule(value: unknown): readonly ScheduleDocument[] {
  if (!Array.isArray(value) || value.length > MOST || !value.every(isStep))
    throw new TypeError('the schedule is no list of steps');
  return value;
}

const isStep = (value: unknown): value is ScheduleDocument => {
  if (!isObject(value)) return false;
  const { operation, hash, label, inputs, output, over } = value;
  return (
    typeof operation === 'string' &&
    typeof hash === 'string' &&
    (label === null || typeof label === 'string') &&
    Array.isArray(inputs) &&
    inputs.every((input) => isValue(input) && (input['step'] === null || Number.isInteger(input['step']))) &&
    isValue(output) &&
    (over === null || (Array.isArray(over) && over.every((place) => Number.isInteger(place))))
  );
};

const isValue = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) &&
  typeof value['name'] === 'string' &&
  typeof value['length'] === 'number' &&
  (value['bytes'] === null || typeof value['bytes'] === 'string');

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
