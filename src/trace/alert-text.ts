/** How an alert is written: `unknown_ca (48)`. */
import { AlertDescription } from '../protocol/numbers/alerts.ts';

export function alertText(name: string): string {
  const number = AlertDescription[name as keyof typeof AlertDescription];
  return typeof number === 'number' ? `${name} (${number})` : name;
}
