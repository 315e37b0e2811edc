/** `struct { AlertLevel level; AlertDescription description; } Alert;` (RFC 9846 section 6) */
import type { Of } from '../wire/codec.ts';
import { struct } from '../wire/notation.ts';
import { AlertDescription, AlertLevel } from './numbers/alerts.ts';

export const Alert = struct('RFC 9846 section 6', { level: AlertLevel, description: AlertDescription });
export type Alert = Of<typeof Alert>;
